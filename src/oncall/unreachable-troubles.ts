import type { Trouble } from '../sync/ports/desk.ts';

/** Somebody of the rota who cannot be written to. */
export interface Unreachable {
  objectId: string;
  name: string;
  /** In words for people. */
  reason: string;
  /** ISO 8601. */
  since: string;
}

/** What admins must know in advance: whom an escalation cannot write to. One for each of them. */
export function unreachableTroubles(people: readonly Unreachable[]): Trouble[] {
  return people.map(({ objectId, name, reason, since }) => ({
    key: `oncall/unreachable/${objectId}`,
    connectionId: null,
    cause: { kind: 'oncall' },
    connection: 'On call',
    sentence: `${name} cannot be written to: ${reason}.`,
    advice:
      'Put the app into a team they are in, or install it for them. Until then they are mentioned in threads, and the lead is told at once.',
    since,
  }));
}
