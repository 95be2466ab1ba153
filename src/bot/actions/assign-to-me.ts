import type { IncidentAction } from './incident-action.ts';

/** One tap: the person who presses becomes the owner. */
export const assignToMe: IncidentAction = {
  understand: ({ caller }) => ({ ask: { kind: 'assign', to: caller.person } }),
};
