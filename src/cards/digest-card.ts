import daily from '../../adaptive-cards/digest-daily.json' with { type: 'json' };
import weekly from '../../adaptive-cards/digest-weekly.json' with { type: 'json' };
import type { Digest } from '../sync/ports/digest.ts';
import { fillTemplate, firstThatFits } from './adaptive-card.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { outcomeRows, productRows, responderRows } from './digest-breakdowns.ts';
import { NO_CHARTS, outcomeChart, severityChart, workChart } from './digest-charts.ts';
import type { Charts } from './digest-charts.ts';
import { missedRows, openRows, quietLine, syncRows, workRows } from './digest-rows.ts';
import type { DigestRow } from './digest-rows.ts';
import { markdownText, withoutEscapes } from './escape.ts';
import { formatTime } from './format-time.ts';

const HEADINGS = { daily: 'Daily digest', weekly: 'Weekly digest' } as const;

interface Section extends Charts {
  title: string;
  /** `action`: what the row is called where it is pressed, without markdown. */
  rows: (DigestRow & { action: string })[];
}

/**
 * The numbers of a period, each beside that of the period before, and each a way to the list behind it. The rows are
 * pressed as `Action.Submit`: the list is answered below the digest, where an `Action.Execute` would replace it. A quiet
 * period is a line.
 */
export function renderDigestCard(digest: Digest, timeZone: string): AdaptiveCard {
  const { from, until } = digest.period;
  const quiet = quietLine(digest);
  const render = (most: number, longest: number) =>
    fillTemplate(digest.kind === 'daily' ? daily : weekly, {
      heading: HEADINGS[digest.kind],
      fallbackText: digestSummary(digest),
      summary: `${formatTime(from, timeZone)} to ${formatTime(until, timeZone)}`,
      hint:
        quiet === null ? [{ text: 'In brackets the period before. Press a line for the incidents behind it.' }] : [],
      faults: digest.faults.slice(0, 3).map((fault) => ({ text: `⚠ ${markdownText(fault, longest)}` })),
      quiet:
        quiet === null ? [] : [{ text: quiet, data: { verb: 'figure', figure: 'open', ...digest.period, offset: 0 } }],
      sections: quiet === null ? sectionsOf(digest, { timeZone, most, longest }) : [],
    });
  return firstThatFits(
    () => render(8, 80),
    () => render(3, 40),
    () => render(1, 20),
  );
}

/** What a push notification shows of a digest. */
export function digestSummary(digest: Digest): string {
  const { opened, closed, standing } = digest.figures;
  return `${HEADINGS[digest.kind]}: ${opened} opened, ${closed} closed, ${standing.open} open`;
}

/** The figures, by what they are about. */
function sectionsOf(digest: Digest, limits: { timeZone: string; most: number; longest: number }): Section[] {
  const section = (title: string, rows: DigestRow[], charts: Charts = NO_CHARTS): Section => ({
    title,
    rows: rows.map((row) => ({ ...row, action: withoutEscapes(row.title) })),
    ...charts,
  });
  const isWeekly = digest.kind === 'weekly';
  const work = section('What happened', workRows(digest), isWeekly ? workChart(digest) : NO_CHARTS);
  const open = section('Left open', openRows(digest, limits.timeZone, limits.longest), severityChart(digest));
  const sync = section('The two systems', syncRows(digest, limits.longest));
  const missed = section('Deadlines missed', missedRows(digest));
  if (!isWeekly) return [work, open, missed, sync].filter(({ rows }) => rows.length > 0);
  return [
    work,
    section('How they were classified', outcomeRows(digest), outcomeChart(digest)),
    section('False positives by product', productRows(digest, limits)),
    open,
    missed,
    section('Load', responderRows(digest, limits)),
    sync,
  ].filter(({ rows }) => rows.length > 0);
}
