import { isAtLeast } from '../../src/incident/severity.ts';
import type { SlaPolicy } from '../../src/sla/policy.ts';
import type { Story } from './soc-month.ts';

const FLAP_SECONDS = 600;

interface Open {
  from: number;
  /** When it was closed; infinite while it is open. */
  until: number;
}

/**
 * The deadlines that were missed in a period, as `incident kind severity`, in order: told by asking at every moment at
 * which a time can be over whether it is, of what truly happened and as far as it had happened by the end.
 */
export function trueMissed(
  stories: readonly Story[],
  deadlines: SlaPolicy['deadlines'],
  from: number,
  until: number,
): string[] {
  return stories
    .filter(({ mergedAt }) => mergedAt === null || mergedAt >= until)
    .flatMap((story) =>
      timesOpen(story, until).flatMap((open) =>
        (['acknowledge', 'close'] as const).flatMap((kind) => {
          const missed = firstMiss(story, open, deadlines, kind);
          const isInside = missed !== undefined && missed.at >= from && missed.at < until;
          return isInside ? [`${story.number} ${kind} ${missed.severity}`] : [];
        }),
      ),
    )
    .toSorted();
}

/** A closing that was taken back at once was none. */
function timesOpen({ openedAt, closings }: Story, until: number): Open[] {
  const times: Open[] = [];
  let from: number | null = openedAt;
  for (const { at, reopenedAt } of closings) {
    if (at >= until) break;
    const reopened = reopenedAt !== null && reopenedAt < until ? reopenedAt : null;
    if (reopened !== null && reopened - at < FLAP_SECONDS) continue;
    if (from !== null) times.push({ from, until: at });
    from = reopened;
  }
  if (from !== null && from < until) times.push({ from, until: Number.POSITIVE_INFINITY });
  return times;
}

function firstMiss(story: Story, open: Open, deadlines: SlaPolicy['deadlines'], kind: 'acknowledge' | 'close') {
  const starts = [
    open.from,
    ...story.severities.map((one) => one.from).filter((at) => at > open.from && at < open.until),
  ];
  const attendedAt = story.attended.find((at) => at >= open.from && at <= open.until) ?? open.until;
  const over = kind === 'close' ? open.until : attendedAt;
  const allowed = Object.values(deadlines).flatMap((one) => one[kind] ?? []);
  const moments = starts.flatMap((start) => [start, ...allowed.map((seconds) => start + seconds)]);
  const severityAt = (moment: number) => story.severities.findLast((one) => one.from <= moment)!.severity;
  return moments
    .toSorted((a, b) => a - b)
    .filter((at) => at < over)
    .map((at) => ({ at, severity: severityAt(at) }))
    .find(({ at, severity }) => {
      const seconds = severity === 'unknown' ? undefined : deadlines[severity]?.[kind];
      const since = starts
        .filter((start) => start <= at)
        .findLast((_, index, all) => index === 0 || !isAtLeast(severityAt(all[index - 1]!), severity));
      return seconds !== undefined && at - since! >= seconds;
    });
}
