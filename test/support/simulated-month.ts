import type { Look, MonthPlan, Wave } from './month-plan.ts';
import { GAP_SECONDS, PlayedIncident, POLL_SECONDS } from './played-incident.ts';
import { seeded } from './soc-month.ts';
import type { Story } from './soc-month.ts';
import { usualRate } from './soc-shifts.ts';
import type { SyncWorld } from './sync-world.ts';

const [HOUR, DAY] = [3_600, 86_400];
/** After something happened the sync reads and writes it, and sees then that all is still. */
const CYCLES_AFTER_NEWS = 2;

/** What is to happen at a time. Answers how it goes on, if it does. */
interface Step {
  at: number;
  take(at: number): Promise<Step | null>;
}

/**
 * Plays a month on both systems, in chat and by machines, while the real sync reads and writes every five minutes, and
 * writes down beside it what truly happened.
 */
export async function playMonth(world: SyncWorld, plan: MonthPlan, look: Look): Promise<Story[]> {
  const { clock, sides } = world;
  const random = seeded(plan.seed);
  const played: PlayedIncident[] = [];
  const stories: Story[] = [];
  let unnumbered: PlayedIncident[] = [];
  const coming = new Agenda();
  const advanceTo = (at: number) => clock.advance(Math.max(0, at * 1000 - clock.now().getTime()));

  /** Lives on, unless an outage is in the way. */
  function goOn(incident: PlayedIncident, life: AsyncGenerator<number, void>, at: number): Step {
    return {
      at,
      async take(now) {
        const outage = plan.outages.find((one) => now >= one.from - GAP_SECONDS && now < one.until + 3 * GAP_SECONDS);
        // Two changes between two readings count as one, and while a side is down it is not read.
        if (outage !== undefined && (!incident.mayActIn(outage) || random() < 0.5))
          return goOn(incident, life, outage.until + HOUR);
        incident.begin(now, outage?.side ?? null);
        const next = await life.next();
        return next.done === true ? null : goOn(incident, life, now + next.value);
      },
    };
  }

  function arrival(at: number, wave: Wave | null): Step {
    return {
      at,
      async take(now) {
        const incident = new PlayedIncident(world, random, now, played, wave);
        played.push(incident);
        stories.push(incident.story);
        unnumbered.push(incident);
        return goOn(incident, incident.live(), now + GAP_SECONDS + incident.untilNoticed());
      },
    };
  }

  for (let hour = plan.begin; hour < plan.begin + plan.days * DAY; hour += HOUR) {
    for (const at of arrivals(random, hour, plan.rate * usualRate(hour))) coming.add(arrival(at, null));
    for (const wave of plan.waves)
      if (hour >= wave.from && hour < wave.until)
        for (const at of arrivals(random, hour, wave.rate)) coming.add(arrival(at, wave));
  }

  let cyclesLeft = CYCLES_AFTER_NEWS;
  let last = 0;
  for (let tick = plan.begin; tick < plan.begin + (plan.days + 1) * DAY; tick += POLL_SECONDS) {
    for (let step = coming.takeBefore(tick); step !== null; step = coming.takeBefore(tick)) {
      // No two things at the same second, so that their times stay whole.
      last = Math.max(step.at, last + 1);
      advanceTo(last);
      const next = await step.take(last);
      if (next !== null) coming.add(next);
      cyclesLeft = CYCLES_AFTER_NEWS;
    }
    const lateSeconds = plan.late.find(({ from, until }) => tick >= from && tick < until)?.seconds ?? 0;
    for (const side of ['defender', 'sentinel'] as const) {
      const isDown = plan.outages.some((one) => one.side === side && tick >= one.from && tick < one.until);
      sides[`${side}Side`].setDown(isDown);
      sides[`${side}Side`].setLate(lateSeconds);
    }
    // While all is still, cycles write nothing and read nothing new: they are left out.
    const isTroubled = lateSeconds > 0 || plan.outages.some(({ from, until }) => tick >= from && tick < until + HOUR);
    advanceTo(tick);
    if (cyclesLeft > 0 || isTroubled || tick % (6 * HOUR) === 0) await world.desk.syncNow();
    cyclesLeft -= 1;
    for (const one of unnumbered) await one.number();
    unnumbered = unnumbered.filter(({ story }) => story.number === 0);
    if (tick % HOUR === 0) await look(tick, stories);
  }
  return stories;
}

/** When incidents come in an hour, at a rate: by chance, as they do. */
function arrivals(random: () => number, hour: number, rate: number): number[] {
  const at: number[] = [];
  for (let after = 0; ;) {
    after += (-Math.log(1 - random()) * HOUR) / rate;
    if (after >= HOUR) return at;
    at.push(hour + Math.floor(after));
  }
}

/** What is to come, the soonest first; of two at one time, the one that was added first. */
class Agenda {
  readonly #steps: Step[] = [];

  add(step: Step): void {
    let [low, high] = [0, this.#steps.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#steps[middle]!.at <= step.at) high = middle;
      else low = middle + 1;
    }
    this.#steps.splice(low, 0, step);
  }

  takeBefore(time: number): Step | null {
    return (this.#steps.at(-1)?.at ?? Infinity) < time ? this.#steps.pop()! : null;
  }
}
