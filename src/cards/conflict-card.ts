import template from '../../adaptive-cards/conflict.json' with { type: 'json' };
import type { IncidentView } from '../sync/incident-view.ts';
import type { Notice, NoticeSubject } from '../sync/ports/notice-records.ts';
import { fillTemplate } from './adaptive-card.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { bannerData } from './banner.ts';
import type { Banner } from './banner.ts';
import { markdownText, plainText } from './escape.ts';
import { formatTime } from './format-time.ts';
import { keepButtons } from './mend-buttons.ts';
import type { CardContext, CardPlace } from './seal.ts';
import { FIELD_WORDS, fieldWords } from './words.ts';

type Conflict = Extract<NoticeSubject, { kind: 'conflict' }>;

/** A conflict and how it ended, as far as it did. */
export type ConflictStanding = Pick<Notice, 'endedAt' | 'outcome'> & { subject: Conflict };

/**
 * Both values of a field that both sides changed, who set them and when, and the two answers. Its buttons carry the
 * version it was drawn from, so none of them decides about values that nobody was shown.
 */
export function renderConflictCard(
  view: IncidentView,
  { subject, endedAt, outcome }: ConflictStanding,
  place: CardPlace,
  context: CardContext,
  options: { banner?: Banner; code?: string } = {},
): AdaptiveCard {
  const { question, incident, title, reconfirmVersion } = subject;
  const isOpen = endedAt === null;
  const extra = { surface: 'conflict', ...(options.code === undefined ? {} : { code: options.code }) };
  const drawnFrom = { ...view, version: reconfirmVersion, questions: [question] };
  const mayAnswer = isOpen && view.readOnly === null && view.standing === 'linked';
  const actions = mayAnswer ? keepButtons(drawnFrom, question.field, place, context, extra) : [];
  const summary = conflictSummary({ subject, endedAt });
  return fillTemplate(template, {
    banners: bannerData(options.banner),
    style: isOpen ? 'warning' : 'good',
    heading: `${isOpen ? '⚠ Conflict' : '✔ Decided'} · #${incident} · ${FIELD_WORDS[question.field]}`,
    fallbackText: summary,
    title: plainText(title, 200),
    facts: [
      { title: 'Defender', value: markdownText(question.defender, 200) },
      { title: 'Sentinel', value: markdownText(question.sentinel, 200) },
      { title: 'Asked', value: formatTime(question.since, context.timeZone) },
      ...(endedAt === null ? [] : [{ title: 'Decided', value: formatTime(endedAt, context.timeZone) }]),
    ],
    // How somebody decided tells what lost, with who and when.
    lines: [
      ...(outcome === null ? [{ text: markdownText(question.sentence, 400) }] : []),
      { text: isOpen ? waitingLine(view) : endLine(view, question.field, outcome) },
    ],
    actions,
    hasActions: actions.length > 0,
  });
}

/** What a push notification shows of it. */
export function conflictSummary({ subject, endedAt }: Pick<ConflictStanding, 'subject' | 'endedAt'>): string {
  const { incident, question } = subject;
  const field = FIELD_WORDS[question.field];
  return endedAt === null
    ? `⚠ #${incident}: both sides changed the ${field}; somebody has to say which stands`
    : `#${incident}: the conflict about the ${field} is decided`;
}

function waitingLine({ readOnly }: IncidentView): string {
  if (readOnly !== null) return `⏸ ${markdownText(readOnly, 300)}`;
  return 'Nothing is written until somebody says which one stands.';
}

function endLine(view: IncidentView, field: Conflict['question']['field'], outcome: string | null): string {
  if (outcome !== null) return markdownText(outcome, 400);
  return `No answer was needed: the ${FIELD_WORDS[field]} is ${fieldWords(view, field)} by now.`;
}
