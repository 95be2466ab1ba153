import type { IncidentAction } from './incident-action.ts';

/** One tap: what a side refused is tried once more. */
export const retry: IncidentAction = {
  understand: () => ({ ask: { kind: 'retry' } }),
};
