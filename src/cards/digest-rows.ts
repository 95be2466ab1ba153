import { SEVERITIES } from '../incident/severity.ts';
import type { Severity } from '../incident/severity.ts';
import type { MissedFigures } from '../sync/ports/deadlines.ts';
import type { Digest, DigestFigureName } from '../sync/ports/digest.ts';
import type { Times } from '../sync/ports/figure-records.ts';
import { LONGEST_OF } from './card-data.ts';
import type { CardButtonData } from './card-data.ts';
import { whatWords } from './difference-words.ts';
import { markdownText } from './escape.ts';
import { figureWords } from './figure-words.ts';
import { formatAge, formatDuration } from './format-duration.ts';
import { formatTime } from './format-time.ts';
import { severityTitle, severityWord } from './words.ts';

/** A figure, and the list behind it; title and value are markdown. */
export interface DigestRow {
  title: string;
  value: string;
  /** What pressing it asks for. */
  data: CardButtonData;
}

/** One line where nothing happened; null where something did. */
export function quietLine({ figures, drift, missed }: Digest): string | null {
  const { opened, merged, closed, reopened, flaps, asked, overruled, failedWrites, acknowledged } = figures;
  const counts = [
    opened,
    merged,
    closed,
    reopened,
    flaps,
    asked,
    overruled,
    failedWrites,
    acknowledged.count,
    allMissed(missed),
  ];
  if (counts.some((count) => count > 0)) return null;
  const differences = drift === 0 ? '' : `, drift: ${drift}`;
  return `A quiet period: nothing happened. Still open: ${figures.standing.open}${differences}.`;
}

/** What came, and what was done. */
export function workRows(digest: Digest): DigestRow[] {
  const { figures: now, figuresBefore: then } = digest;
  const apart = ', not counted as closed';
  return [
    figureRow(digest, { figure: 'opened' }, beside(now.opened, then.opened)),
    figureRow(digest, { figure: 'closed' }, beside(now.closed, then.closed)),
    ...unlessNone(digest, { figure: 'closedByMachines' }, [now.closedByMachines, then.closedByMachines]),
    figureRow(digest, { figure: 'acknowledged' }, timesWords(now.acknowledged, then.acknowledged)),
    figureRow(digest, { figure: 'resolved' }, timesWords(now.resolved, then.resolved)),
    figureRow(digest, { figure: 'reopened' }, beside(now.reopened, then.reopened)),
    ...unlessNone(digest, { figure: 'merged' }, [now.merged, then.merged], apart),
    ...unlessNone(digest, { figure: 'flaps' }, [now.flaps, then.flaps], apart),
  ];
}

/** What was left open at the end: the worst first, and the oldest first. */
export function openRows(digest: Digest, timeZone: string, longest: number): DigestRow[] {
  const { standing: now } = digest.figures;
  const { standing: then } = digest.figuresBefore;
  const { oldest } = now;
  const since = ({ openedAt }: NonNullable<typeof oldest>) =>
    `since ${formatTime(openedAt, timeZone)}, for ${formatAge(openedAt, digest.period.until)}`;
  return [
    figureRow(digest, { figure: 'open' }, beside(now.open, then.open)),
    ...SEVERITIES.flatMap((of) =>
      unlessNone(digest, { figure: 'severity', of }, [now.bySeverity[of] ?? 0, then.bySeverity[of] ?? 0]),
    ),
    ...now.byAge
      .flatMap((count, group) =>
        unlessNone(digest, { figure: 'age', of: String(group) }, [count, then.byAge[group] ?? 0]),
      )
      .toReversed(),
    ...unlessNone(digest, { figure: 'unassigned' }, [now.unassigned, then.unassigned]),
    ...(oldest === null
      ? []
      : [
          {
            ...figureRow(
              digest,
              { figure: 'open' },
              `#${oldest.incident} (${severityWord(oldest.severity)}), ${since(oldest)}: ${markdownText(oldest.title, longest)}`,
            ),
            title: 'Oldest open',
          },
        ]),
  ];
}

/** Deadlines that were missed, all together and by severity, the worst first; none where none are set. */
export function missedRows(digest: Digest): DigestRow[] {
  const { missed: now, missedBefore: then } = digest;
  if (now === null) return [];
  const row = (of: Severity | undefined, title: string) => {
    const words = (['acknowledge', 'close'] as const).map(
      (kind) => `${kind} ${beside(countMissed(now, kind, of), countMissed(then, kind, of))}`,
    );
    return { ...figureRow(digest, { figure: 'missed', of }, words.join(', ')), title };
  };
  const present = SEVERITIES.filter((of) => allMissed(now, of) + allMissed(then, of) > 0);
  return [row(undefined, 'All'), ...present.map((of) => row(of, severityTitle(of)))];
}

function allMissed(missed: MissedFigures | null, of?: Severity): number {
  return countMissed(missed, 'acknowledge', of) + countMissed(missed, 'close', of);
}

function countMissed(missed: MissedFigures | null, kind: keyof MissedFigures, of?: Severity): number {
  if (missed === null) return 0;
  return SEVERITIES.reduce(
    (sum, severity) => sum + (of === undefined || severity === of ? (missed[kind][severity] ?? 0) : 0),
    0,
  );
}

/** How the two systems get along. */
export function syncRows(digest: Digest, longest: number): DigestRow[] {
  const { figures: now, figuresBefore: then, drift, deadLetters, lags } = digest;
  const left = deadLetters === 0 ? '' : `; ${deadLetters} still to be looked at`;
  return [
    figureRow(digest, { figure: 'asked' }, beside(now.asked, then.asked)),
    figureRow(digest, { figure: 'overruled' }, beside(now.overruled, then.overruled)),
    figureRow(digest, { figure: 'failedWrites' }, `${beside(now.failedWrites, then.failedWrites)}${left}`),
    {
      title: 'Drift now',
      value: drift === 0 ? 'none' : `${drift} difference${drift === 1 ? '' : 's'}`,
      data: { verb: 'drift', offset: 0 },
    },
    ...lags.slice(0, 3).map(({ connection, nativeLag }): DigestRow => ({
      title: 'Native lag',
      value: `${markdownText(connection, longest)}: ${nativeLag
        .map((lag) => `${whatWords(lag)} ${formatDuration(lag.p50)}, 95 % within ${formatDuration(lag.p95)}`)
        .join('; ')}`,
      data: { verb: 'syncStatus' },
    })),
  ];
}

/** A row of a figure; one that is of something nobody can be asked about by name leads to all that is open or closed. */
export function figureRow({ period }: Digest, name: DigestFigureName, value: string, longest = 80): DigestRow {
  const isLong = (name.of?.length ?? 0) > LONGEST_OF;
  const whole: DigestFigureName = { figure: name.figure === 'load' ? 'open' : 'closed' };
  return {
    title: figureWords(name, longest),
    value,
    data: { verb: 'figure', ...(isLong ? whole : name), ...period, offset: 0 },
  };
}

/** `34 (29)`: a number, and that of the period before. */
export function beside(now: number, then: number): string {
  return `${now} (${then})`;
}

/** A row where there was something in one of the two periods. */
export function unlessNone(
  digest: Digest,
  name: DigestFigureName,
  [now, then]: readonly [number, number],
  remark = '',
): DigestRow[] {
  return now + then === 0 ? [] : [figureRow(digest, name, `${beside(now, then)}${remark}`)];
}

function timesWords(now: Times, then: Times): string {
  if (now.median === null || now.p90 === null) return `none (${then.count})`;
  const before = ({ median }: Times) => (median === null ? 'none' : formatDuration(median));
  const tail = then.p90 === null ? 'none' : formatDuration(then.p90);
  return (
    `${beside(now.count, then.count)}; median ${formatDuration(now.median)} (${before(then)}), ` +
    `90 % within ${formatDuration(now.p90)} (${tail})`
  );
}
