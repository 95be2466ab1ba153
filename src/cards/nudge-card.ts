import type { Notice, NudgeSubject } from '../sync/ports/notice-records.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { markdownText, plainText } from './escape.ts';
import { formatTime } from './format-time.ts';
import { renderNoticeCard } from './notice-card.ts';
import { severityWord } from './words.ts';

/** A reminder and how it ended, as far as it did. */
export type NudgeStanding = Pick<Notice, 'endedAt' | 'outcome'> & { subject: NudgeSubject };

/** What people are reminded of in an incident's thread, and once it is over, how it ended. */
export function renderNudgeCard({ subject, endedAt, outcome }: NudgeStanding, timeZone: string): AdaptiveCard {
  const { incident, title, nudge } = subject;
  const isOver = endedAt !== null;
  const lines = [
    `#${incident} ${markdownText(title, 200)}`,
    ...(isOver
      ? [`${markdownText(outcome ?? 'It is over.', 200)} ${formatTime(endedAt, timeZone)}.`]
      : [`Say "assign #${incident} me", "comment #${incident} …" or "snooze #${incident} 2h".`]),
  ];
  const tone = isOver ? 'good' : nudge.step === 'missed' ? 'attention' : 'warning';
  return renderNoticeCard({ tone, heading: `${isOver ? '✔' : '⏰'} ${headingOf(subject, timeZone)}`, lines });
}

/** What a push notification shows of it. */
export function nudgeSummary(
  { subject, endedAt }: Pick<NudgeStanding, 'subject' | 'endedAt'>,
  timeZone: string,
): string {
  return plainText(`${endedAt === null ? '⏰' : 'Over:'} #${subject.incident}: ${headingOf(subject, timeZone)}`, 200);
}

function headingOf({ nudge }: NudgeSubject, timeZone: string): string {
  if (nudge.step === 'stale') return `Nobody touched this since ${formatTime(nudge.since, timeZone)}`;
  const by = formatTime(nudge.dueAt, timeZone);
  const severity = severityWord(nudge.severity).toLowerCase();
  if (nudge.step === 'near') return `To ${nudge.what} by ${by} (${severity} severity)`;
  return `Not ${nudge.what === 'close' ? 'closed' : 'acknowledged'} by ${by} (${severity} severity)`;
}
