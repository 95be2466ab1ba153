import { derivedId } from '../incident/comment.ts';
import { openingsOf } from '../sync/history/openings.ts';
import type { Opening } from '../sync/history/openings.ts';
import { isoNow } from '../sync/ports/clock.ts';
import type { Clock } from '../sync/ports/clock.ts';
import type { HistoryRecords } from '../sync/ports/history-records.ts';
import type { Turn } from '../sync/ports/oncall.ts';
import type { StepRecords } from '../sync/ports/step-records.ts';
import type { PresentRota } from './create-oncall-desk.ts';
import { PAGE_STEPS } from './escalation.ts';
import { fellThroughKey, pageKey } from './page-keys.ts';
import { planPages } from './plan-pages.ts';
import type { PagePlan } from './plan-pages.ts';
import type { OncallPolicy } from './policy.ts';
import type { StuckPages } from './stuck-pages.ts';

export interface PageFinderServices {
  policy: Pick<OncallPolicy, 'lead' | 'escalation'>;
  oncall: Pick<PresentRota, 'rota'>;
  histories: Pick<HistoryRecords, 'history'>;
  steps: StepRecords;
  clock: Clock;
  stuck: StuckPages;
}

/** An incident as it is to be escalated now. */
export interface FoundPages {
  opening: Opening;
  plan: PagePlan & { nextAt: number };
  turn: Turn | null;
  fellThrough: boolean;
  dedupKey: string;
}

export interface PageFinder {
  /** Notes when incidents are first escalated: what was due before is nobody's news. */
  begin(): Promise<number>;
  /** What is due for an incident, and what will be; null where nothing is known to have happened to it. */
  find(incident: number): Promise<FoundPages | null>;
}

/** Written when incidents are first escalated. */
const BEGUN = 'oncall/begun';

/** Finds out what is due, from what happened, the steps that were taken, and whose turn it is. Tells nobody. */
export function createPageFinder(services: PageFinderServices): PageFinder {
  const { policy, oncall, histories, steps, clock, stuck } = services;
  let begunAt: number | null = null;

  async function begin(): Promise<number> {
    const at = isoNow(clock);
    await steps.takeStep({ key: BEGUN, incident: null, at }, {});
    begunAt = Date.parse((await steps.step(BEGUN))?.at ?? at);
    return begunAt;
  }

  async function find(incident: number): Promise<FoundPages | null> {
    const history = await histories.history(incident);
    const opening = history === null ? undefined : openingsOf(history).at(-1);
    if (opening === undefined) return null;
    const now = clock.now().getTime();
    // A clock that was ahead then would keep everything quiet until it is as late again.
    begunAt = Math.min(begunAt ?? (await begin()), now);
    const rota = await oncall.rota();
    const turn = rota.turnAt(now);
    const taken = await steps.stepsOf(incident);
    const keys = PAGE_STEPS.map((step) => ({ step, key: pageKey(incident, opening, step) }));
    const fellThrough = taken.has(fellThroughKey(incident, opening));
    const facts = {
      opening,
      now,
      begunAt,
      taken: new Map(keys.flatMap(({ step, key }) => (taken.has(key) ? [[step, Date.parse(taken.get(key)!)]] : []))),
      stuck: new Set(keys.flatMap(({ step, key }) => (stuck.has(key) ? [step] : []))),
      fellThrough,
      turn,
      nextTurnAt: turn === null ? (rota.turnAfter(now)?.from ?? null) : null,
      lead: policy.lead,
    };
    const dedupKey = derivedId(history!.events[0]!.connectionId, 'page', String(incident), String(opening.nth));
    const { due, nextAt } = planPages(facts, policy.escalation);
    const ready = due.filter(({ step }) => !stuck.isResting(pageKey(incident, opening, step)));
    const resting = due.filter((one) => !ready.includes(one)).map(({ step }) => pageKey(incident, opening, step));
    const waits = resting.map((key) => stuck.againAt(key)!);
    const plan = { due: ready, nextAt: Math.min(nextAt ?? Number.POSITIVE_INFINITY, ...waits) };
    return { opening, plan, turn, fellThrough, dedupKey };
  }

  return { begin, find };
}
