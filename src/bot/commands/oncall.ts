import { formatTime } from '../../cards/format-time.ts';
import { markdownText } from '../../cards/escape.ts';
import { renderNoticeCard } from '../../cards/notice-card.ts';
import type { ClosedChat } from '../personal-chats.ts';
import type { OncallNow, Turn } from '../../sync/ports/oncall.ts';
import { refusal } from '../refusal-codes.ts';
import { refused } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { Command } from './command.ts';

export const oncall: Command = {
  name: 'oncall',
  usage: 'oncall',
  role: null,
  summary: 'Says who is on call, and until when.',
  discloses: false,
  parse({ words }) {
    if (words.length > 0) return null;
    return async ({ services }) => {
      const present = await services.oncall?.now();
      return present === undefined ? noRota() : oncallReply(present, services.personalChats.closed());
    };
  },
};

const MOST_CLOSED = 10;

/** There is no ONCALL_FILE. */
export function noRota(): Reply {
  return refused(refusal('nothing_to_do', 'Nobody is on call here: no rota is configured (ONCALL_FILE).'));
}

/** Who is on call now, who is next, who leads, and whom of the rota nothing can be written to. */
export function oncallReply(
  { turn, next, lead, timeZone }: OncallNow,
  closed: readonly ClosedChat[],
  tone: 'accent' | 'good' = 'accent',
): Reply {
  const name = (one: Turn) => markdownText(one.person.name, 80);
  const until = (one: Turn) => (Number.isFinite(one.until) ? ` until ${at(one.until)}` : '');
  const at = (time: number) => formatTime(new Date(time).toISOString(), timeZone);
  const heading = turn === null ? 'Nobody is on call now' : `${name(turn)} is on call${until(turn)}`;
  const lines = [
    next === null ? 'After that, nobody is known to be.' : `Then ${name(next)}, from ${at(next.from)}${until(next)}.`,
    `Lead: ${markdownText(lead.name, 80)}.`,
    ...closed
      .slice(0, MOST_CLOSED)
      .map((one) => `⚠ ${markdownText(one.name, 80)} cannot be written to: ${markdownText(one.reason, 200)}.`),
  ];
  const card = renderNoticeCard({ tone: turn === null ? 'warning' : tone, heading, lines });
  return { kind: 'card', card, summary: heading };
}
