import assert from 'node:assert/strict';
import type { Field } from '../../../src/incident/incident.ts';
import { SIDES } from '../../../src/incident/side.ts';
import type { Link } from '../../../src/sync/link.ts';
import { heldOn, living } from './play.ts';
import { differences, isSame } from './same-story.ts';
import type { Situation } from './situation.ts';
import { NOBODY_KNOWS } from './step.ts';
import { folded } from './witness.ts';
import type { Deed, LastEdit } from './witness.ts';

/** Nothing was written that was not to be. */
export function expectNothingForbidden({ watch }: Situation): void {
  assert.deepEqual(watch.faults, []);
}

/** Where the sides differ, people are told: a question, or drift with a reason. */
export async function expectDifferencesTold(situation: Situation): Promise<void> {
  const { world } = situation;
  for (const { id, link, fields } of await differing(situation)) {
    const view = (await world.desk.view(link.number))!;
    const told = [...view.questions.map(({ field }) => field), ...view.drift.map(({ what }) => what)];
    const untold = fields.filter((field) => !told.includes(field));
    assert.deepEqual(untold, [], `${id} differs and nobody is told: ${tellSides(situation, id, untold)}`);
  }
}

/** The two sides and the base tell one story, but for an owner one side knows nobody by. */
export async function expectOneStory(situation: Situation): Promise<void> {
  for (const { id, fields } of await differing(situation)) {
    const { owner } = heldOn(situation, 'defender', id)!.incident;
    const left = fields.filter((field) => !(field === 'owner' && owner?.upn === NOBODY_KNOWS));
    assert.deepEqual(left, [], `${id} differs: ${tellSides(situation, id, left)}`);
  }
  for (const { id, link } of await linked(situation))
    for (const side of SIDES) {
      const held = heldOn(situation, side, id)!.incident;
      for (const [field, halves] of Object.entries(link.base))
        assert(isSame(field as Field, held, halves[side]), `base of ${id} on ${side}: ${field} ${json(halves)}`);
    }
}

/** Nothing was made twice, and nothing again that was deleted. */
export function expectNothingMadeAgain(situation: Situation): void {
  const { world, ids, deleted, mergedInto } = situation;
  const twins = ids.filter((id) => !deleted.sentinel.has(id)).map((id) => world.twinOf(id));
  for (const name of world.sides.sentinelSide.held.keys()) assert(twins.includes(name), `${name} is nobody's twin`);
  for (const id of deleted.defender.keys()) assert(!world.sides.defenderSide.held.has(id), `${id} was made again`);
  for (const id of mergedInto.keys()) {
    // Under Microsoft's own sync the twin is Microsoft's to close, also where it turns out not to run.
    if (situation.wasNative) continue;
    // One that was merged before it was linked never gets a twin.
    const status = heldOn(situation, 'sentinel', id)?.incident.state.status;
    assert([undefined, 'closed'].includes(status), `${id} was merged, and its twin is ${status}`);
  }
}

/** Every comment is once on each side that is there. */
export function expectCommentsOnce(situation: Situation): void {
  const { world, mergedInto, witness, deleted } = situation;
  for (const { text, id, where, isDoubtful } of witness.said) {
    if (text === '') continue;
    const home = survivorOf(id, mergedInto);
    // What a side held alone when it was deleted is gone with it.
    const isLost = SIDES.some((side) => deleted[side].has(home) || deleted[side].has(id)) && where !== 'chat';
    const times = SIDES.flatMap((side) => {
      const held = heldOn(situation, side, home);
      return held === undefined ? [] : [held.comments.filter((one) => one.text.includes(text)).length];
    });
    if (times.length === 0) continue;
    const least = isLost || isDoubtful ? Math.min(...times) : 1;
    const most = situation.repaired.has(home) && world.sides.nativeSync.settings.state === 'on' ? 2 : 1;
    for (const count of times) assert(count >= least && count <= most, `"${text}" is there ${json(times)} times`);
    if (!isLost && most === 1) assert.equal(new Set(times).size, 1, `"${text}" is there ${json(times)} times`);
  }
}

/** Every alert of an incident that is on both sides is a bookmark of its twin, once. */
export function expectAlertsOnce(situation: Situation): void {
  const { world } = situation;
  for (const id of living(situation)) {
    const [defender, sentinel] = SIDES.map((side) => heldOn(situation, side, id));
    if (defender === undefined || sentinel === undefined) continue;
    const told = sentinel.bookmarks.map((name) => {
      const { queryResult } = world.sides.bookmarks.get(name)!;
      return (JSON.parse(queryResult) as { AlertId: string }).AlertId;
    });
    assert.deepEqual(told.toSorted(), defender.alerts.map((one) => one.id).toSorted(), `alerts of ${id}`);
  }
}

/**
 * What people did in chat is kept where Microsoft's own sync runs, or they were told what became of it. Of what is set
 * in a portal nothing is promised there: that sync carries whole values, a list of tags among them, however late and
 * over whatever it meets, and nobody can see what it wrote over. So no claim is made of a field that anybody set in one.
 */
export function expectClicksKept(situation: Situation): Promise<void> {
  const { setInPortal } = situation.witness;
  return expectLastDeedsKept(situation, ({ by, id }, field) => by === 'chat' && !setInPortal.has(`${id}/${field}`));
}

/** What a person clearly did last is kept, or they were told what became of it. */
export async function expectLastDeedsKept(
  situation: Situation,
  isPromised: (last: Deed, field: Field) => boolean = () => true,
): Promise<void> {
  const { mergedInto, witness } = situation;
  const audit = await situation.world.audit();
  const claims = [
    ...[...witness.lastEdits.values()].map((last) => ({ last, field: last.field, isKept: isKept(situation, last) })),
    ...[...witness.lastTags.values()].map((last) => ({
      last,
      field: 'tags' as const,
      isKept: placesOf(situation, last).every(({ tags }) => folded(tags).has(last.tag) === last.isThere),
    })),
  ];
  for (const { last, field, isKept: kept } of claims) {
    if (kept || !last.isClear || mergedInto.has(last.id) || !isPromised(last, field)) continue;
    const link = await linkOf(situation, last.id);
    const isTold = audit
      .slice(last.auditRows)
      .some(
        ({ incident, outcome, detail }) =>
          incident === link!.number &&
          /^(overruled|failed|late)/.test(outcome) &&
          [undefined, field].includes((detail as { field?: Field } | null)?.field),
      );
    assert(isTold, `lost: ${json(last)}, held: ${tellSides(situation, last.id, [field])}`);
  }
}

/** With no changes a cycle asks each side for one list and writes nothing. */
export async function expectStill({ world }: Situation): Promise<void> {
  const report = await world.desk.syncNow();
  assert.deepEqual(report, { reads: 2, writes: 0, waiting: 0, faults: [] });
}

async function linkOf({ world }: Situation, id: string): Promise<Link | null> {
  return world.store.sync.linkById(world.context.connectionId, 'defender', id);
}

/** Those that are on both sides. */
async function linked(situation: Situation): Promise<{ id: string; link: Link }[]> {
  const found = [];
  for (const id of living(situation)) {
    if (!SIDES.every((side) => heldOn(situation, side, id) !== undefined)) continue;
    const link = await linkOf(situation, id);
    assert(link !== null, `${id} is not linked`);
    found.push({ id, link });
  }
  return found;
}

async function differing(situation: Situation): Promise<{ id: string; link: Link; fields: Field[] }[]> {
  const all = (await linked(situation)).map(({ id, link }) => {
    const [defender, sentinel] = SIDES.map((side) => heldOn(situation, side, id)!.incident);
    return { id, link, fields: differences(defender!, sentinel!, situation.hasNotes && !situation.wasNative) };
  });
  return all.filter(({ fields }) => fields.length > 0);
}

/** The incident where a deed has to be seen: on its own side, or, done in chat, wherever it is. */
function placesOf(situation: Situation, { id, by }: Deed) {
  const sides = by === 'chat' ? SIDES : [by];
  return sides.flatMap((side) => heldOn(situation, side, id)?.incident ?? []);
}

function isKept(situation: Situation, last: LastEdit): boolean {
  return placesOf(situation, last).every((incident) => {
    if (last.field !== 'state') return isSame(last.field, incident, last.value);
    const { status, classification } = last.value as { status: string; classification: string };
    return incident.state.status === status && incident.state.classification === classification;
  });
}

function survivorOf(id: string, mergedInto: Map<string, string>): string {
  const next = mergedInto.get(id);
  return next === undefined ? id : survivorOf(next, mergedInto);
}

function tellSides(situation: Situation, id: string, fields: Field[]): string {
  return json(fields.map((field) => SIDES.map((side) => heldOn(situation, side, id)?.incident[field])));
}

function json(value: unknown): string {
  return JSON.stringify(value);
}
