import type { Opening } from '../sync/history/openings.ts';
import type { Nudge } from '../sync/ports/notice-records.ts';
import { deadlinesOf } from './deadlines.ts';
import type { Deadline } from './deadlines.ts';
import type { SlaPolicy } from './policy.ts';

/** Times in milliseconds since 1970. */
export interface NudgeFacts {
  opening: Opening;
  now: number;
  /** When deadlines were first watched: what had been missed by then is nobody's news. */
  begunAt: number;
  /** When stale incidents were last to be brought to mind; null where they are not. */
  remindedAt: number | null;
  /** When they are next, from that time on. */
  nextReminder(from: number): number | null;
}

export interface NudgePlan {
  /** What holds now and is to be told once; the end of its key says what it is. */
  due: { key: string; nudge: Nudge }[];
  /** When something else comes due by time alone. */
  nextAt: number | null;
}

const DAY_MILLISECONDS = 86_400_000;

/** What people are to be reminded of about an incident now. Pure. */
export function planNudges(facts: NudgeFacts, { deadlines, stale }: SlaPolicy): NudgePlan {
  const { opening, now } = facts;
  if (opening.end !== null) return { due: [], nextAt: null };
  const running = deadlinesOf(opening, deadlines, now).filter(({ metAt }) => metAt === null);
  const staleAt = stale === null ? null : opening.touchedAt + stale.afterSeconds * 1000;
  const reminder = staleAt === null ? null : facts.nextReminder(Math.max(now, staleAt - 1));
  const ahead = running
    .flatMap(({ nearAt, dueAt, missedAt }) => (missedAt === null ? [nearAt, dueAt + 1] : []))
    .concat(reminder ?? [])
    .filter((at) => at > now);
  return {
    due: [
      ...running.filter((deadline) => isToldNow(deadline, facts)).map((deadline) => nudgeOf(opening, deadline)),
      ...(staleAt === null ? [] : staleNudge(facts, staleAt)),
    ],
    nextAt: ahead.length === 0 ? null : Math.min(...ahead),
  };
}

function isToldNow({ nearAt, missedAt }: Deadline, { now, begunAt }: NudgeFacts): boolean {
  return missedAt === null ? nearAt <= now : missedAt >= begunAt;
}

function nudgeOf({ nth }: Opening, { kind, dueAt, missedAt, severity }: Deadline): NudgePlan['due'][number] {
  const step = missedAt === null ? 'near' : 'missed';
  return {
    key: `${nth}/${kind}/${step}`,
    nudge: { step, what: kind, dueAt: new Date(dueAt).toISOString(), severity },
  };
}

/** A reminder that is a day old is made up for by the next one. */
function staleNudge({ opening, now, begunAt, remindedAt }: NudgeFacts, staleAt: number): NudgePlan['due'] {
  if (remindedAt === null || remindedAt < staleAt || remindedAt < begunAt) return [];
  if (now - remindedAt >= DAY_MILLISECONDS) return [];
  const since = new Date(opening.touchedAt).toISOString();
  return [{ key: `${opening.nth}/stale/${new Date(remindedAt).toISOString()}`, nudge: { step: 'stale', since } }];
}
