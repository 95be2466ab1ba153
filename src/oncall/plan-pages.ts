import { severeSince } from '../sync/history/openings.ts';
import type { Opening } from '../sync/history/openings.ts';
import type { OncallPerson, Turn } from '../sync/ports/oncall.ts';
import { PAGE_STEPS } from './escalation.ts';
import type { Escalation, PageStep } from './escalation.ts';
import { quietUntil } from './quiet-hours.ts';

/** Times in milliseconds since 1970. */
export interface PageFacts {
  opening: Opening;
  now: number;
  /** When incidents were first escalated: what was due before is nobody's news. */
  begunAt: number;
  /** The steps that were taken for this opening, and when. */
  taken: ReadonlyMap<PageStep, number>;
  /** Steps that are due and could not be taken: there was no place to tell anybody. Nothing waits for them. */
  stuck: ReadonlySet<PageStep>;
  /** Whoever was to be written to cannot be: the lead is next, at once. */
  fellThrough: boolean;
  /** Whose turn it is; null where it is nobody's. */
  turn: Turn | null;
  /** When the next one begins, where it is nobody's. */
  nextTurnAt: number | null;
  lead: OncallPerson;
}

export interface PagePlan {
  /** Steps to be taken now, and whom they reach. */
  due: { step: PageStep; person: OncallPerson }[];
  /** When something else comes due by time alone. */
  nextAt: number | null;
}

/**
 * Which steps of an escalation are to be taken now. Nothing is, once a person took the incident up; every step is taken
 * once; in somebody's quiet hours a step that is theirs waits, unless the incident is of high severity. Nobody's turn is
 * the lead's. A step that a later one has overtaken is left out, and so is the mention of whoever is to be written to
 * now: after an outage or a quiet night not everything is said at once. Pure.
 */
export function planPages(facts: PageFacts, escalation: Escalation): PagePlan {
  const { opening, now, taken, turn, lead } = facts;
  const severity = opening.severities.at(-1)!.severity;
  const deadlines = severity === 'unknown' ? undefined : escalation[severity];
  if (opening.end !== null || opening.acknowledged !== null || deadlines === undefined)
    return { due: [], nextAt: null };
  const due: PagePlan['due'] = [];
  const ahead: number[] = [];
  const last = PAGE_STEPS.findLastIndex((step) => taken.has(step));
  for (const step of PAGE_STEPS.slice(last + 1)) {
    // Nobody's turn: whom the thread names is the lead, who is not written to twice.
    if (step === 'direct' && turn === null) {
      ahead.push(facts.nextTurnAt ?? Number.POSITIVE_INFINITY);
      continue;
    }
    const dueAt = step === 'lead' ? leadAt(facts, deadlines, due) : ownTime(facts, deadlines[step]);
    if (dueAt === null) continue;
    const person = step === 'lead' ? lead : (turn?.person ?? lead);
    const quietEnd = severity === 'high' ? null : quietUntil(person.quietHours, now);
    if (dueAt > now) ahead.push(dueAt);
    else if (quietEnd === null) due.push({ step, person });
    else ahead.push(quietEnd, turn?.until ?? Number.POSITIVE_INFINITY);
  }
  const nextAt = Math.min(...ahead);
  const said = due.filter(
    ({ step, person }, index) =>
      step !== 'mention' || due.slice(index + 1).every((later) => later.person.objectId !== person.objectId),
  );
  return { due: said, nextAt: Number.isFinite(nextAt) ? nextAt : null };
}

/** When a step is due by the file alone; null where it is not, or was before incidents were first escalated. */
function ownTime({ opening, begunAt }: PageFacts, seconds: number | undefined): number | null {
  const at = seconds === undefined ? null : severeSince(opening) + seconds * 1000;
  return at === null || at < begunAt ? null : at;
}

/**
 * When the lead is told: not before whoever was told last has had as long as the file gives them, however late that was.
 * Where nobody is on call, when somebody on call would have been written to.
 */
function leadAt(
  facts: PageFacts,
  deadlines: Partial<Record<PageStep, number>>,
  dueNow: PagePlan['due'],
): number | null {
  const { now, taken, stuck, turn, lead, fellThrough } = facts;
  const own = ownTime(facts, deadlines.lead);
  if (turn === null) {
    const direct = ownTime(facts, deadlines.direct);
    return own === null || direct === null ? (own ?? direct) : Math.min(own, direct);
  }
  if (own === null) return null;
  if (fellThrough && turn.person.objectId !== lead.objectId) return Math.min(own, now);
  const told = PAGE_STEPS.flatMap((step) => {
    const isDue = dueNow.some((one) => one.step === step) && !stuck.has(step);
    const at = isDue ? now : taken.get(step);
    // One that seems to be still to come was taken before the clock was set back, so nobody can say how long ago.
    return at === undefined || at > now ? [] : [{ step, at }];
  }).at(-1);
  if (told === undefined) return own;
  const given = deadlines.lead! - (deadlines[told.step] ?? deadlines.lead!);
  return Math.max(own, told.at + given * 1000);
}
