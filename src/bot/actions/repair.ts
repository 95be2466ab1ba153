import type { IncidentAction } from './incident-action.ts';

/** One tap: what was not carried, or left alone, is carried now. */
export const repair: IncidentAction = {
  understand: () => ({ ask: { kind: 'repair' } }),
};
