import type { IncidentAction } from './incident-action.ts';

/** One tap: what this person did last is taken back, if nobody changed it since. */
export const undo: IncidentAction = {
  understand: () => ({ ask: { kind: 'undo' } }),
};
