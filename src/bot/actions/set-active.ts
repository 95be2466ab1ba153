import type { IncidentAction } from './incident-action.ts';

/** One tap: somebody is on it. */
export const setActive: IncidentAction = {
  understand: () => ({ ask: { kind: 'activate' } }),
};
