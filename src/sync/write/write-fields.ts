import type { Field } from '../../incident/incident.ts';
import type { Side } from '../../incident/side.ts';
import { SIDE_NAMES } from '../../incident/side.ts';
import { newTagFault } from '../../incident/tags.ts';
import type { SyncContext } from '../context.ts';
import { HELD } from '../intent.ts';
import type { FieldIntent, FieldWork, Intent } from '../intent.ts';
import { FIELD_RULES } from '../fields.ts';
import type { Link, Overruled, SideRecord } from '../link.ts';
import { fieldOf, isToBeFolded, recordOf } from '../link.ts';
import { agreeOn, agreeOnWork } from '../promise/settle-base.ts';
import { noteOverruled } from '../overruled/note-overruled.ts';
import { noteReading } from '../observe/record-observation.ts';
import { RemoteError } from '../ports/remote-error.ts';
import type { Observation, SentinelChanges } from '../ports/side-port.ts';
import { sameJson } from '../same-json.ts';
import { endDoubt, isDoubtful } from '../doubt.ts';
import { clearDoubt, keepDoubt, noteDoubt, staleUntil } from './doubt.ts';
import { giveUpOrRetry } from './give-up-or-retry.ts';
import { judgeIntent } from './judge-intent.ts';
import { resolveOwner } from './resolve-owner.ts';
import { settle, settleIntent } from './settle.ts';
import { settleWritten } from './settle-written.ts';
import { tellReturn } from './tell-return.ts';
import { retell } from './retell.ts';

/** What changes under every attempt, the incident or what is to be written to it, is left for the next try. */
const MOST_ATTEMPTS = 3;

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
  const record = recordOf(link, side);
  // After a comment or a bookmark of ours the etag is known to be an old one.
  const isStale = side === 'defender' || record === null || record.touchedByUs;
  if (isStale || isDoubtful(record) || intents.some((intent) => seemsDone(record, intent)))
    await readAgain(context, link, side);
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const { ready, judged: fresh } = await judge(context, number, side, intents);
    const story = await retell(context, fresh, batch);
    if (ready.length === 0 && story === null) return;
    const { intents: resolved, values } = await resolveValues(context, fresh, side, ready);
    const request: SentinelChanges = { ...Object.fromEntries(values), ...story?.changes };
    const sent = { intents: resolved, values, story };
    if (Object.keys(request).length === 0) return settleWritten(context, number, side, sent, null);
    if (!(await noteDoubt(context, number, side, resolved, values))) continue;
    const written = await sendOrClear(context, fresh, side, request);
    if (written !== 'conflict') return settleWritten(context, number, side, sent, written);
    const seen = await readAgain(context, fresh, side);
    if (sameJson(seen.basis, recordOf(fresh, side)?.observation.basis))
      throw new RemoteError('server', `${SIDE_NAMES[side]} refuses the write as a conflict, though nobody changed it`);
  }
  throw new RemoteError('server', `${SIDE_NAMES[side]} changed under every attempt to write it`);
}

/** A person's wish is not taken for done on an old reading: somebody may have changed it since. */
function seemsDone(record: SideRecord, { cause, work }: FieldIntent): boolean {
  const rules = FIELD_RULES[work.field] as { same(a: unknown, b: unknown): boolean };
  return cause === 'person' && rules.same(fieldOf(record.observation.incident, work.field), work.value);
}

async function readAgain(context: SyncContext, link: Link, side: Side): Promise<Observation> {
  const id = side === 'defender' ? link.defenderId! : link.sentinelName!;
  const observation = await context[side].get(id);
  if (observation === null) throw new RemoteError('notFound', `${side} has no incident ${id}`, { status: 404 });
  await context.store.transaction(async (records) => {
    const fresh = (await records.link(link.number))!;
    await noteReading(records, fresh, side, observation, context.settings.commentMaxLength);
  });
  return observation;
}

/**
 * Settles the intents that need no write any more and returns the ones that do, with the link as it was judged. Only
 * on top of that reading may they be written: one that became known since may show an edit that nobody has judged.
 */
async function judge(
  context: SyncContext,
  number: number,
  side: Side,
  intents: FieldIntent[],
): Promise<{ ready: FieldIntent[]; judged: Link }> {
  const ready: FieldIntent[] = [];
  let judged = (await context.store.link(number))!;
  await settle(context, number, async (records, link) => {
    judged = link;
    const again: FieldIntent[] = [];
    const open = await records.openIntents(number);
    for (const { id } of intents) {
      const intent = open.find((candidate): candidate is FieldIntent => candidate.id === id);
      if (intent === undefined || intent.notBefore === HELD) continue;
      // Deciding on the link, which follows, hands the wish on.
      if (intent.cause === 'person' && isToBeFolded(link)) continue;
      const verdict = judgeIntent(link, side, intent, context.settings.clockSkewSeconds);
      // It is told once, however often the write has to be tried.
      if (verdict.overruled !== null && !isTold(link, verdict.overruled))
        await noteOverruled(records, link, verdict.overruled, { rule: intent.rule, actionId: intent.actionId });
      if (verdict.kind === 'write') {
        if (verdict.overruled === null) await tellReturn(records, link, side, intent);
        const wanted = { ...intent, work: verdict.work };
        await records.saveIntent(wanted);
        ready.push(wanted);
      } else {
        if (verdict.kind === 'overruled') leaveAsEdit(link, side, intent.work);
        if (verdict.kind === 'done')
          endDoubt(recordOf(link, side)!, intent.work.field, verdict.work.value, staleUntil(context));
        if (verdict.kind === 'done')
          agreeOnWork(link, side, verdict.work, fieldOf(recordOf(link, side)!.observation.incident, intent.work.field));
        await settleIntent(records, context, intent, verdict.kind, { sentence: verdict.overruled?.sentence });
        if (verdict.kind === 'superseded' && intent.cause === 'sync') again.push(intent);
        link.version += 1;
      }
    }
    return again;
  });
  return { ready, judged };
}

function isTold(link: Link, { side, sentence, at }: Overruled): boolean {
  return link.overruled.some((told) => told.side === side && told.sentence === sentence && told.at === at);
}

/**
 * The edit that stands against a wish has to reach the other side, which may hold the wish by then. Seen from the wish
 * it is the later change, also where the base says that both agreed on it before, or where it is put back to that.
 */
function leaveAsEdit(link: Link, side: Side, { field, value }: FieldWork): void {
  if (link.base[field]?.[side] !== undefined) agreeOn(link, field, { [side]: value as never });
}

/**
 * What the request will carry. An owner nobody on that side answers to is left out, and stays as it is there; one
 * that cannot be looked up now waits by itself and holds nothing else back, and so do tags beyond the limits.
 */
async function resolveValues(
  context: SyncContext,
  link: Link,
  side: Side,
  intents: FieldIntent[],
): Promise<{ intents: FieldIntent[]; values: Map<Field, unknown> }> {
  const values = new Map<Field, unknown>();
  const resolvable: FieldIntent[] = [];
  for (const intent of intents) {
    const { work } = intent;
    try {
      // The mark of a merge is none of people's tags, which may have taken every place.
      if (work.field === 'tags' && intent.rule !== 'M1') refuseBeyondLimits(link, side, work.value);
      const owner =
        work.field === 'owner' && work.value !== null ? await resolveOwner(context, side, work.value) : null;
      if (work.field !== 'owner' || work.value === null) values.set(work.field, work.value);
      else if (owner !== null) values.set('owner', owner);
      resolvable.push(intent);
    } catch (error) {
      await giveUpOrRetry(context, [intent], error);
    }
  }
  return { intents: resolvable, values };
}

/** A service may take more than the limits; a list that was cut without a word would be worse than one that is refused. */
function refuseBeyondLimits(link: Link, side: Side, tags: string[]): void {
  const fault = newTagFault(tags, recordOf(link, side)!.observation.incident.tags);
  if (fault === null) return;
  const message = `${SIDE_NAMES[side]} is not given these tags: ${fault}`;
  throw new RemoteError('invalid', message, { property: 'tags' });
}

/** Sends; an answer that says nothing was done ends the doubt about these values. */
async function sendOrClear(
  context: SyncContext,
  link: Link,
  side: Side,
  changes: SentinelChanges,
): Promise<Observation | 'conflict'> {
  const fields = Object.keys(changes);
  try {
    const written = await send(context, link, side, changes);
    if (written === 'conflict') await clearDoubt(context, link.number, side, fields);
    return written;
  } catch (error) {
    const isInDoubt = error instanceof RemoteError && error.inDoubt;
    await (isInDoubt ? keepDoubt : clearDoubt)(context, link.number, side, fields);
    throw error;
  }
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
