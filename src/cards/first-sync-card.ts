import template from '../../adaptive-cards/first-sync.json' with { type: 'json' };
import type { Notice, NoticeSubject } from '../sync/ports/notice-records.ts';
import { fillTemplate } from './adaptive-card.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { bannerData } from './banner.ts';
import type { Banner } from './banner.ts';
import { bothValues, whatWords } from './difference-words.ts';
import { markdownText, plainText } from './escape.ts';
import { formatTime } from './format-time.ts';
import { orderButton } from './order-button.ts';
import type { CardContext, CardPlace } from './seal.ts';

type Rehearsal = Extract<NoticeSubject, { kind: 'rehearsal' }>;

/** A rehearsal and how it ended, as far as it did. */
export type RehearsalStanding = Pick<Notice, 'endedAt' | 'outcome'> & { subject: Rehearsal };

const MOST_EXAMPLES = 5;

/** What a rehearsal found, and the button that makes it so. Only admins may press it. */
export function renderFirstSyncCard(
  { subject, endedAt, outcome }: RehearsalStanding,
  place: CardPlace,
  context: CardContext,
  options: { banner?: Banner; code?: string } = {},
): AdaptiveCard {
  const { report } = subject;
  const isOpen = endedAt === null;
  const code = options.code === undefined ? {} : { code: options.code };
  const actions = isOpen ? [orderButton('Go: make it so', subject, place, context, code)] : [];
  const lines = isOpen
    ? ['Nothing has been written to either system. An admin who says go makes it so:']
    : [markdownText(outcome ?? 'The rehearsal is over.', 300), 'What was to be written at that time:'];
  return fillTemplate(template, {
    banners: bannerData(options.banner),
    style: isOpen ? 'accent' : 'good',
    heading: `${isOpen ? 'Rehearsal' : '✔ Rehearsed'} · ${markdownText(report.name, 80)}`,
    fallbackText: rehearsalSummary({ subject, endedAt }),
    lines: lines.map((text) => ({ text })),
    facts: [
      { title: 'Incidents linked', value: String(report.linked) },
      { title: 'Sentinel incidents to make', value: String(report.twins) },
      { title: 'Values to Defender', value: String(report.writes.defender) },
      { title: 'Values to Sentinel', value: String(report.writes.sentinel) },
      { title: 'Comments to carry', value: String(report.comments) },
      { title: 'Questions for people', value: String(report.questions) },
      ...(endedAt === null ? [] : [{ title: 'Over since', value: formatTime(endedAt, context.timeZone) }]),
    ],
    examples: report.examples.slice(0, MOST_EXAMPLES).map((line) => ({
      title: `#${line.incident} · ${plainText(line.title, 120)}`,
      text: `${whatWords(line)}. ${bothValues(line)}`.trim(),
    })),
    actions,
    hasActions: actions.length > 0,
  });
}

/** What a push notification shows of it. */
export function rehearsalSummary({
  subject: { report },
  endedAt,
}: Pick<RehearsalStanding, 'subject' | 'endedAt'>): string {
  const name = plainText(report.name, 80);
  if (endedAt !== null) return `The rehearsal of ${name} is over`;
  const writes = report.writes.defender + report.writes.sentinel + report.comments;
  return `Rehearsal of ${name}: ${report.twins} incidents to make, ${writes} values and comments to carry`;
}
