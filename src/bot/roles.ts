import type { IncidentData } from '../cards/card-data.ts';
import type { IncidentView } from '../sync/incident-view.ts';
import type { Role } from '../sync/ports/chat-records.ts';

/** Each role and the ones it includes. A manager reads like a viewer, and acts on nothing. */
const INCLUDES: Record<Role, readonly Role[]> = {
  viewer: ['viewer'],
  manager: ['manager', 'viewer'],
  responder: ['responder', 'viewer'],
  lead: ['lead', 'responder', 'viewer'],
  admin: ['admin', 'lead', 'responder', 'manager', 'viewer'],
};

export const ROLES = Object.keys(INCLUDES) as Role[];

/** Whether somebody who holds `held` may do what asks for `needed`. */
export function hasRole(held: readonly Role[], needed: Role): boolean {
  return held.some((role) => INCLUDES[role].includes(needed));
}

/** The least role for a verb on this incident; `field` is what a conflict is about. */
export function roleFor(verb: IncidentData['verb'], view: IncidentView, field?: IncidentData['field']): Role {
  switch (verb) {
    case 'refresh':
      return 'viewer';
    case 'severity':
      return 'lead';
    case 'close':
      return view.severity === 'high' ? 'lead' : 'responder';
    case 'assignToMe':
    case 'setActive':
    case 'undo':
    case 'snooze':
    case 'assign':
    case 'tag':
    case 'comment':
    case 'reopen':
    case 'handoff':
    case 'repair':
      return 'responder';
    case 'keepDefender':
    case 'keepSentinel':
      // Either side may be the one that was closed.
      return view.severity === 'high' && field === 'state' ? 'lead' : 'responder';
    case 'retry':
      return 'admin';
    default:
      return verb satisfies never;
  }
}
