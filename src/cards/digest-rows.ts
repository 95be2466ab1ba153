import { SEVERITIES } from '../incident/severity.ts';
import type { Digest } from '../sync/ports/digest.ts';
import type { PeriodFigures, Times } from '../sync/ports/figure-records.ts';
import { whatWords } from './difference-words.ts';
import { markdownText } from './escape.ts';
import { formatAge, formatDuration } from './format-duration.ts';
import { formatTime } from './format-time.ts';
import { severityWord } from './words.ts';

/** A figure; the value is markdown. */
export interface DigestRow {
  title: string;
  value: string;
}

/** The groups of ages, the youngest first, as `AGE_DAYS` draws them. */
const AGE_WORDS = ['under a day', '1 to 7 days', '7 to 30 days', 'over 30 days'];

/** One line where nothing happened; null where something did. */
export function quietLine({ figures, drift }: Digest): string | null {
  const { opened, merged, closed, reopened, flaps, asked, overruled, failedWrites, acknowledged } = figures;
  const counts = [opened, merged, closed, reopened, flaps, asked, overruled, failedWrites, acknowledged.count];
  if (counts.some((count) => count > 0)) return null;
  const differences = drift === 0 ? '' : `, drift: ${drift}`;
  return `A quiet period: nothing happened. Still open: ${figures.standing.open}${differences}.`;
}

/** What came, what was done, and what is left. */
export function operationsRows(digest: Digest, timeZone: string, longest: number): DigestRow[] {
  const { figures: now, figuresBefore: then } = digest;
  const machines = now.closedByMachines === 0 ? '' : `; ${now.closedByMachines} of them by machines`;
  const unassigned = now.standing.unassigned === 0 ? '' : `; ${now.standing.unassigned} without owner`;
  return [
    row('Opened', beside(now.opened, then.opened)),
    row('Closed', `${beside(now.closed, then.closed)}${machines}`),
    row('Still open', `${beside(now.standing.open, then.standing.open)}${unassigned}`),
    ...openRows(digest, timeZone, longest),
    row('Acknowledged', timesWords(now.acknowledged, then.acknowledged)),
    row('Resolved', timesWords(now.resolved, then.resolved)),
    row('Reopened', beside(now.reopened, then.reopened)),
    ...setAside(now),
  ];
}

function openRows({ figures: { standing }, period }: Digest, timeZone: string, longest: number): DigestRow[] {
  if (standing.open === 0) return [];
  const severities = SEVERITIES.flatMap((severity) => {
    const count = standing.bySeverity[severity] ?? 0;
    return count === 0 ? [] : [`${severityWord(severity)} ${count}`];
  });
  const ages = standing.byAge.flatMap((count, index) => (count === 0 ? [] : [`${AGE_WORDS[index]} ${count}`]));
  const { oldest } = standing;
  return [
    row('By severity', severities.join(' · ')),
    row('By age', ages.join(' · ')),
    ...(oldest === null
      ? []
      : [
          row(
            'Oldest open',
            `#${oldest.incident} (${severityWord(oldest.severity)}), since ${formatTime(oldest.openedAt, timeZone)}, ` +
              `for ${formatAge(oldest.openedAt, period.until)}: ${markdownText(oldest.title, longest)}`,
          ),
        ]),
  ];
}

/** What is told and not counted as work. */
function setAside({ merged, flaps }: PeriodFigures): DigestRow[] {
  if (merged + flaps === 0) return [];
  return [row('Not counted', `${merged} merged, ${flaps} closings that did not last`)];
}

/** How the two systems get along. */
export function syncRows(
  { figures: now, figuresBefore: then, drift, deadLetters, lags }: Digest,
  longest: number,
): DigestRow[] {
  const left = deadLetters === 0 ? '' : `; ${deadLetters} still to be looked at`;
  return [
    row('Conflicts', `asked ${beside(now.asked, then.asked)}, overruled ${beside(now.overruled, then.overruled)}`),
    row('Failed writes', `${beside(now.failedWrites, then.failedWrites)}${left}`),
    row('Drift now', drift === 0 ? 'none' : `${drift} difference${drift === 1 ? '' : 's'}`),
    ...lags
      .slice(0, 3)
      .map(({ connection, nativeLag }) =>
        row(
          'Native lag',
          `${markdownText(connection, longest)}: ${nativeLag
            .map((lag) => `${whatWords(lag)} ${formatDuration(lag.p50)}, 95 % within ${formatDuration(lag.p95)}`)
            .join('; ')}`,
        ),
      ),
  ];
}

/** `34 (29)`: a number, and that of the period before. */
export function beside(now: number, then: number): string {
  return `${now} (${then})`;
}

function timesWords(now: Times, then: Times): string {
  if (now.median === null || now.p90 === null) return `none (${then.count})`;
  const before = then.median === null ? 'none' : formatDuration(then.median);
  return `${beside(now.count, then.count)}; median ${formatDuration(now.median)} (${before}), 90 % within ${formatDuration(now.p90)}`;
}

export function row(title: string, value: string): DigestRow {
  return { title, value };
}
