import type { Side } from '../incident/side.ts';
import type { Clock } from '../sync/ports/clock.ts';
import type { Desk } from '../sync/ports/desk.ts';

/** How long a side is waited for; less once one did not answer. A page must not wait for a system that is down. */
const PATIENCE_MILLISECONDS = 10_000;
const IMPATIENCE_MILLISECONDS = 2_000;
const IMPATIENT_FOR_MILLISECONDS = 60_000;

/** Asks both sides about an incident before anybody is woken for it. Answers with those that could not be asked. */
export function createSideAsking(desk: Pick<Desk, 'readAfresh'>, clock: Clock): (incident: number) => Promise<Side[]> {
  let unansweredAt = Number.NEGATIVE_INFINITY;
  const now = () => clock.now().getTime();
  return async (incident) => {
    const isImpatient = now() - unansweredAt < IMPATIENT_FOR_MILLISECONDS;
    const unread = await desk.readAfresh(incident, isImpatient ? IMPATIENCE_MILLISECONDS : PATIENCE_MILLISECONDS);
    if (unread.length > 0) unansweredAt = now();
    return unread;
  };
}
