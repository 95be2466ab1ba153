import template from '../../adaptive-cards/health.json' with { type: 'json' };
import type { Notice, NoticeSubject } from '../sync/ports/notice-records.ts';
import { fillTemplate } from './adaptive-card.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { bannerData } from './banner.ts';
import type { Banner } from './banner.ts';
import { markdownText, plainText } from './escape.ts';
import { formatAge } from './format-duration.ts';
import { formatTime } from './format-time.ts';
import { orderButton } from './order-button.ts';
import type { CardContext, CardPlace } from './seal.ts';

type TroubleSubject = Extract<NoticeSubject, { kind: 'trouble' }>;

/** A trouble and how it ended, as far as it did. */
export type TroubleStanding = Pick<Notice, 'endedAt' | 'outcome'> & { subject: TroubleSubject };

/** One trouble admins must know of, while it goes on and once it is over. */
export function renderHealthCard(
  { subject, endedAt, outcome }: TroubleStanding,
  place: CardPlace,
  context: CardContext,
  options: { banner?: Banner; code?: string } = {},
): AdaptiveCard {
  const { trouble } = subject;
  const isOpen = endedAt === null;
  const code = options.code === undefined ? {} : { code: options.code };
  const mayRelease = isOpen && trouble.cause.kind === 'hold';
  const actions = [
    ...(mayRelease ? [orderButton('Let it pass', subject, place, context, code)] : []),
    ...(isOpen ? [{ title: 'Sync status', data: { verb: 'syncStatus', ...code } }] : []),
  ];
  return fillTemplate(template, {
    banners: bannerData(options.banner),
    style: isOpen ? 'attention' : 'good',
    heading: `${isOpen ? '⚠ Needs attention' : '✔ Over'} · ${markdownText(trouble.connection, 80)}`,
    fallbackText: healthSummary({ subject, endedAt }),
    lines: (isOpen ? [trouble.sentence, trouble.advice] : [outcome, `Until then: ${trouble.sentence}`]).flatMap(
      (text) => (text === null ? [] : [{ text: markdownText(text, 500) }]),
    ),
    facts: [
      { title: 'Since', value: formatTime(trouble.since, context.timeZone) },
      ...(endedAt === null
        ? []
        : [
            { title: 'Until', value: formatTime(endedAt, context.timeZone) },
            { title: 'Lasted', value: formatAge(trouble.since, endedAt) },
          ]),
    ],
    actions,
    hasActions: actions.length > 0,
  });
}

/** What a push notification shows of it. */
export function healthSummary({ subject: { trouble }, endedAt }: Pick<TroubleStanding, 'subject' | 'endedAt'>): string {
  return plainText(`${endedAt === null ? '⚠' : 'Over:'} ${trouble.connection}: ${trouble.sentence}`, 200);
}
