import { severeSince } from '../sync/openings.ts';
import type { Opening } from '../sync/openings.ts';
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
  /** The steps that were taken for this opening. */
  taken: ReadonlySet<PageStep>;
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
 * the lead's. A step that a later one has overtaken is left out. Pure.
 */
export function planPages(facts: PageFacts, escalation: Escalation): PagePlan {
  const { opening, now, begunAt, taken, turn, lead } = facts;
  const severity = opening.severities.at(-1)!.severity;
  const deadlines = severity === 'unknown' ? undefined : escalation[severity];
  if (opening.end !== null || opening.acknowledged !== null || deadlines === undefined)
    return { due: [], nextAt: null };
  const from = severeSince(opening);
  const due: PagePlan['due'] = [];
  const ahead: number[] = [];
  const last = PAGE_STEPS.findLastIndex((step) => taken.has(step));
  for (const [index, step] of PAGE_STEPS.entries()) {
    const seconds = deadlines[step];
    if (seconds === undefined || index <= last) continue;
    const dueAt = from + seconds * 1000;
    if (dueAt < begunAt) continue;
    // Nobody's turn: whom the thread names is the lead, who is not written to twice.
    if (step === 'direct' && turn === null) {
      ahead.push(facts.nextTurnAt ?? Number.POSITIVE_INFINITY);
      continue;
    }
    const person = step === 'lead' ? lead : (turn?.person ?? lead);
    const quietEnd = severity === 'high' ? null : quietUntil(person.quietHours, now);
    if (dueAt > now) ahead.push(dueAt);
    else if (quietEnd === null) due.push({ step, person });
    else ahead.push(quietEnd, turn?.until ?? Number.POSITIVE_INFINITY);
  }
  const nextAt = Math.min(...ahead);
  return { due, nextAt: Number.isFinite(nextAt) ? nextAt : null };
}
