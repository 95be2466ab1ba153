import type { Field, FieldValues } from '../../../src/incident/incident.ts';
import type { Side } from '../../../src/incident/side.ts';
import { SIDES } from '../../../src/incident/side.ts';
import type { Intent } from '../../../src/sync/intent.ts';
import type { Link } from '../../../src/sync/link.ts';
import type { Asked } from '../asked.ts';
import { sampleAlert } from '../alerts.ts';
import { letRun } from '../hold-request.ts';
import { ana, bob } from '../sync-world.ts';
import type { SyncWorld } from '../sync-world.ts';
import { isSame } from './same-story.ts';
import type { Situation } from './situation.ts';
import { ERRORS } from './step.ts';
import type { ClickStep, CommentStep, Doing, EditStep, Step } from './step.ts';
import { beginWatch } from './watch-writes.ts';
import { blur, changesOf, excuse, noteEdit, noteTags } from './witness.ts';
import type { Deed, Place, Said } from './witness.ts';

const ROLL_UP_BEGINS = 'Dragoman keeps';

/** Enough turns for everything that was begun to be answered. */
export const LONG_ENOUGH = 120;

export async function play(situation: Situation, script: Step[]): Promise<void> {
  for (const step of script) {
    await beginWatch(situation.world, situation.watch);
    await playStep(situation, step);
    for (const follow of situation.followers) await follow(step);
  }
}

async function playStep(situation: Situation, step: Step): Promise<void> {
  const { world, ids, lists, conflicts } = situation;
  const { sides } = world;
  switch (step.do) {
    case 'raise': {
      const owner = step.owner === null ? null : { upn: step.owner, objectId: null, name: null };
      ids.push(sides.raise(`incident ${ids.length}`, { owner }));
      return;
    }
    case 'edit':
    case 'comment':
    case 'click':
    case 'cycle':
    case 'compare':
    case 'order':
    case 'look afresh':
    case 'hunt':
    case 'another life':
      await begin(situation, step);
      return letRun(LONG_ENOUGH);
    case 'edit all':
      for (const [which] of living(situation).entries())
        await edit(situation, { do: 'edit', side: step.side, which, changes: step.changes });
      return;
    case 'alert':
      return alert(situation, pick(situation, step.which), step.isChange);
    case 'wait':
      world.clock.advance(step.seconds * 1000);
      return letRun(LONG_ENOUGH);
    case 'fault':
      sides[`${step.side}Side`].faults.push({
        when: step.when,
        error: ERRORS[step.error],
        ...(step.on === undefined ? {} : { on: step.on }),
      });
      return;
    case 'crash': {
      situation.witness.sent.clear();
      const hasDied = await world.orCrashAt(step.at, () => begin(situation, step.during));
      if (hasDied) {
        situation.deaths.push(step.at);
        // Answers that had come may not have been taken in.
        for (const key of situation.witness.sent) situation.witness.lost.add(key);
        forgetUnanswered(situation, step.during);
      }
      return letRun(LONG_ENOUGH);
    }
    case 'down':
      return sides[`${step.side}Side`].setDown(step.isDown);
    case 'list late':
      lists.lateSeconds = step.seconds;
      return;
    case 'list incompletely':
      lists.isPartial = step.isPartial;
      return;
    case 'list again':
      lists.again = step.what;
      return;
    case 'conflict':
      conflicts.push(step.isTouched);
      return;
    case 'merge':
      return merge(situation, step.which);
    case 'remark': {
      const merged = [...situation.mergedInto.keys()];
      if (merged.length > 0) say(situation, step.where, merged[step.which % merged.length]!);
      return;
    }
    case 'delete':
      return remove(situation, step.side, pick(situation, step.which));
    case 'restore':
      return restore(situation);
    case 'tidy':
      return tidy(situation, pick(situation, step.which), step.what);
    case 'list unreadably':
      lists.isUnreadable = step.isUnreadable;
      return;
    case 'native sync':
      sides.nativeSync.apply(step.plan);
      return;
    case 'together': {
      const begun: Promise<void>[] = [];
      for (const part of step.steps) {
        begun.push(begin(situation, part));
        await letRun(step.turnsBetween);
        world.clock.advance(step.secondsBetween * 1000);
      }
      await Promise.all(begun);
      return letRun(LONG_ENOUGH);
    }
    default:
      return step satisfies never;
  }
}

/** Those that were not folded into another. */
export function living({ ids, mergedInto }: Situation): string[] {
  return ids.filter((id) => !mergedInto.has(id));
}

function pick(situation: Situation, which: number): string {
  const among = living(situation);
  return among[which % among.length]!;
}

async function begin(situation: Situation, step: Doing): Promise<void> {
  const { world } = situation;
  switch (step.do) {
    case 'cycle':
      await world.desk.syncNow();
      return;
    case 'compare':
      // Whoever compares by a schedule logs that a side could not be asked, and tries again the next time.
      await world.sync.compare().catch(() => undefined);
      return;
    case 'order':
      await world.desk.order(step.order, ana);
      return;
    case 'edit':
      return edit(situation, step);
    case 'comment':
      return comment(situation, step);
    case 'click':
      return click(situation, step);
    case 'look afresh': {
      const incident = await numberOf(world, pick(situation, step.which));
      if (incident !== null) await world.desk.readAfresh(incident);
      return;
    }
    case 'hunt': {
      const incident = await numberOf(world, pick(situation, step.which));
      // Whoever hunts is told that Defender could not be asked.
      if (incident !== null) await world.desk.hunt(incident).catch(() => undefined);
      return;
    }
    case 'another life':
      situation.wasNative ||= step.mode === 'native';
      return world.anotherLife({ mode: step.mode });
    default:
      return step satisfies never;
  }
}

async function click(situation: Situation, step: ClickStep): Promise<void> {
  const { world, witness } = situation;
  const id = pick(situation, step.which);
  const incident = await numberOf(world, id);
  if (incident === null) return;
  const before = (await world.desk.view(incident))!;
  const refused = await refusedFields(world, incident);
  const [deed, said] = [await deedOf(world, id, 'chat'), sayWith(situation, id, step.ask)];
  const worded = said === null ? step.ask : withText(step.ask, said.text);
  const ask = worded.kind === 'tags' ? { ...worded, shown: before.tags } : worded;
  const result = await world.act(ask, { incident, by: step.by === 'ana' ? ana : bob });
  if (said !== null) settleSaid(said, result.outcome === 'applied');
  if (result.outcome !== 'applied') return;
  if (ask.kind === 'repair') situation.repaired.add(id);
  if (ask.kind === 'retry') blur(witness, id, deed.at, refused);
  if (isUnforeseeable(ask)) blur(witness, id, deed.at, ask.kind === 'keep' ? [ask.field] : undefined);
  if (!SIDES.some((side) => result.sides[side] !== 'unchanged')) return;
  const changes = changesOf(ask);
  noteEdit(witness, deed, changes);
  if (changes.tags !== undefined) noteTags(witness, deed, { before: before.tags, after: changes.tags, elsewhere: [] });
}

/** What a side refused of an incident. */
export async function refusedFields({ store }: SyncWorld, incident: number): Promise<Field[]> {
  const dead = await store.sync.deadIntents(incident);
  return dead.flatMap(({ work }) => (work.kind === 'field' ? [work.field] : []));
}

/** What it sets is not its own. */
function isUnforeseeable({ kind }: Asked): boolean {
  return kind === 'keep' || kind === 'undo';
}

async function edit(situation: Situation, { side, which, changes, by }: EditStep): Promise<void> {
  const { world, witness } = situation;
  const id = pick(situation, which);
  const deed = await deedOf(world, id, side);
  const link = await linkOf(world, id);
  // Looked at last of all: two may edit at once.
  const present = heldOn(situation, side, id)?.incident;
  if (present === undefined || isHeld(present, changes)) return;
  const other = side === 'defender' ? 'sentinel' : 'defender';
  const lists = [heldOn(situation, other, id), ...[link?.[other], link?.[side]].map((one) => one?.observation)];
  const before = present.tags;
  const portal = world.sides[`${side}Side`];
  portal.edit(present.id, structuredClone(changes), by === 'machine' ? 'Automation' : 'raj@contoso.test');
  noteEdit(witness, deed, changes);
  if (changes.tags !== undefined)
    // One that was set and is taken back before anybody looked was never there for anybody; what the other side did to
    // it meanwhile is merged whenever that is read.
    noteTags(witness, deed, {
      before,
      after: changes.tags,
      elsewhere: lists.flatMap((one) => (one === undefined ? [] : [one.incident.tags])),
    });
  const fields = Object.keys(changes) as Field[];
  const promised = link === null ? [] : await world.store.sync.openIntents(link.number);
  const mayLose = (field: Field) =>
    by === 'machine' || isPutBack(link, side, field, changes) || isWished(promised, side, field, changes);
  excuse(witness, id, side, fields.filter(mayLose));
}

/** A side that holds what is promised to it already is done, whoever set it; tags are merged all the same. */
function isWished(promised: Intent[], side: Side, field: Field, changes: Partial<FieldValues>): boolean {
  if (field === 'tags') return false;
  return promised.some(({ side: on, work }) => {
    if (on !== side || work.kind !== 'field' || work.field !== field) return false;
    return isSame(field, { [field]: work.value } as unknown as FieldValues, changes[field]);
  });
}

/**
 * Neither API tells what happened between two readings, and to move is to differ from what both sides last agreed on:
 * what somebody puts back before anybody looked, or before it has crossed, is no change.
 */
function isPutBack(link: Link | null, side: Side, field: Field, changes: Partial<FieldValues>): boolean {
  const known = link?.[side]?.observation.incident;
  if (link === null || known === undefined) return false;
  const agreed = link.base[field];
  const base = agreed === undefined ? known : { ...known, [field]: agreed[side] };
  return [known, base].some((held) => isSame(field, held, changes[field]));
}

async function comment(situation: Situation, { where, which }: CommentStep): Promise<void> {
  if (where === 'chat') return click(situation, { do: 'click', which, ask: { kind: 'comment', text: '' }, by: 'ana' });
  say(situation, where, pick(situation, which));
}

function say(situation: Situation, where: Side, id: string): void {
  const { sides } = situation.world;
  const held = heldOn(situation, where, id)?.incident;
  if (held === undefined) return;
  const said = utter(situation, where, id);
  said.isDoubtful = false;
  if (where === 'defender') sides.commentInDefender(held.id, said.text);
  else sides.commentInSentinel(held.id, said.text);
}

function alert(situation: Situation, id: string, isChange: boolean): void {
  const { deleted, world } = situation;
  if (deleted.defender.has(id)) return;
  const { defenderSide } = world.sides;
  const { alerts } = defenderSide.must(id);
  const newest = alerts.at(-1);
  if (!isChange || newest === undefined) return world.sides.alert(id, sampleAlert(`alert ${alerts.length} of ${id}`));
  newest.status = newest.status === 'new' ? 'active' : 'closed';
  return world.sides.alert(id);
}

/** What a roll-up held that somebody deletes is deleted by them. */
function tidy({ world, witness }: Situation, id: string, what: 'playbook' | 'edit roll-up' | 'delete roll-up'): void {
  const twin = world.twinOf(id);
  const { comments } = world.twin(id);
  if (what === 'playbook') {
    const playbook = comments.filter(({ author }) => author === 'Playbook').slice(0, 12);
    for (const { text } of playbook) world.sides.editCommentInSentinel(twin, text, null);
    return;
  }
  const rollUp = comments.find(({ text }) => text.startsWith(ROLL_UP_BEGINS))?.text;
  if (rollUp === undefined) return;
  world.sides.editCommentInSentinel(twin, rollUp, what === 'edit roll-up' ? `${rollUp}, well` : null);
  if (what === 'delete roll-up') for (const said of witness.said) if (rollUp.includes(said.text)) said.text = '';
}

/** Text no other comment has. */
function utter({ witness }: Situation, where: Place, id: string): Said {
  const said = { text: `${where} says ${witness.said.length};`, where, id, isDoubtful: true };
  witness.said.push(said);
  return said;
}

function sayWith(situation: Situation, id: string, ask: Asked): Said | null {
  const says = ask.kind === 'comment' || ask.kind === 'handoff' || (ask.kind === 'close' && ask.comment !== null);
  return says ? utter(situation, 'chat', id) : null;
}

function withText(ask: Asked, text: string): Asked {
  if (ask.kind === 'handoff') return { ...ask, note: text };
  return ask.kind === 'close' ? { ...ask, comment: text } : { kind: 'comment', text };
}

function settleSaid(said: Said, isTaken: boolean): void {
  said.isDoubtful = false;
  // What was refused was never said; its place stays, so that no other text becomes the same.
  if (!isTaken) said.text = '';
}

/** Whether a click was taken before the process died was not told, so neither is what it did. */
function forgetUnanswered(situation: Situation, step: Doing): void {
  if (step.do !== 'click') return;
  const id = pick(situation, step.which);
  const fields = Object.keys(changesOf(step.ask));
  const isWide = isUnforeseeable(step.ask) || step.ask.kind === 'repair' || step.ask.kind === 'retry';
  blur(situation.witness, id, situation.world.clock.now().getTime(), isWide ? undefined : fields);
}

function merge(situation: Situation, which: number): void {
  const { world, mergedInto, witness, deleted } = situation;
  const [id, survivor] = [pick(situation, which), pick(situation, which + 1)];
  if (id === survivor || deleted.defender.has(id) || deleted.defender.has(survivor)) return;
  mergedInto.set(id, survivor);
  world.sides.mergeInDefender(id, survivor);
  // What was asked of the one may go on to the other, so nobody can say what was last done to that.
  blur(witness, survivor, world.clock.now().getTime());
}

/** Only what Dragoman has seen there can be missed. */
async function remove({ world, deleted }: Situation, side: Side, id: string): Promise<void> {
  const link = await linkOf(world, id);
  if (link?.[side] == null) return;
  const name = side === 'defender' ? id : world.twinOf(id);
  const { held } = world.sides[`${side}Side`];
  const entry = held.get(name);
  if (entry === undefined) return;
  deleted[side].set(id, entry);
  held.delete(name);
}

function restore({ world, deleted }: Situation): void {
  for (const side of SIDES) {
    for (const entry of deleted[side].values()) world.sides[`${side}Side`].held.set(entry.incident.id, entry);
    deleted[side].clear();
  }
}

/** An incident as a side holds it. */
export function heldOn({ world }: Situation, side: Side, id: string) {
  return world.sides[`${side}Side`].held.get(side === 'defender' ? id : world.twinOf(id));
}

async function deedOf(world: SyncWorld, id: string, by: Place): Promise<Deed> {
  return { id, by, at: world.clock.now().getTime(), auditRows: (await world.audit()).length };
}

export async function numberOf(world: SyncWorld, id: string): Promise<number | null> {
  return (await linkOf(world, id))?.number ?? null;
}

function linkOf({ store, context }: SyncWorld, id: string) {
  return store.sync.linkById(context.connectionId, 'defender', id);
}

function isHeld(present: FieldValues, changes: Partial<FieldValues>): boolean {
  return Object.entries(changes).every(([name, value]) => isSame(name as keyof FieldValues, present, value));
}
