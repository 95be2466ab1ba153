import type { Field } from '../../incident/incident.ts';
import type { SyncContext } from '../context.ts';
import { FIELD_RULES } from '../fields.ts';
import type { Intent } from '../intent.ts';
import type { Link } from '../link.ts';
import { fieldOf } from '../link.ts';
import type { WriteDecision } from '../plan/decision.ts';
import { planDecisions } from '../plan/plan-decisions.ts';
import { isoNow } from '../ports/clock.ts';
import type { Records } from '../ports/records.ts';
import { decideStory } from '../story.ts';
import { foldIntoSurvivor, joinSurvivor } from './fold-into-survivor.ts';
import { promiseComments } from './promise-comments.ts';
import { promiseWrites } from './promise-writes.ts';
import { agreeOn } from './settle-base.ts';
import { syncIntent } from './sync-intent.ts';

/**
 * Decides on a link from what is known of both sides and turns the decisions into intents. Runs inside the
 * caller's transaction and makes no request, so it can follow any change of what is known: an observation, a
 * write that settled, a click. Deciding twice on the same facts changes nothing.
 */
export async function decideLink(records: Records, context: SyncContext, number: number): Promise<void> {
  const link = await records.link(number);
  if (link === null) return;
  await records.markUndecided(number, false);
  if (link.standing === 'merged' && link.mergedInto === null) {
    await joinSurvivor(records, context, link);
    return records.saveLink(link);
  }
  if (link.standing !== 'linked') return;
  if (link.defender?.observation.incident.mergedInto != null) {
    await foldIntoSurvivor(records, context, link);
  } else if (link.defender !== null && link.sentinel === null) {
    await promiseTwin(records, context, link);
  } else if (link.defender !== null && link.sentinel !== null && !(await isBeingMade(records, number))) {
    await decideFields(records, context, link, link.defender, link.sentinel);
    await decideStory(records, context, link);
  }
  await promiseComments(records, context, link);
  await records.saveLink(link);
}

async function decideFields(
  records: Records,
  context: SyncContext,
  link: Link,
  defender: NonNullable<Link['defender']>,
  sentinel: NonNullable<Link['sentinel']>,
): Promise<void> {
  const open = await records.openIntents(link.number);
  const busy = new Set(open.flatMap((intent) => (intent.cause === 'person' ? fieldsOf(intent) : [])));
  const decisions = planDecisions({
    base: link.base,
    defender: { incident: defender.observation.incident, moves: defender.moves },
    sentinel: { incident: sentinel.observation.incident, moves: sentinel.moves },
    busy,
    clockSkewSeconds: context.settings.clockSkewSeconds,
  });
  const agreed = new Set(decisions.filter(({ kind }) => kind === 'adopt').map(({ field }) => field));
  for (const field of agreed) adopt(link, field);
  await promiseWrites(
    records,
    context,
    link,
    decisions.filter((decision): decision is WriteDecision => decision.kind === 'write'),
    open.filter((intent) => intent.cause === 'sync' && intent.work.kind === 'field'),
  );
  await buryAgreed(records, context, link, agreed);
}

/**
 * A twin whose creation was not settled shows our own draft, not somebody's decisions: it is decided on when the
 * creation has said what was drafted.
 */
async function isBeingMade(records: Records, number: number): Promise<boolean> {
  return (await records.openIntents(number)).some(({ work }) => work.kind === 'create');
}

/** What a side once refused is no trouble any more when it holds that value after all, or both agreed on another. */
async function buryAgreed(records: Records, context: SyncContext, link: Link, agreed: Set<Field>): Promise<void> {
  for (const intent of await records.deadIntents(link.number)) {
    const { work } = intent;
    if (work.kind !== 'field') continue;
    const rules = FIELD_RULES[work.field] as { same(a: unknown, b: unknown): boolean };
    const present = fieldOf(link[intent.side]!.observation.incident, work.field);
    if (agreed.has(work.field) || rules.same(present, work.value))
      await records.saveIntent({ ...intent, state: 'superseded', settledAt: isoNow(context.clock) });
  }
}

function fieldsOf(intent: Intent): Field[] {
  return intent.work.kind === 'field' ? [intent.work.field] : [];
}

function adopt(link: Link, field: Field): void {
  agreeOn(link, field, {
    defender: fieldOf(link.defender!.observation.incident, field),
    sentinel: fieldOf(link.sentinel!.observation.incident, field),
  });
}

async function promiseTwin(records: Records, context: SyncContext, link: Link): Promise<void> {
  const intents = [...(await records.openIntents(link.number)), ...(await records.deadIntents(link.number))];
  if (intents.some((intent) => intent.work.kind === 'create')) return;
  await records.addIntent(
    syncIntent(link, 'sentinel', { kind: 'create', attempted: null }, 'C1'),
    isoNow(context.clock),
  );
}
