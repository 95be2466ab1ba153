import type { Field } from '../../incident/incident.ts';
import type { Side } from '../../incident/side.ts';
import type { SyncContext } from '../context.ts';
import type { FieldIntent, Intent } from '../intent.ts';
import type { Link } from '../link.ts';
import { fieldOf, recordOf } from '../link.ts';
import { agreeOnWork } from '../promise/settle-base.ts';
import { noteOverruled } from '../note-overruled.ts';
import { noteReading } from '../observe/record-observation.ts';
import { RemoteError } from '../ports/remote-error.ts';
import type { FieldChanges, Observation, SentinelChanges } from '../ports/side-port.ts';
import { judgeIntent } from './judge-intent.ts';
import { resolveOwner } from './resolve-owner.ts';
import { settle, settleIntent } from './settle.ts';
import { settleWritten } from './settle-written.ts';
import { retell } from './retell.ts';

/** A Sentinel incident that changes under every attempt is left for the next try. */
const MOST_CONFLICTS = 3;

/**
 * Writes values to a side: fields, and in Sentinel the story too, all of a batch in one request, on top of what that side holds now.
 *
 * Defender has no compare-and-set: it is read, compared with what the decisions were based on, and only then
 * written. An edit that lands between that read and the write cannot be seen; that window is documented.
 * Sentinel is written on top of the last known reading under its etag; when that is refused, it is read again
 * and everything is judged again.
 */
export async function writeFields(context: SyncContext, number: number, side: Side, batch: Intent[]): Promise<void> {
  const intents = batch.filter((intent): intent is FieldIntent => intent.work.kind === 'field');
  const link = (await context.store.link(number))!;
  if (side === 'defender' || recordOf(link, side) === null) await readAgain(context, link, side);
  for (let conflicts = 0; conflicts < MOST_CONFLICTS; conflicts += 1) {
    const ready = await judge(context, number, side, intents);
    const fresh = (await context.store.link(number))!;
    const story = await retell(context, fresh, batch);
    if (ready.length === 0 && story === null) return;
    const { changes, values } = await toChanges(context, side, ready);
    const request = { ...changes, ...story?.changes };
    const written = Object.keys(request).length === 0 ? null : await send(context, fresh, side, request);
    if (written !== 'conflict') return settleWritten(context, number, side, { intents: ready, values, story }, written);
    await readAgain(context, fresh, side);
  }
  throw new RemoteError('server', `${side} changed under every attempt to write it`, { retryAfterSeconds: 5 });
}

async function readAgain(context: SyncContext, link: Link, side: Side): Promise<void> {
  const id = side === 'defender' ? link.defenderId! : link.sentinelName!;
  const observation = await context[side].get(id);
  if (observation === null) throw new RemoteError('notFound', `${side} has no incident ${id}`, { status: 404 });
  await context.store.transaction(async (records) => {
    const fresh = (await records.link(link.number))!;
    await noteReading(records, fresh, side, observation, context.settings.commentMaxLength);
  });
}

/** Settles the intents that need no write any more and returns the ones that do. */
async function judge(context: SyncContext, number: number, side: Side, intents: FieldIntent[]): Promise<FieldIntent[]> {
  const ready: FieldIntent[] = [];
  await settle(context, number, async (records, link) => {
    const open = await records.openIntents(number);
    for (const { id } of intents) {
      const intent = open.find((candidate): candidate is FieldIntent => candidate.id === id);
      if (intent === undefined) continue;
      const verdict = judgeIntent(link, side, intent, context.settings.clockSkewSeconds);
      if (verdict.overruled !== null)
        await noteOverruled(records, link, verdict.overruled, { rule: intent.rule, actionId: intent.actionId });
      if (verdict.kind === 'write') {
        const judged = { ...intent, work: verdict.work };
        await records.saveIntent(judged);
        ready.push(judged);
      } else {
        if (verdict.kind === 'done')
          agreeOnWork(link, side, verdict.work, fieldOf(recordOf(link, side)!.observation.incident, intent.work.field));
        await settleIntent(records, context, intent, verdict.kind, { sentence: verdict.overruled?.sentence });
        link.version += 1;
      }
    }
  });
  return ready;
}

/** The request's fields; an owner nobody on that side answers to is left out, and stays as it is there. */
async function toChanges(
  context: SyncContext,
  side: Side,
  intents: FieldIntent[],
): Promise<{ changes: FieldChanges; values: Map<Field, unknown> }> {
  const values = new Map<Field, unknown>();
  for (const { work } of intents) {
    const owner = work.field === 'owner' ? work.value : null;
    if (owner === null) values.set(work.field, work.value);
    else {
      const resolved = await resolveOwner(context, side, owner);
      if (resolved !== null) values.set('owner', resolved);
    }
  }
  const changes: FieldChanges = Object.fromEntries(values);
  return { changes, values };
}

async function send(
  context: SyncContext,
  link: Link,
  side: Side,
  changes: SentinelChanges,
): Promise<Observation | 'conflict'> {
  if (side === 'defender') return context.defender.update(link.defenderId!, changes);
  const result = await context.sentinel.update(link.sentinelName!, changes, link.sentinel!.observation.basis);
  return result.outcome === 'conflict' ? 'conflict' : result.observation;
}
