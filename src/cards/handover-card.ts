import type { HandoverSubject } from '../sync/ports/notice-records.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { markdownText, plainText } from './escape.ts';
import { formatTime } from './format-time.ts';
import { renderNoticeCard } from './notice-card.ts';
import { severityWord } from './words.ts';

/**
 * Tells whoever takes over what is open. It is not edited: what was handed over is a record, so the card says of when.
 * @param at when that was so (ISO 8601)
 */
export function renderHandoverCard(subject: HandoverSubject, at: string, timeZone: string): AdaptiveCard {
  const { person, until, open, total } = subject;
  const end = until === null ? '' : ` until ${formatTime(until, timeZone)}`;
  const lines = open.map(({ incident, title, severity, owner, acknowledged }) => {
    const whose = owner === null ? 'nobody’s' : markdownText(owner, 60);
    const standing = acknowledged ? whose : `${whose}, not acknowledged`;
    return `#${incident} ${severityWord(severity)}: ${markdownText(title, 80)} (${standing})`;
  });
  const more = total > open.length ? [`… and ${total - open.length} more.`] : [];
  const count = total === 0 ? 'nothing was open' : `${total} open`;
  return renderNoticeCard({
    tone: 'accent',
    heading: `${markdownText(person, 80)} took over${end}`,
    lines: [`As of ${formatTime(at, timeZone)}: ${count}.`, ...lines, ...more, PRESENT],
  });
}

const PRESENT = 'This is not edited: "open" tells what is open now, "oncall" who is on call.';

/** What a push notification shows of it. */
export function handoverSummary({ person, total }: HandoverSubject): string {
  return plainText(`${person} is on call now; ${total === 0 ? 'nothing is open' : `${total} open`}`, 200);
}
