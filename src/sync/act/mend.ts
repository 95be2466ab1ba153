import type { Field } from '../../incident/incident.ts';
import { otherSide } from '../../incident/side.ts';
import type { SyncContext } from '../context.ts';
import { describeOverruled } from '../overruled/describe-overruled.ts';
import { FIELD_RULES } from '../fields.ts';
import { PRIORITY } from '../intent.ts';
import type { FieldWork, Intent } from '../intent.ts';
import type { Link } from '../link.ts';
import { fieldOf } from '../link.ts';
import { noteOverruled } from '../overruled/note-overruled.ts';
import type { WriteDecision } from '../plan/decision.ts';
import { isoNow } from '../ports/clock.ts';
import type { PersonAction } from '../ports/desk.ts';
import type { Records } from '../ports/records.ts';
import type { Posture } from '../posture/posture.ts';
import { decideLink } from '../promise/decide-link.ts';
import { tellOverruled } from '../promise/release-proposals.ts';

/** The answer to a conflict (row A3): the kept side's value goes to the other one, whose own change is overruled. */
export async function promiseKept(
  records: Records,
  context: SyncContext,
  link: Link,
  { ask, by }: PersonAction & { ask: { kind: 'keep' } },
  actionId: string,
): Promise<void> {
  const { field, side: kept } = ask;
  const [now, side] = [isoNow(context.clock), otherSide(kept)];
  const rules = FIELD_RULES[field] as (typeof FIELD_RULES)['state'];
  const defender = fieldOf(link.defender!.observation.incident, field) as never;
  const sentinel = fieldOf(link.sentinel!.observation.incident, field) as never;
  const value = side === 'sentinel' ? rules.toSentinel(defender, sentinel) : rules.toDefender(sentinel, defender);
  const work = {
    kind: 'field',
    field,
    value,
    expected: side === 'sentinel' ? sentinel : defender,
    agreedElsewhere: side === 'sentinel' ? defender : sentinel,
  } as FieldWork;
  await records.addIntent(
    { link: link.number, side, work, rule: 'A3', cause: 'person', actionId, actedAt: now, priority: PRIORITY.person },
    now,
  );
  const write = { ...work, rule: 'A3', side, overrules: side } as unknown as WriteDecision;
  const entry = { ...describeOverruled(link, write, now) };
  entry.sentence = entry.sentence.replace('(rule A3)', `(chosen by ${by.name})`);
  await noteOverruled(records, link, entry, { rule: 'A3', actionId, lost: work.expected, kept: value });
  delete link.questions[field];
}

/** What a repair may carry: everything that is proposed, but twins where Microsoft's own sync makes them. */
export function repairable(intents: Intent[], posture: Posture): Intent[] {
  return intents.filter(
    ({ state, work }) => state === 'proposed' && (work.kind !== 'create' || posture.mode === 'bridge'),
  );
}

/** Promises what was only proposed, and takes up again what was left alone. Deciding follows. */
export async function promiseRepair(
  records: Records,
  context: SyncContext,
  link: Link,
  posture: Posture,
  actionId: string,
): Promise<void> {
  await takeUpFrozen(records, context, link);
  for (const intent of repairable(await records.wantedIntents(link.number), posture)) {
    await tellOverruled(records, link, intent);
    await promiseAgain(records, context, intent, actionId);
  }
}

/** Nothing was proposed of what was left alone: it is decided on first, for what comes of it to be promised as well. */
async function takeUpFrozen(records: Records, context: SyncContext, link: Link): Promise<void> {
  const frozen = Object.keys(link.frozen) as Field[];
  if (frozen.length === 0) return;
  thaw(link, frozen);
  await records.saveLink(link);
  await decideLink(records, context, link.number);
  Object.assign(link, await records.link(link.number));
}

/** Promises what a side refused once more. */
export async function promiseRetry(
  records: Records,
  context: SyncContext,
  link: Link,
  actionId: string,
): Promise<void> {
  for (const intent of await records.deadIntents(link.number)) await promiseAgain(records, context, intent, actionId);
}

async function promiseAgain(records: Records, context: SyncContext, intent: Intent, actionId: string): Promise<void> {
  const work = { ...intent.work };
  if (work.kind === 'field') delete work.overruled;
  await records.saveIntent({
    ...intent,
    work,
    actionId: intent.actionId ?? actionId,
    priority: Math.max(intent.priority, PRIORITY.repair),
    state: 'open',
    attempts: 0,
    notBefore: isoNow(context.clock),
    error: null,
    settledAt: null,
  });
}

/** A field people set or repair is decided on again. The caller saves the link. */
export function thaw(link: Link, fields: Field[]): void {
  for (const field of fields) {
    delete link.frozen[field];
    for (const record of [link.defender, link.sentinel]) if (record !== null) delete record.trail[field];
  }
}
