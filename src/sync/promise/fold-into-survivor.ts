import { MARK_LENGTH, derivedId } from '../../incident/comment.ts';
import { FIELDS } from '../../incident/incident.ts';
import { otherSide } from '../../incident/side.ts';
import type { SyncContext } from '../context.ts';
import { foundOut } from '../history/event.ts';
import { HELD } from '../intent.ts';
import type { FieldIntent, FieldWork } from '../intent.ts';
import { layTags, liftTags } from '../lay-tags.ts';
import type { Link } from '../link.ts';
import { fieldOf, isWritable } from '../link.ts';
import { noteOverruled } from '../overruled/note-overruled.ts';
import { splitText } from '../observe/split-text.ts';
import { overruledByMerge } from '../overruled/overruled-by-merge.ts';
import { isoNow } from '../ports/clock.ts';
import type { SyncMode } from '../posture/posture.ts';
import type { Records } from '../ports/records.ts';
import { replaceIntent } from '../replace-intent.ts';
import { isClosedByMicrosoft, promiseClosure } from './close-twin.ts';
import { agreedBefore } from './settle-base.ts';
import type { Taking } from './taking.ts';

/** Longer chains of merges than this are a circle. */
const LONGEST_CHAIN = 20;

/**
 * Defender folded the incident into another one. The link ends here: its twin is closed as Microsoft's own sync
 * would close it (and does, where it runs). What people asked for and was not written yet goes on to the survivor, and
 * so do the comments, which Defender leaves behind.
 */
export async function foldIntoSurvivor(
  records: Records,
  context: SyncContext,
  link: Link,
  mode: SyncMode,
  taking: Taking,
): Promise<void> {
  const now = isoNow(context.clock);
  const { mergedInto, modifiedAt } = link.defender!.observation.incident;
  // It was folded before where its twin has turned up only now.
  const isTold = (await records.eventsOf(link.number)).some(({ kind }) => kind === 'merged');
  if (!isTold)
    await records.appendEvent(foundOut(link, modifiedAt, { kind: 'merged', origin: 'defender', now: mergedInto }));
  link.standing = 'merged';
  link.version += 1;
  link.reconfirmVersion = link.version;
  const open = await records.wantedIntents(link.number);
  // A creation that was attempted may have made the twin: it is seen through, so that the twin is closed after it.
  const isMaking = open.some(({ work }) => work.kind === 'create' && work.attempted !== null);
  for (const intent of open)
    if (intent.cause !== 'person' && !(isMaking && intent.work.kind === 'create'))
      await replaceIntent(records, intent, now, 'merged');
  // Comments go on through the ledger. What people wanted and a side refused may be tried again, on the survivor.
  for (const intent of await records.deadIntents(link.number))
    if (intent.cause !== 'person' || intent.work.kind !== 'field') await replaceIntent(records, intent, now, 'merged');
  if (mode === 'bridge') await tellUncarried(records, link, now);
  link.questions = {};
  const isThere = isMaking || link.sentinel?.goneSince === null;
  if (isThere && !isClosedByMicrosoft(link, mode)) await promiseClosure(records, link, now, taking);
  await joinSurvivor(records, context, link);
}

/** What was changed in Sentinel and had not crossed by then is told as lost. */
async function tellUncarried(records: Records, link: Link, at: string): Promise<void> {
  for (const field of FIELDS) {
    const lost = overruledByMerge(link, field, at);
    if (lost === null) continue;
    const detail = { rule: 'M1', lost: fieldOf(link.sentinel!.observation.incident, field) };
    await noteOverruled(records, link, lost, detail);
  }
}

/**
 * Hands a merged link's wishes and comments to the incident it was folded into, following chains. While that one is
 * not known (it may be listed later) the link stays undecided, and is asked again in the next cycle.
 */
export async function joinSurvivor(records: Records, context: SyncContext, link: Link): Promise<void> {
  const hops = await hopsOf(records, link);
  const survivor = hops.at(-1) ?? null;
  await records.markUndecided(link.number, survivor === null);
  if (survivor === null) return holdWishes(records, link);
  const now = isoNow(context.clock);
  if (link.mergedInto !== survivor.number) {
    link.mergedInto = survivor.number;
    link.version += 1;
    // What was folded into this one before has gone on with it.
    for (const number of await records.mergedInto(link.number)) await records.markUndecided(number, true);
  }
  await moveWishes(records, link, survivor, now);
  for (const comment of await records.comments(link.number)) {
    const idOn = ({ connectionId, number }: Link) => derivedId(connectionId, 'merged', String(number), comment.id);
    // One that went to an incident on the way goes on from there.
    const known = await Promise.all(hops.map((hop) => records.comment(idOn(hop))));
    if (known.some((one) => one !== null)) continue;
    const id = idOn(survivor);
    const carriedText = `From #${link.number}, merged into this: ${comment.carriedText}`;
    // What comes before it may make it one part longer.
    const parts = splitText(carriedText, context.settings.commentMaxLength - MARK_LENGTH);
    for (const [index, part] of parts.entries())
      await records.addComment({
        ...comment,
        id: index === 0 ? id : derivedId(id, 'part', String(index + 1)),
        link: survivor.number,
        origin: 'merged',
        carriedText: part,
        part: comment.part + index,
        onDefender: false,
        onSentinel: false,
        inRollUp: false,
        shownText: null,
      });
  }
  await records.markUndecided(survivor.number, true);
}

/**
 * Written to an incident that is no more they would be lost: they wait for the survivor, however long that is not shown,
 * and the incident's card says what they wait for.
 */
export async function holdWishes(records: Records, link: Link): Promise<void> {
  const { observation, survivorUnseen } = link.defender!;
  const survivor = `Defender incident ${observation.incident.mergedInto}, into which it was merged`;
  const error = `It waits for ${survivor}${survivorUnseen === undefined ? '' : `: ${survivorUnseen.reason}`}.`;
  for (const intent of await records.openIntents(link.number))
    if (intent.cause === 'person' && (intent.notBefore < HELD || intent.error !== error))
      await records.saveIntent({ ...intent, notBefore: HELD, error });
}

/** The incidents it was folded into one after the other, the survivor last; none while that one is not known. */
async function hopsOf(records: Records, link: Link): Promise<Link[]> {
  const hops: Link[] = [];
  for (let at = link; hops.length < LONGEST_CHAIN;) {
    const next = at.defender?.observation.incident.mergedInto ?? null;
    if (next === null) return hops;
    const found = await records.linkById(link.connectionId, 'defender', next);
    if (found === null || found.number === link.number) return [];
    hops.push(found);
    at = found;
  }
  return [];
}

/**
 * What people asked for and was not written everywhere is asked of the survivor, on both sides, as if it had been
 * asked there at that time: a newer wish or a later edit there stands. Comments reach it through the ledger.
 */
async function moveWishes(records: Records, link: Link, survivor: Link, now: string): Promise<void> {
  const open = (await records.openIntents(link.number)).filter(({ cause }) => cause === 'person');
  const halves = new Map<string, FieldIntent>();
  for (const intent of open) {
    await replaceIntent(records, intent, now, `merged: #${link.number} is now part of #${survivor.number}`);
    if (intent.work.kind !== 'field' || intent.actionId === null) continue;
    // Where only one side had taken it, the other half of the same action belongs to it.
    for (const half of await records.intentsOfAction(intent.actionId))
      if (half.work.kind === 'field' && half.link === link.number)
        halves.set(`${half.actionId}/${half.side}/${half.work.field}`, { ...half, work: half.work });
  }
  for (const half of [...halves.values()].toSorted((a, b) => a.id - b.id)) await moveWish(records, half, survivor, now);
}

async function moveWish(records: Records, wish: FieldIntent, survivor: Link, now: string): Promise<void> {
  const { work, side, rule, cause, actionId, actedAt, priority } = wish;
  if (!isWritable(survivor, side) || survivor[side] === null) return;
  const rivals = (await records.wishesFor(survivor.number, side, work.field)).filter(
    (one) => one.actionId !== actionId,
  );
  if (rivals.some((rival) => (rival.actedAt ?? '') > (actedAt ?? ''))) return;
  for (const rival of rivals)
    if (rival.state === 'open') await replaceIntent(records, rival, now, 'replaced by a newer wish');
  // What both last agreed on, not what is there now: an edit since then is judged by its time.
  const half = survivor.base[work.field]?.[side];
  const tags = survivor.base.tags?.[side] ?? survivor[side].observation.incident.tags;
  const moved = {
    kind: 'field',
    field: work.field,
    // A list of tags changes of the survivor's what it changed of the other's.
    ...(work.field === 'tags'
      ? { value: layTags(work, tags), changedFrom: liftTags(work, tags) }
      : { value: work.value }),
    ...(half === undefined ? { byTime: true } : { expected: half }),
    ...(survivor[otherSide(side)] === null ? { alone: true } : agreedBefore(survivor, side, work.field)),
  };
  const intent = { link: survivor.number, side, work: moved as FieldWork, rule, cause, actionId, actedAt, priority };
  await records.addIntent(intent, now);
}
