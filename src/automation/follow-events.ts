import type { People } from '../incident/people.ts';
import { promiseRule } from '../sync/act/promise-rule.ts';
import { refuseRule } from '../sync/act/refuse-rule.ts';
import type { RuleAsk } from '../sync/act/rule-ask.ts';
import { wantedValues } from '../sync/act/wanted-values.ts';
import type { SyncContext } from '../sync/context.ts';
import type { RecordedEvent } from '../sync/history/event.ts';
import type { Records } from '../sync/ports/records.ts';
import { postureOf } from '../sync/posture/posture.ts';
import { answersTo, isForRules } from './match-rule.ts';
import { planRules } from './plan-rules.ts';
import type { RulePlan } from './plan-rules.ts';
import type { Rule } from './rule.ts';
import { subjectOf } from './subject.ts';

/** The reader's name on the bookmark. */
const READER = 'rules';
const EVENTS_AT_A_TIME = 200;
/** A rule that acts on one incident more often than this in a day is answered by something. */
const MOST_TIMES = 10;
const DAY_MILLISECONDS = 86_400_000;

/**
 * Asks the rules about everything that happened in a connection since they were asked last. What they want is proposed
 * in the same transaction that moves the bookmark, so that each event is answered once, whatever crashes; the cycle
 * counts and promises it with everything else it decided. While the connection is held or only observes, events wait.
 * What happened before rules were first looked for is not gone back to, and neither is what happens while there are none.
 */
export async function followEvents(context: SyncContext, rules: readonly Rule[]): Promise<void> {
  const { store, connectionId } = context;
  let bookmark = await store.bookmark(connectionId, READER);
  if (bookmark === null || rules.length === 0) {
    const newest = await store.newestEvent(connectionId);
    if (bookmark !== newest) await store.moveBookmark(connectionId, READER, newest);
    return;
  }
  if (!postureOf((await store.connection(connectionId))!).automates) return;
  const known = rules.map((rule) => ({ ...rule, asks: rule.asks.map((ask) => recognise(ask, context.people)) }));
  for (;;) {
    const events = await store.eventsAfter(connectionId, bookmark, EVENTS_AT_A_TIME);
    for (const event of events) {
      const asked = isForRules(event) ? known.filter((rule) => answersTo(rule, event)) : [];
      if (asked.length > 0) await answer(context, asked, event);
    }
    const last = events.at(-1)?.id;
    if (last === undefined) return;
    await store.moveBookmark(connectionId, READER, last);
    bookmark = last;
    if (events.length < EVENTS_AT_A_TIME) return;
  }
}

/** The person to assign, with the mark by which the same one is known in another tenant. */
function recognise(ask: RuleAsk, people: People): RuleAsk {
  return ask.kind === 'assign' ? { ...ask, to: people.recognise(ask.to) } : ask;
}

async function answer(context: SyncContext, rules: readonly Rule[], event: RecordedEvent): Promise<void> {
  await context.store.transaction(async (records) => {
    for (const wish of await planEvent(records, context, rules, event))
      await promiseRule(records, context, event.incident, { ...wish, event: event.id });
    await records.moveBookmark(context.connectionId, READER, event.id);
  });
}

async function planEvent(
  records: Records,
  context: SyncContext,
  rules: readonly Rule[],
  event: RecordedEvent,
): Promise<RulePlan[]> {
  const link = await records.link(event.incident);
  if (link === null || link.standing !== 'linked' || (link.defender ?? link.sentinel) === null) return [];
  const wanted = await records.wantedIntents(link.number);
  const subject = subjectOf(link, wantedValues(link, wanted));
  // Most events concern no rule: what it takes to judge one is read only where a rule wants something.
  if (planRules(rules, event, subject).length === 0) return [];
  const facts = { link, wanted, history: await records.eventsOf(link.number), event };
  const plans = planRules(rules, event, subject, (rule, ask, asked) => refuseRule(facts, rule, ask, asked));
  const since = new Date(context.clock.now().getTime() - DAY_MILLISECONDS).toISOString();
  const judged = plans.map(async (one) => {
    const times = await records.countRuleRuns(link.number, one.rule, since);
    return times < MOST_TIMES ? one : tooOften(one);
  });
  return Promise.all(judged);
}

function tooOften({ rule, asks, refused }: RulePlan): RulePlan {
  return { rule, asks: [], refused: [...refused, ...asks.map((ask) => ({ ask, code: 'tooOften' as const }))] };
}
