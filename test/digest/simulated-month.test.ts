import { createDigests } from '../../src/digest/create-digests.ts';
import { AGE_DAYS } from '../../src/digest/definitions.ts';
import { missedDeadlines } from '../../src/sla/missed-deadlines.ts';
import type { MissedFigures } from '../../src/sync/ports/deadlines.ts';
import type { Period, PeriodFigures } from '../../src/sync/ports/figure-records.ts';
import { ownerKey } from '../../src/incident/person.ts';
import { playMonth } from '../support/simulated-month.ts';
import type { Story } from '../support/soc-month.ts';
import { SUMMER } from '../support/soc-shifts.ts';
import { createSyncWorld } from '../support/sync-world.ts';
import type { SyncWorld } from '../support/sync-world.ts';
import { trueFigures } from '../support/true-figures.ts';
import { trueMissed } from '../support/true-missed.ts';

/**
 * A month of March in Berlin, in which the clocks are turned: many incidents, three shifts with their
 * habits, nights, weekends, a wave of phishing, people in both portals and in chat, machines, chains of merges, flaps,
 * conflicts, outages and late lists, through the whole sync and on a fake clock. What digests say equals what happened,
 * which the world writes down itself: no event of ours is asked for it.
 */
const HOUR = 3_600;
const DAY = 24 * HOUR;
const DEADLINES = {
  high: { acknowledge: HOUR, close: 8 * HOUR },
  medium: { acknowledge: 3 * HOUR, close: 24 * HOUR },
  low: { close: 48 * HOUR },
};
const at = (iso: string) => Date.parse(iso) / 1000;
/** `MONTH_RATE=1.3` plays three thousand, which takes its time. */
const RATE = Number(process.env['MONTH_RATE'] ?? 0.5);
const BEGIN = at('2026-03-01T09:00:00Z');
/** 29 March 2026 has 23 hours in Berlin. */
const midnight = (day: number) => {
  const winter = at('2026-03-01T23:00:00Z') + day * DAY;
  return winter > SUMMER ? winter - HOUR : winter;
};

test('digests of a month tell what happened in it, each in time and in the end', async () => {
  const world = await createSyncWorld({ massChangeLimit: 100_000 });
  const { clock, desk, store } = world;
  const schedules = { daily: '0 0 * * *', weekly: '0 0 * * 1' };
  const common = {
    figures: store.figures,
    missed: (periods: readonly Period[]) => missedDeadlines(store.histories, { deadlines: DEADLINES }, periods),
    desk,
    clock,
    timeZone: 'Europe/Berlin',
    since: '2026-01-01T00:00:00Z',
  };
  const digests = createDigests({ ...common, schedules });
  let made = 0;
  const expectTrue = (period: { from: string; until: string }, figures: PeriodFigures, stories: readonly Story[]) => {
    made += 1;
    const truth = trueFigures(stories, at(period.from), at(period.until), [...AGE_DAYS]);
    expect({ period, ...comparable(figures) }).toEqual({ period, ...comparable(truth) });
  };
  const expectMissed = (period: Period, missed: MissedFigures | null, stories: readonly Story[]) => {
    const truth = trueMissed(stories, DEADLINES, at(period.from), at(period.until));
    expect({ period, missed: missed === null ? null : wordsOf(missed) }).toEqual({ period, missed: countedIn(truth) });
  };
  let days = 0;
  const stories = await playMonth(
    world,
    {
      seed: 11,
      begin: BEGIN,
      days: 29,
      rate: RATE,
      outages: [
        { side: 'defender', from: at('2026-03-05T10:00:00Z'), until: at('2026-03-05T12:30:00Z') },
        { side: 'sentinel', from: at('2026-03-12T13:00:00Z'), until: at('2026-03-12T16:00:00Z') },
        { side: 'defender', from: at('2026-03-24T08:00:00Z'), until: at('2026-03-24T09:00:00Z') },
        { side: 'sentinel', from: at('2026-03-29T00:00:00Z'), until: at('2026-03-29T02:00:00Z') },
      ],
      waves: [
        {
          from: at('2026-03-17T08:00:00Z'),
          until: at('2026-03-17T10:00:00Z'),
          rate: 60,
          product: 'Microsoft Defender for Office 365',
        },
      ],
      // Over by midnight: what a list does not show yet then, no digest of that day can know.
      late: [
        { from: at('2026-03-10T05:00:00Z'), until: at('2026-03-10T22:00:00Z'), seconds: 90 },
        { from: at('2026-03-26T00:00:00Z'), until: at('2026-03-26T22:00:00Z'), seconds: 60 },
      ],
    },
    async (now, soFar) => {
      if (now !== midnight(days)) return;
      days += 1;
      if (days === 1) return;
      const daily = (await digests.latest('daily'))!;
      expect([at(daily.period.from), at(daily.period.until)]).toEqual([midnight(days - 2), midnight(days - 1)]);
      expectTrue(daily.period, daily.figures, soFar);
      expectTrue(daily.before, daily.figuresBefore, soFar);
      expectMissed(daily.period, daily.missed, soFar);
      expectMissed(daily.before, daily.missedBefore, soFar);
      const weekly = (await digests.latest('weekly'))!;
      if (weekly.period.until === daily.period.until) expectTrue(weekly.period, weekly.figures, soFar);
    },
  );
  expect(days).toBeGreaterThan(28);
  for (let day = 1; day < days; day += 1) {
    const period = { from: isoAt(midnight(day - 1)), until: isoAt(midnight(day)) };
    expectTrue(period, await figuresOf(period), stories);
  }
  const all = { from: isoAt(BEGIN), until: isoAt(midnight(days)) };
  const month = await figuresOf(all);
  expectTrue(all, month, stories);
  const happened = [month.merged, month.reopened, month.flaps, month.overruled, month.closedByMachines];
  for (const count of happened) expect(count).toBeGreaterThan(50 * RATE);
  expect(chainsOf(world)).toBeGreaterThan(20);
  expect(stories.length).toBeGreaterThan(2_000 * RATE);
  expect(made).toBeGreaterThan(90);
  await world.close();

  function figuresOf(period: { from: string; until: string }) {
    return store.figures.figures({ ...period, flapSeconds: 600, ageDays: AGE_DAYS });
  }
}, 240_000);

/** Incidents that were folded into one that was folded into another. */
function chainsOf({ sides: { defenderSide } }: SyncWorld): number {
  const intoOf = (id: string) => defenderSide.must(id).incident.mergedInto;
  return [...defenderSide.held.values()].filter(({ incident: { mergedInto } }) => {
    return mergedInto !== null && intoOf(mergedInto) !== null;
  }).length;
}

const isoAt = (seconds: number) => new Date(seconds * 1000).toISOString();

/** `kind severity count`, in order. */
const wordsOf = (missed: MissedFigures) =>
  Object.entries(missed)
    .flatMap(([kind, counts]) => Object.entries(counts).map(([severity, count]) => `${kind} ${severity} ${count}`))
    .toSorted();
const countedIn = (missed: readonly string[]) =>
  [...Map.groupBy(missed, (one) => one.slice(one.indexOf(' ') + 1))]
    .map(([what, those]) => `${what} ${those.length}`)
    .toSorted();

/** Figures without what two true tellings may word differently: how an owner is spelled, and how exact a time is written. */
function comparable({ responders, standing, ...figures }: PeriodFigures) {
  const { oldest } = standing;
  return {
    ...figures,
    standing: { ...standing, oldest: oldest === null ? null : [oldest.severity, Date.parse(oldest.openedAt)] },
    responders: new Map(responders.map(({ owner, ...load }) => [ownerKey(owner), load])),
  };
}
