import type { PeriodFigures, Times } from '../../src/sync/ports/figure-records.ts';
import { ownerKey } from '../../src/incident/person.ts';
import type { Closing, Story } from './soc-month.ts';

const DAY = 86_400;

/** The figures of a period, counted over what truly happened, as far as it had happened by its end. */
export function trueFigures(stories: readonly Story[], from: number, until: number, ageDays: number[]): PeriodFigures {
  const inside = (at: number | null): at is number => at !== null && at >= from && at < until;
  const own = stories.filter(({ mergedAt }) => mergedAt === null || mergedAt >= until);
  const flapped = ({ isFlap, reopenedAt }: Closing) => isFlap && reopenedAt !== null && reopenedAt < until;
  const closed = own.flatMap((story) => {
    const last = story.closings.findLast((closing) => inside(closing.at) && !flapped(closing));
    if (last === undefined) return [];
    const { reclassified } = last;
    const isCorrected = reclassified !== null && reclassified.at < until;
    return [{ story, last, classification: isCorrected ? reclassified.classification : last.classification }];
  });
  const judged = closed.filter(({ classification }) => classification !== 'undetermined');
  const resolved = closed.filter(({ last }) => last.by === 'person');
  const open = own.filter(({ openedAt, closings }) => {
    const last = closings.findLast(({ at }) => at < until);
    return openedAt < until && (last === undefined || (last.reopenedAt !== null && last.reopenedAt < until));
  });
  const severityOf = (story: Story) => story.severities.findLast((one) => one.from < until)!.severity;
  const ownerOf = (story: Story) => story.owners.findLast((one) => one.from < until)!.owner;
  const oldest = open.toSorted((a, b) => a.openedAt - b.openedAt)[0];
  const load = new Map<string, { owner: NonNullable<ReturnType<typeof ownerOf>>; open: number; closed: number }>();
  const bear = (owner: ReturnType<typeof ownerOf>, what: 'open' | 'closed') => {
    if (owner === null) return;
    const entry = load.get(ownerKey(owner)!) ?? { owner, open: 0, closed: 0 };
    entry[what] += 1;
    load.set(ownerKey(owner)!, entry);
  };
  for (const story of open) bear(ownerOf(story), 'open');
  for (const { story } of closed) bear(story.owners.at(-1)!.owner, 'closed');
  const reopenings = own.map(({ closings }) => closings.filter(({ reopenedAt }) => inside(reopenedAt)));
  return {
    opened: own.filter(({ openedAt }) => inside(openedAt)).length,
    merged: stories.filter(({ mergedAt }) => inside(mergedAt)).length,
    closed: closed.length,
    closedByMachines: closed.filter(({ last }) => last.by === 'machine').length,
    byClassification: tally(closed.map(({ classification }) => classification)),
    byProduct: [...Map.groupBy(judged, ({ story }) => story.product)]
      .map(([product, of]) => ({
        product,
        classified: of.length,
        falsePositives: of.filter(({ classification }) => classification === 'falsePositive').length,
      }))
      .toSorted((a, b) => b.classified - a.classified || (a.product < b.product ? -1 : 1)),
    acknowledged: timesOf(
      own.filter(({ acknowledgedAt }) => inside(acknowledgedAt)).map((story) => story.acknowledgedAt! - story.openedAt),
    ),
    resolved: timesOf(resolved.map(({ story, last }) => last.at - story.openedAt)),
    reopened: reopenings.filter((of) => of.some((closing) => !closing.isFlap)).length,
    flaps: reopenings.flat().filter(({ isFlap }) => isFlap).length,
    asked: stories.flatMap(({ asked }) => asked).filter(inside).length,
    overruled: stories.flatMap(({ overruled }) => overruled).filter(inside).length,
    failedWrites: stories.flatMap(({ failed }) => failed).filter(inside).length,
    standing: {
      open: open.length,
      unassigned: open.filter((story) => ownerOf(story) === null).length,
      bySeverity: tally(open.map(severityOf)),
      byAge: [...ageDays, Infinity].map(
        (days, index) =>
          open.filter(({ openedAt }) => {
            const age = (until - openedAt) / DAY;
            return age < days && age >= (ageDays[index - 1] ?? 0);
          }).length,
      ),
      oldest:
        oldest === undefined
          ? null
          : {
              incident: oldest.number,
              severity: severityOf(oldest),
              title: `Incident ${oldest.number}`,
              openedAt: new Date(oldest.openedAt * 1000).toISOString(),
            },
    },
    responders: [...load.values()].toSorted(
      (a, b) => b.open - a.open || b.closed - a.closed || (ownerKey(a.owner)! < ownerKey(b.owner)! ? -1 : 1),
    ),
  };
}

function tally<T extends string>(values: readonly T[]): Partial<Record<T, number>> {
  const counts: Partial<Record<T, number>> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function timesOf(seconds: readonly number[]): Times {
  const sorted = seconds.toSorted((a, b) => a - b);
  const rank = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? null;
  return { count: sorted.length, median: rank(0.5), p90: rank(0.9) };
}
