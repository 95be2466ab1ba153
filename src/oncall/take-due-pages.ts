import type { Side } from '../incident/side.ts';
import type { Clock } from '../sync/ports/clock.ts';
import type { Desk } from '../sync/ports/desk.ts';
import type { ReachPerson, Turn } from '../sync/ports/oncall.ts';
import { pageKey } from './page-keys.ts';
import type { FoundPages } from './page-finder.ts';
import type { StuckPages } from './stuck-pages.ts';
import { takePage } from './take-page.ts';
import type { TakePageServices } from './take-page.ts';

export interface TakeServices extends TakePageServices {
  reach: ReachPerson;
  desk: Pick<Desk, 'view'>;
  clock: Clock;
  stuck: StuckPages;
}

/** Takes the steps that are due. Returns when what could not be taken is tried again (milliseconds since 1970). */
export async function takeDuePages(
  services: TakeServices,
  incident: number,
  { opening, plan, turn, fellThrough, dedupKey }: FoundPages,
  unread: Side[],
): Promise<number[]> {
  const { reach, desk, clock, stuck } = services;
  const view = plan.due.length === 0 ? null : await desk.view(incident);
  if (view === null || view.standing !== 'linked') return [];
  const waits: number[] = [];
  for (const one of plan.due) {
    const key = pageKey(incident, opening, one.step);
    const unreached = one.step === 'lead' && fellThrough && turn !== null ? await whyUnreached(reach, turn) : null;
    const news = { view, opening, unread, dedupKey, unreached, attempts: stuck.attempts(key) };
    const { isTaken, fell } = await takePage(services, one, news);
    if (isTaken) stuck.clear(key);
    else waits.push(stuck.rest(key));
    if (fell) waits.push(clock.now().getTime());
  }
  return waits;
}

async function whyUnreached(reach: ReachPerson, { person }: Turn): Promise<{ name: string; reason: string } | null> {
  const reached = await reach(person);
  return reached.outcome === 'closed' ? { name: person.name, reason: reached.reason } : null;
}
