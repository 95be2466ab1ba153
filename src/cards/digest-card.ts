import daily from '../../adaptive-cards/digest-daily.json' with { type: 'json' };
import weekly from '../../adaptive-cards/digest-weekly.json' with { type: 'json' };
import { SEVERITIES } from '../incident/severity.ts';
import type { Digest } from '../sync/ports/digest.ts';
import { fillTemplate, firstThatFits } from './adaptive-card.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { operationsRows, quietLine, syncRows } from './digest-rows.ts';
import { outcomeRows, productRows, responderRows } from './digest-breakdowns.ts';
import { markdownText } from './escape.ts';
import { formatTime } from './format-time.ts';
import { severityWord } from './words.ts';

const HEADINGS = { daily: 'Daily digest', weekly: 'Weekly digest' } as const;

/** The numbers of a period. A quiet one is a line; what stands open is behind the buttons either way. */
export function renderDigestCard(digest: Digest, timeZone: string): AdaptiveCard {
  const heading = HEADINGS[digest.kind];
  const { from, until } = digest.period;
  const quiet = quietLine(digest);
  const actions = [...listButtons(digest), ...driftButton(digest)];
  const render = (most: number, longest: number) =>
    fillTemplate(digest.kind === 'daily' ? daily : weekly, {
      heading,
      fallbackText: digestSummary(digest),
      summary: `${formatTime(from, timeZone)} to ${formatTime(until, timeZone)}, in brackets the period before.`,
      faults: digest.faults.slice(0, 3).map((fault) => ({ text: `⚠ ${markdownText(fault, longest)}` })),
      quiet: quiet === null ? [] : [{ text: quiet }],
      sections: quiet === null ? sectionsOf(digest, { timeZone, most, longest }) : [],
      actions,
      hasActions: actions.length > 0,
    });
  return firstThatFits(
    () => render(8, 80),
    () => render(3, 40),
  );
}

/** What a push notification shows of a digest. */
export function digestSummary(digest: Digest): string {
  const { opened, closed, standing } = digest.figures;
  return `${HEADINGS[digest.kind]}: ${opened} opened, ${closed} closed, ${standing.open} open`;
}

/** The figures, by what they are about. */
function sectionsOf(digest: Digest, limits: { timeZone: string; most: number; longest: number }) {
  const operations = { title: 'Incidents', rows: operationsRows(digest, limits.timeZone, limits.longest) };
  const sync = { title: 'The two systems', rows: syncRows(digest, limits.longest) };
  if (digest.kind === 'daily') return [operations, sync];
  return [
    operations,
    { title: 'How they were classified', rows: outcomeRows(digest) },
    { title: 'False positives by product', rows: productRows(digest, limits) },
    { title: 'Load', rows: responderRows(digest, limits) },
    sync,
  ].filter(({ rows }) => rows.length > 0);
}

/** The lists behind the figures of what is open. */
function listButtons({ figures: { standing } }: Digest) {
  if (standing.open === 0) return [];
  const list = (title: string, severity?: string) => ({
    title,
    data: { verb: 'list', ...(severity === undefined ? {} : { severity }), offset: 0 },
  });
  const worst = SEVERITIES.filter((severity) => (standing.bySeverity[severity] ?? 0) > 0).slice(0, 4);
  return [
    list(`Open: ${standing.open}`),
    ...worst.map((severity) => list(`${severityWord(severity)}: ${standing.bySeverity[severity]}`, severity)),
  ];
}

function driftButton({ drift }: Digest) {
  return drift === 0 ? [] : [{ title: `Drift: ${drift}`, data: { verb: 'drift', offset: 0 } }];
}
