import type { News, NewsSubject } from '../sync/ports/notice-records.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { markdownText, plainText } from './escape.ts';
import { formatTime } from './format-time.ts';
import { renderNoticeCard } from './notice-card.ts';
import { closureWords, ownerWords, severityWord } from './words.ts';

const TONES = { assigned: 'accent', raised: 'attention', closed: 'good', reopened: 'warning' } as const;

/** What people must notice of an incident, as a reply in its thread. Never told anew: the card above shows what is. */
export function renderNewsCard({ incident, title, news }: NewsSubject, timeZone: string): AdaptiveCard {
  return renderNoticeCard({
    tone: TONES[news.what.kind],
    heading: headingOf(news),
    lines: [`#${incident} ${markdownText(title, 200)}`, bylineOf(news, timeZone)],
  });
}

/** What a push notification shows of it. */
export function newsSummary({ incident, title, news }: NewsSubject): string {
  return plainText(`#${incident}: ${headingOf(news)} · ${title}`, 200);
}

function headingOf({ what }: News): string {
  switch (what.kind) {
    case 'assigned':
      return `Assigned to ${ownerWords(what.to)}`;
    case 'raised':
      return `Now of ${severityWord(what.to).toLowerCase()} severity`;
    case 'closed':
      return `Closed as ${closureWords(what.as)}`;
    case 'reopened':
      return 'Reopened';
    default:
      return what satisfies never;
  }
}

const PLACES = { chat: ' in Teams', defender: ' in Defender', sentinel: ' in Sentinel', rule: '', sync: '' } as const;

function bylineOf({ by, origin, at }: News, timeZone: string): string {
  const who = by === null ? 'Done' : `By ${origin === 'rule' ? 'the rule ' : ''}${markdownText(by, 80)}`;
  return `${who}${PLACES[origin]}, ${formatTime(at, timeZone)}.`;
}
