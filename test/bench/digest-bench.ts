import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { AGE_DAYS, FLAP_SECONDS } from '../../src/digest/definitions.ts';
import { missedDeadlines } from '../../src/sla/missed-deadlines.ts';
import { openStore } from '../../src/store/open-store.ts';
import { recordStories } from '../support/record-stories.ts';
import { isoOf, liveStory, seeded } from '../support/soc-month.ts';
import type { Report } from './figure.ts';
import { median, wallTime } from './measure.ts';
import { repeatMonth } from './repeat-month.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

const DAY = 86_400;
const MONTH_DAYS = 30;
const MONTHS = 37;
const INCIDENTS_A_DAY = 1_000;
const BEGIN = Date.parse('2026-10-01T00:00:00Z') / 1000;
const ROUNDS = 5;
const HOUR = 3_600;
const DEADLINES = {
  high: { acknowledge: HOUR, close: 8 * HOUR },
  medium: { acknowledge: 4 * HOUR, close: 24 * HOUR },
  low: { acknowledge: 24 * HOUR, close: 72 * HOUR },
};

/** The figures of one week and of the week before it, deadlines included, after three years at 1,000 incidents a day. */
export async function digestBench(report: Report): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, 'dragoman.db');
    const month = await openStore(`file:${path}`);
    const random = seeded(7);
    for (let day = 0; day < MONTH_DAYS; day += 1) await recordStories(month.sync, storiesOf(day, random));
    await month.close();
    repeatMonth(path, { copies: MONTHS - 1, incidents: MONTH_DAYS * INCIDENTS_A_DAY, seconds: MONTH_DAYS * DAY });

    const store = await openStore(`file:${path}`);
    const end = BEGIN + MONTH_DAYS * DAY;
    const figures = (until: number, days: number) =>
      store.figures.figures({
        from: isoOf(until - days * DAY),
        until: isoOf(until),
        flapSeconds: FLAP_SECONDS,
        ageDays: AGE_DAYS,
      });
    const missed = (days: number) =>
      missedDeadlines(
        store.histories,
        { deadlines: DEADLINES },
        [0, 1].map((ago) => ({ from: isoOf(end - (ago + 1) * days * DAY), until: isoOf(end - ago * days * DAY) })),
      );
    const digest = async (days: number) =>
      void [await figures(end, days), await figures(end - days * DAY, days), await missed(days)];
    const weekly = await middle(() => digest(7));
    const daily = await middle(() => digest(1));
    await store.close();
    const scanned = await wallTime(async () => void closingsByScanning(path, end - 7 * DAY));
    const scan = 'reading the whole history once in JavaScript, to count only what was closed in the last week';
    for (const [kind, value, days] of [
      ['weekly', weekly, 7],
      ['daily', daily, 1],
    ] as const) {
      const read = await middle(async () => void readEvents(path, end - 2 * days * DAY, end));
      const floor = 'floor: reading the events of the two periods once, one by one, and counting nothing';
      const figure = { value: value / 1000, unit: 's', better: 'lower' } as const;
      report({ name: `digest.${kind}.time`, ...figure, against: floor, againstValue: read / 1000 });
      report({ name: `digest.${kind}.scan`, ...figure, against: scan, againstValue: scanned / 1000 });
    }
  });
}

function storiesOf(day: number, random: () => number) {
  const openings = Array.from({ length: INCIDENTS_A_DAY }, () => BEGIN + day * DAY + Math.floor(random() * DAY));
  return openings
    .toSorted((a, b) => a - b)
    .map((openedAt, index) => liveStory(day * INCIDENTS_A_DAY + index + 1, openedAt, random));
}

async function middle(work: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await wallTime(work));
  return median(times);
}

/** The least that is to be done where the database finds them. */
function readEvents(path: string, from: number, until: number): number {
  const database = new BetterSqlite3(path, { readonly: true });
  const rows = database
    .prepare<[number, number]>(
      'select incident, kind, field, at_seconds, status from events where at_seconds >= ? and at_seconds < ?',
    )
    .raw()
    .iterate(from, until);
  const count = [...rows].length;
  database.close();
  return count;
}

/** The least that is to be done where the database does not help. */
function closingsByScanning(path: string, from: number): number {
  const database = new BetterSqlite3(path, { readonly: true });
  const merged = new Set<number>();
  const closed = new Set<number>();
  type Row = Record<'kind' | 'field' | 'at' | 'now', string> & { incident: number };
  const rows = database.prepare<[], Row>('select incident, kind, field, at, now from events order by id').iterate();
  for (const { incident, kind, field, at, now } of rows) {
    if (kind === 'merged') merged.add(incident);
    if (kind !== 'changed' || field !== 'state') continue;
    const { status } = JSON.parse(now) as { status: string };
    if (status === 'closed' && Date.parse(at) / 1000 >= from) closed.add(incident);
  }
  database.close();
  return [...closed].filter((incident) => !merged.has(incident)).length;
}
