import { AGE_DAYS, FLAP_SECONDS } from '../../src/digest/definitions.ts';
import { missedDeadlines } from '../../src/sla/missed-deadlines.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { OpenStore } from '../../src/store/open-store.ts';
import { openingsIn, openingsOf } from '../../src/sync/history/openings.ts';
import type { Opening } from '../../src/sync/history/openings.ts';
import type { FigureName } from '../../src/sync/ports/figure-records.ts';
import { recordStories } from '../support/record-stories.ts';
import { isoOf, liveStory, seeded } from '../support/soc-month.ts';
import type { Story } from '../support/soc-month.ts';
import { trueFigures } from '../support/true-figures.ts';
import { trueMissed } from '../support/true-missed.ts';

const HOUR = 3_600;
/** Around the end of summer time in Europe. */
const BEGIN = Date.parse('2026-10-05T00:00:00Z') / 1000;
const DAYS = 30;
const DEADLINES = {
  high: { acknowledge: HOUR, close: 8 * HOUR },
  medium: { acknowledge: 3 * HOUR, close: 24 * HOUR },
  low: { close: 48 * HOUR },
};

let store: OpenStore;
afterEach(() => store.close());

/** Some thousands of incidents: a month with busy days, quiet nights and quiet weekends. */
function month(seed: number): Story[] {
  const random = seeded(seed);
  const openings: number[] = [];
  for (let hour = 0; hour < DAYS * 24; hour += 1) {
    const at = new Date((BEGIN + hour * HOUR) * 1000);
    const isBusy = at.getUTCDay() % 6 !== 0 && at.getUTCHours() >= 7 && at.getUTCHours() < 17;
    const count = Math.floor(random() * (isBusy ? 20 : 6));
    for (let one = 0; one < count; one += 1) openings.push(BEGIN + hour * HOUR + Math.floor(random() * HOUR));
  }
  return openings.toSorted((a, b) => a - b).map((openedAt, index) => liveStory(index + 1, openedAt, random));
}

const figuresOf = (from: number, until: number) =>
  store.figures.figures({ from: isoOf(from), until: isoOf(until), flapSeconds: FLAP_SECONDS, ageDays: AGE_DAYS });

const behind = (from: number, until: number, name: FigureName, limit: number, offset = 0) =>
  store.figures.behind({ from: isoOf(from), until: isoOf(until), flapSeconds: FLAP_SECONDS, ageDays: AGE_DAYS }, name, {
    limit,
    offset,
  });

describe('the figures of a period', () => {
  test.each([1, 3])('equal what truly happened, day by day and week by week (month %i)', async (seed) => {
    store = await openStore('file::memory:');
    const stories = month(seed);
    expect(stories.length).toBeGreaterThan(3_000);
    await recordStories(store.sync, stories);
    const midnight = (day: number) => {
      // In Berlin: the night of 25 October has an hour more.
      const isWinter = day >= 21;
      return BEGIN + day * 24 * HOUR - (isWinter ? 1 : 2) * HOUR;
    };
    const periods = [
      ...Array.from({ length: DAYS - 1 }, (_, day) => [midnight(day), midnight(day + 1)]),
      ...[0, 7, 14, 21].map((day) => [midnight(day), midnight(day + 7)]),
      [BEGIN, BEGIN + 45 * 24 * HOUR],
    ] as [number, number][];
    for (const [from, until] of periods)
      expect({ from, until, ...(await figuresOf(from, until)) }).toEqual({
        from,
        until,
        ...trueFigures(stories, from, until, [...AGE_DAYS]),
      });
    const missed = await missedDeadlines(
      store.histories,
      { deadlines: DEADLINES },
      periods.map(([from, until]) => ({ from: isoOf(from), until: isoOf(until) })),
    );
    for (const [index, [from, until]] of periods.entries()) {
      const told = missed[index]!.map(({ incident, kind, severity }) => `${incident} ${kind} ${severity}`);
      expect({ from, until, missed: told.toSorted() }).toEqual({
        from,
        until,
        missed: trueMissed(stories, DEADLINES, from, until),
      });
    }
    expect(missed.at(-1)!.length).toBeGreaterThan(1_000);
  });

  test('each lead to the incidents they count', async () => {
    store = await openStore('file::memory:');
    const stories = month(5);
    await recordStories(store.sync, stories);
    const [from, until] = [BEGIN + 14 * 24 * HOUR, BEGIN + 21 * 24 * HOUR];
    const figures = await figuresOf(from, until);
    const { standing } = figures;
    for (const [name, count] of [
      ...(['opened', 'closed', 'closedByMachines', 'reopened', 'merged'] as const).map(
        (figure) => [{ figure }, figures[figure]] as const,
      ),
      [{ figure: 'acknowledged' }, figures.acknowledged.count],
      [{ figure: 'resolved' }, figures.resolved.count],
      [{ figure: 'open' }, standing.open],
      [{ figure: 'unassigned' }, standing.unassigned],
      ...Object.entries(standing.bySeverity).map(([of, n]) => [{ figure: 'severity', of }, n] as const),
      ...standing.byAge.map((n, group) => [{ figure: 'age', of: String(group) }, n] as const),
      ...Object.entries(figures.byClassification).map(([of, n]) => [{ figure: 'classification', of }, n] as const),
      ...figures.byProduct.map(({ product: of, classified }) => [{ figure: 'product', of }, classified] as const),
    ] satisfies (readonly [FigureName, number])[]) {
      const { incidents, total } = await behind(from, until, name, 10_000);
      expect({ ...name, total, listed: new Set(incidents).size }).toEqual({ ...name, total: count, listed: count });
    }
    // One that was closed and is open again is both.
    for (const { owner, open, closed } of figures.responders) {
      const { total } = await behind(from, until, { figure: 'load', of: owner.upn!.toUpperCase() }, 1);
      expect(total).toBeGreaterThanOrEqual(Math.max(open, closed));
      expect(total).toBeLessThanOrEqual(open + closed);
    }
    // Several of these can be one incident's.
    for (const figure of ['flaps', 'asked', 'overruled', 'failedWrites'] as const) {
      const { total } = await behind(from, until, { figure }, 10);
      expect(total).toBeGreaterThan(0);
      expect(total).toBeLessThanOrEqual(figures[figure]);
    }
    const oldest = await behind(from, until, { figure: 'open' }, 3);
    expect(oldest.incidents[0]).toBe(standing.oldest!.incident);
    const next = await behind(from, until, { figure: 'open' }, 2, 1);
    expect(next).toEqual({ incidents: oldest.incidents.slice(1), total: standing.open });
  });

  test('and deadlines run on the same openings, read one by one or of many incidents at once', async () => {
    store = await openStore('file::memory:');
    await recordStories(store.sync, month(7).slice(0, 200));
    const numbers = await store.histories.stirringSince(isoOf(BEGIN));
    expect(numbers).toHaveLength(200);
    const each = await Promise.all(numbers.map((number) => store.histories.history(number)));
    const timelines = await store.histories.timelines([...numbers, 9_999]);
    expect(timelines.map(({ incident }) => incident)).toEqual(numbers);
    const unnamed = ({ acknowledged, ...opening }: Opening) => ({ ...opening, acknowledged: acknowledged?.at });
    expect(timelines.map((timeline) => openingsIn(timeline).map(unnamed))).toEqual(
      each.map((history) => openingsOf(history!).map(unnamed)),
    );
  });

  test('are all nothing when nothing happened', async () => {
    store = await openStore('file::memory:');
    expect(await figuresOf(BEGIN, BEGIN + HOUR)).toEqual(trueFigures([], BEGIN, BEGIN + HOUR, [...AGE_DAYS]));
  });
});
