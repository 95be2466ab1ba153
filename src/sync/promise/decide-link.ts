import { sameJson } from '../same-json.ts';
import type { Field } from '../../incident/incident.ts';
import { SIDES } from '../../incident/side.ts';
import { openState } from '../../incident/state.ts';
import { uniqueTags } from '../../incident/tags.ts';
import type { SyncContext } from '../context.ts';
import { describeOverruled } from '../describe-overruled.ts';
import { PRIORITY } from '../intent.ts';
import type { FieldWork, Intent, NewIntent } from '../intent.ts';
import { isOn } from '../ledger.ts';
import type { Link } from '../link.ts';
import { fieldOf } from '../link.ts';
import type { Decision, WriteDecision } from '../plan/decision.ts';
import { planDecisions } from '../plan/plan-decisions.ts';
import { isoNow } from '../ports/clock.ts';
import type { Records } from '../ports/records.ts';
import { agreeOn } from './settle-base.ts';

/**
 * Decides on a link from what is known of both sides and turns the decisions into intents. Runs inside the
 * caller's transaction and makes no request, so it can follow any change of what is known: an observation, a
 * write that settled, a click. Deciding twice on the same facts changes nothing.
 */
export async function decideLink(records: Records, context: SyncContext, number: number): Promise<void> {
  const link = await records.link(number);
  if (link === null) return;
  await records.markUndecided(number, false);
  if (link.standing !== 'linked') return;
  if (link.defender?.observation.incident.mergedInto != null) {
    await foldIntoSurvivor(records, context, link);
  } else if (link.defender !== null && link.sentinel === null) {
    await promiseTwin(records, context, link);
  } else if (link.defender !== null && link.sentinel !== null) {
    await decideFields(records, context, link, link.defender, link.sentinel);
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
  for (const decision of decisions) if (decision.kind === 'adopt') adopt(link, decision.field);
  await promiseWrites(
    records,
    context,
    link,
    decisions.filter((decision): decision is WriteDecision => decision.kind === 'write'),
    open.filter((intent) => intent.cause === 'sync' && intent.work.kind === 'field'),
  );
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

/** An unsent intent is only as good as the decision behind it: it is renewed, replaced or dropped with it. */
async function promiseWrites(
  records: Records,
  context: SyncContext,
  link: Link,
  writes: WriteDecision[],
  open: Intent[],
): Promise<void> {
  const now = isoNow(context.clock);
  const dead = await records.deadIntents(link.number);
  const stillWanted = new Set<number>();
  for (const write of writes) {
    const work = workOf(write);
    const same = (intent: Intent) => intent.side === write.side && sameTarget(intent, work);
    const kept = open.find(same);
    if (kept !== undefined) {
      stillWanted.add(kept.id);
      await records.saveIntent({ ...kept, work, rule: write.rule });
      continue;
    }
    // What a side refused for good is not asked of it again until the facts or an admin say otherwise.
    if (dead.some(same)) continue;
    await noteOverruled(records, context, link, write);
    await records.addIntent(newIntent(link, write.side, work, write.rule), now);
    link.version += 1;
  }
  for (const intent of open)
    if (!stillWanted.has(intent.id)) await records.saveIntent({ ...intent, state: 'superseded', settledAt: now });
}

function workOf(write: WriteDecision): FieldWork {
  const { rule: _rule, side: _side, overrules: _overrules, ...carried } = write;
  return { ...carried, kind: 'field' } as FieldWork;
}

function sameTarget(intent: Intent, work: FieldWork): boolean {
  return intent.work.kind === 'field' && intent.work.field === work.field && sameJson(intent.work.value, work.value);
}

function newIntent(link: Link, side: Intent['side'], work: Intent['work'], rule: string): NewIntent {
  return {
    link: link.number,
    side,
    work,
    rule,
    cause: 'sync',
    actionId: null,
    actedAt: null,
    priority: PRIORITY.carry,
  };
}

async function noteOverruled(
  records: Records,
  context: SyncContext,
  link: Link,
  write: Exclude<Decision, { kind: 'adopt' }>,
): Promise<void> {
  if (write.overrules === null) return;
  const entry = describeOverruled(link, write, isoNow(context.clock));
  link.overruled = [entry, ...link.overruled].slice(0, 5);
  await records.appendAudit({
    at: entry.at,
    actorKind: 'sync',
    actorObjectId: null,
    actorTenantId: null,
    actorUpn: null,
    actorName: null,
    action: 'overrule',
    incident: link.number,
    actionId: null,
    outcome: `overruled:${entry.side}`,
    detail: { rule: write.rule, field: write.field, sentence: entry.sentence, lost: write.expected, kept: write.value },
  });
}

async function promiseTwin(records: Records, context: SyncContext, link: Link): Promise<void> {
  const intents = [...(await records.openIntents(link.number)), ...(await records.deadIntents(link.number))];
  if (intents.some((intent) => intent.work.kind === 'create')) return;
  await records.addIntent(
    newIntent(link, 'sentinel', { kind: 'create', attempted: null }, 'C1'),
    isoNow(context.clock),
  );
}

/** Every comment of the ledger belongs on every side that exists; the ones not there yet are promised. */
async function promiseComments(records: Records, context: SyncContext, link: Link): Promise<void> {
  if (link.standing !== 'linked') return;
  const missing = (await records.comments(link.number)).filter((comment) => SIDES.some((side) => !isOn(comment, side)));
  if (missing.length === 0) return;
  const intents = [...(await records.openIntents(link.number)), ...(await records.deadIntents(link.number))];
  for (const comment of missing)
    for (const side of SIDES) {
      if (isOn(comment, side) || link[side] === null) continue;
      const promised = intents.some(
        ({ side: onto, work }) => onto === side && work.kind === 'comment' && work.commentId === comment.id,
      );
      if (promised) continue;
      const rule = side === 'sentinel' ? 'K1' : 'K2';
      await records.addIntent(
        newIntent(link, side, { kind: 'comment', commentId: comment.id }, rule),
        isoNow(context.clock),
      );
    }
}

/**
 * Defender folded the incident into another one. The link ends here: its twin is closed as Microsoft's own sync
 * would close it, and whatever was still promised for it is dropped.
 */
async function foldIntoSurvivor(records: Records, context: SyncContext, link: Link): Promise<void> {
  const now = isoNow(context.clock);
  const survivorId = link.defender!.observation.incident.mergedInto!;
  const survivor = await records.linkById(link.connectionId, 'defender', survivorId);
  link.standing = 'merged';
  link.mergedInto = survivor?.number ?? null;
  link.version += 1;
  link.reconfirmVersion = link.version;
  for (const intent of await records.openIntents(link.number))
    await records.saveIntent({ ...intent, state: 'superseded', settledAt: now });
  const sentinel = link.sentinel?.observation.incident;
  if (sentinel === undefined) return;
  const closed = {
    ...openState('new'),
    status: 'closed',
    note: `Merged into Defender incident ${survivorId}`,
  } as const;
  const works: FieldWork[] = [
    { kind: 'field', field: 'state', value: closed },
    { kind: 'field', field: 'tags', value: uniqueTags([...sentinel.tags, 'Redirected']) },
  ];
  for (const work of works) await records.addIntent(newIntent(link, 'sentinel', work, 'M1'), now);
}
