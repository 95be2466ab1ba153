import template from '../../adaptive-cards/hunt-results.json' with { type: 'json' };
import type { HuntedRow, HuntFinding, HuntResult } from '../sync/ports/desk.ts';
import { fillTemplate, firstThatFits } from './adaptive-card.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { markdownText, plainText } from './escape.ts';
import { formatTime } from './format-time.ts';
import { headingOf, severityColor } from './words.ts';

export type Hunted = Extract<HuntResult, { outcome: 'found' }>;

const SHOWN_SUBJECTS = 5;

/** What a hunt found, a table for each thing that was asked. Phones show two columns at most. */
export function renderHuntCard(hunted: Hunted, timeZone: string): AdaptiveCard {
  const { view, findings, days } = hunted;
  const render = (rows: number, longest: number) =>
    fillTemplate(template, {
      fallbackText: huntSummary(hunted),
      heading: headingOf(view),
      headingColor: severityColor(view.severity),
      title: plainText(view.title, 200),
      period: `Advanced hunting over the last ${days === 1 ? 'day' : `${days} days`}.`,
      findings: findings.map((finding) => sectionOf(finding, { rows, longest, timeZone })),
      hint: 'What attackers word is shown as text. Ask for more in Advanced hunting, in the Defender portal.',
    });
  return firstThatFits(
    () => render(8, 80),
    () => render(5, 40),
    () => render(2, 24),
  );
}

/** What a push notification shows of a hunt. */
export function huntSummary({ view, findings }: Hunted): string {
  const found = findings.filter(({ rows }) => rows.length > 0).length;
  return `Hunt for #${view.number}: ${found} of ${findings.length} questions found something`;
}

function sectionOf(
  { question, subjects, rows, fault }: HuntFinding,
  limits: { rows: number; longest: number; timeZone: string },
) {
  const shown = rows.slice(0, limits.rows);
  return {
    question,
    subjects: subjectsOf(subjects, limits.longest),
    hasRows: shown.length > 0,
    rows: shown.map((row) => ({
      what: row.what.map((text) => markdownText(text, limits.longest)).join(' · '),
      seen: seenWords(row, limits.timeZone),
    })),
    lines: linesOf(fault, rows.length, shown.length, limits.longest),
  };
}

function subjectsOf(subjects: readonly string[], longest: number): string {
  const rest = subjects.length > SHOWN_SUBJECTS ? ` and ${subjects.length - SHOWN_SUBJECTS} more` : '';
  return (
    subjects
      .slice(0, SHOWN_SUBJECTS)
      .map((name) => markdownText(name, longest))
      .join(', ') + rest
  );
}

function seenWords({ times, lastAt }: HuntedRow, timeZone: string): string {
  const often = times === null ? [] : [`${times} ${times === 1 ? 'time' : 'times'}`];
  const last = lastAt === null ? [] : [`last ${formatTime(lastAt, timeZone)}`];
  return [...often, ...last].join(', ') || 'seen';
}

/** What stands in place of a table, or below one that is cut. */
function linesOf(fault: string | null, found: number, shown: number, longest: number): { text: string }[] {
  if (fault !== null) return [{ text: `⚠ This could not be asked: ${markdownText(fault, 4 * longest)}` }];
  if (found === 0) return [{ text: 'Nothing found.' }];
  return found > shown ? [{ text: `and ${found - shown} more.` }] : [];
}
