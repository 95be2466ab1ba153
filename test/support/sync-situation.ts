import type { Field, FieldValues } from '../../src/incident/incident.ts';
import { SIDES } from '../../src/incident/side.ts';
import type { Side } from '../../src/incident/side.ts';
import { openState } from '../../src/incident/state.ts';
import { FIELD_RULES } from '../../src/sync/fields.ts';
import type { Ask } from '../../src/sync/ports/desk.ts';
import type { DefenderPort, ListQuery, ObservedPage, SentinelPort } from '../../src/sync/ports/side-port.ts';
import { sampleAlert } from './alerts.ts';
import { letRun } from './hold-request.ts';
import { ERRORS } from './sync-steps.ts';
import type { ClickStep, CycleStep, Step } from './sync-steps.ts';
import { ana, bob, createSyncWorld } from './sync-world.ts';
import type { SyncWorld } from './sync-world.ts';

/** Enough turns for everything that was begun to be answered. */
const LONG_ENOUGH = 120;
/** Edits of one field closer to each other than this have no clear order. */
const CLEARLY_LATER_MILLISECONDS = 30_000;

/** The last thing a person did to a field of an incident. */
export interface LastEdit {
  id: string;
  field: Exclude<Field, 'tags'>;
  value: unknown;
  by: Side | 'chat';
  at: number;
  /** Rows the audit had before it. */
  auditRows: number;
  /** Nothing else was done to the field shortly before, so that it has to win or be told that it lost. */
  isClear: boolean;
}

export interface Said {
  text: string;
  where: Side | 'chat';
  id: string;
}

/** A world in which a script is played, and what people did in it. */
export interface Situation {
  world: SyncWorld;
  ids: string[];
  /** What was folded into what. */
  mergedInto: Map<string, string>;
  said: Said[];
  lastEdits: Map<string, LastEdit>;
  lists: { lateSeconds: number; isPartial: boolean };
  /** The requests that put comments, without the turns they take. */
  atOnce: Pick<DefenderPort, 'addComment'> & Pick<SentinelPort, 'putComment'>;
}

/**
 * A world with one linked incident. Each request takes some turns of the event loop on its way there and back, after
 * `turns` in turn, so that requests and answers overtake each other.
 */
export async function createSituation(turns: number[]): Promise<Situation> {
  const world = await createSyncWorld({ patienceMilliseconds: 0 });
  const lists = { lateSeconds: 0, isPartial: false };
  const pace = paceOf(turns);
  const { defender, sentinel } = world.sides;
  const atOnce = { addComment: defender.addComment, putComment: sentinel.putComment };
  slowDown(defender, ['get', 'update', 'addComment', 'listAlerts'], pace);
  slowDown(sentinel, ['get', 'update', 'create', 'listComments', 'putComment', 'putBookmark'], pace);
  for (const port of [defender, sentinel]) listBadly(world, port, lists);
  const ids = [await world.linked('first')];
  return { world, ids, mergedInto: new Map(), said: [], lastEdits: new Map(), lists, atOnce };
}

export async function play(situation: Situation, script: Step[]): Promise<void> {
  for (const step of script) await playStep(situation, step);
}

/** Everything works again, and goes on until nothing is left to do. */
export async function quietDown({ world, lists }: Situation): Promise<void> {
  Object.assign(lists, { lateSeconds: 0, isPartial: false });
  for (const side of [world.sides.defenderSide, world.sides.sentinelSide]) {
    side.faults.length = 0;
    side.setDown(false);
  }
  await letRun(LONG_ENOUGH);
  await world.settle(20);
  // What a list cannot show, an alert behind an edit, is looked for now and then.
  await world.sync.compare();
  await world.settle(20);
}

async function playStep(situation: Situation, step: Step): Promise<void> {
  const { world, ids, mergedInto, lists } = situation;
  switch (step.do) {
    case 'raise': {
      const owner = step.owner === null ? null : { upn: step.owner, objectId: null, name: null };
      ids.push(world.sides.raise(`incident ${ids.length}`, { owner }));
      return;
    }
    case 'edit':
      return edit(situation, step.side, pick(situation, step.which), step.changes);
    case 'alert': {
      const id = pick(situation, step.which);
      return world.sides.alert(id, sampleAlert(`alert ${world.original(id).alerts.length} of ${id}`));
    }
    case 'comment':
      return comment(situation, step.where, pick(situation, step.which));
    case 'click':
    case 'cycle':
      await begin(situation, step);
      return letRun(LONG_ENOUGH);
    case 'wait':
      world.clock.advance(step.seconds * 1000);
      return letRun(LONG_ENOUGH);
    case 'fault':
      world.sides[`${step.side}Side`].faults.push({ when: step.when, error: ERRORS[step.error] });
      return;
    case 'crash':
      await world.orCrash(step.request, step.when, () => begin(situation, step.during));
      if (step.during.do === 'click') blur(situation, step.during);
      return;
    case 'down':
      return world.sides[`${step.side}Side`].setDown(step.isDown);
    case 'list late':
      lists.lateSeconds = step.seconds;
      return;
    case 'list incompletely':
      lists.isPartial = step.isPartial;
      return;
    case 'merge': {
      const [id, survivor] = [pick(situation, step.which), pick(situation, step.which + 1)];
      if (id === survivor) return;
      mergedInto.set(id, survivor);
      world.sides.mergeInDefender(id, survivor);
      // What was asked of the one may go on to the other, so nobody can say what was last done to that.
      for (const last of situation.lastEdits.values()) if (last.id === survivor) last.isClear = false;
      return;
    }
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

function pick({ ids, mergedInto }: Situation, which: number): string {
  const living = ids.filter((id) => !mergedInto.has(id));
  return living[which % living.length]!;
}

async function begin(situation: Situation, step: ClickStep | CycleStep): Promise<void> {
  const { world } = situation;
  if (step.do === 'cycle') {
    await world.desk.syncNow();
    return;
  }
  const id = pick(situation, step.which);
  const incident = await numberOf(world, id);
  if (incident === null) return;
  const before = (await world.audit()).length;
  const result = await world.act(step.ask, { incident, by: step.by === 'ana' ? ana : bob });
  const isSet = result.outcome === 'applied' && SIDES.some((side) => result.sides[side] !== 'unchanged');
  if (isSet) note(situation, id, 'chat', changesOf(step.ask), before);
  if (isSet && step.ask.kind === 'undo') forgetOrder(situation, id);
}

/** Something was taken back, and the value from before it stands again: who was last is not clear any more. */
function forgetOrder({ lastEdits }: Situation, id: string): void {
  for (const last of lastEdits.values()) if (last.id === id) last.isClear = false;
}

async function edit(situation: Situation, side: Side, id: string, changes: Partial<FieldValues>): Promise<void> {
  const { world } = situation;
  const [portal, name] =
    side === 'defender' ? [world.sides.defenderSide, id] : [world.sides.sentinelSide, world.twinOf(id)];
  const present = portal.held.get(name)?.incident;
  if (present === undefined || isHeld(present, changes)) return;
  portal.edit(name, structuredClone(changes));
  note(situation, id, side, changes, (await world.audit()).length);
}

async function comment({ world, said }: Situation, where: Side | 'chat', id: string): Promise<void> {
  const text = `${where} says ${said.length};`;
  if (where === 'defender') world.sides.commentInDefender(id, text);
  else if (where === 'sentinel') {
    if (!world.sides.sentinelSide.held.has(world.twinOf(id))) return;
    world.sides.commentInSentinel(world.twinOf(id), text);
  } else {
    const incident = await numberOf(world, id);
    if (incident === null || !(await world.click(incident, { kind: 'comment', text }))) return;
  }
  said.push({ text, where, id });
}

async function numberOf({ store, context }: SyncWorld, id: string): Promise<number | null> {
  return (await store.sync.linkById(context.connectionId, 'defender', id))?.number ?? null;
}

function note(
  { world, lastEdits }: Situation,
  id: string,
  by: Side | 'chat',
  changes: Partial<FieldValues>,
  auditRows: number,
): void {
  const at = world.clock.now().getTime();
  for (const [name, value] of Object.entries(changes)) {
    if (name === 'tags') continue;
    const field = name as LastEdit['field'];
    const before = lastEdits.get(`${id}/${field}`);
    const isClear = before === undefined || at - before.at > CLEARLY_LATER_MILLISECONDS;
    lastEdits.set(`${id}/${field}`, { id, field, value, by, at, auditRows, isClear });
  }
}

/** Whether a click was taken before the process died was not told, so neither is what it did. */
function blur(situation: Situation, { which, ask }: ClickStep): void {
  const id = pick(situation, which);
  note(situation, id, 'chat', changesOf(ask), 0);
  if (ask.kind === 'undo') forgetOrder(situation, id);
  for (const field of Object.keys(changesOf(ask))) {
    const last = situation.lastEdits.get(`${id}/${field}`);
    if (last !== undefined) last.isClear = false;
  }
}

/** What a click sets; the closing note is the engine's to word. */
function changesOf(ask: Ask): Partial<FieldValues> {
  switch (ask.kind) {
    case 'severity':
      return { severity: ask.severity };
    case 'assign':
      return { owner: ask.to };
    case 'activate':
    case 'reopen':
      return { state: openState('active') };
    case 'close': {
      const { classification, determination } = ask;
      return { state: { status: 'closed', classification, determination, reason: null, note: '' } };
    }
    default:
      return {};
  }
}

function isHeld(present: FieldValues, changes: Partial<FieldValues>): boolean {
  return Object.entries(changes).every(([name, value]) => {
    const rules = FIELD_RULES[name as Field] as { same(a: unknown, b: unknown): boolean };
    return rules.same(present[name as Field], value);
  });
}

function paceOf(turns: number[]): () => number {
  let request = 0;
  return () => turns[(request += 1) % turns.length] ?? 0;
}

function slowDown<P extends object>(port: P, names: (keyof P)[], pace: () => number): void {
  for (const name of names) {
    const send = port[name] as (...parameters: unknown[]) => Promise<unknown>;
    const slow = async (...parameters: unknown[]) => {
      const there = pace();
      await letRun(there);
      const answer = await send(...parameters);
      await letRun((there * 7) % 5);
      return answer;
    };
    port[name] = slow as P[keyof P];
  }
}

function listBadly(
  world: SyncWorld,
  port: { listModified(query: ListQuery): AsyncIterable<ObservedPage> },
  lists: Situation['lists'],
): void {
  const { listModified } = port;
  port.listModified = async function* badly(query) {
    for await (const page of listModified(query)) {
      const until = world.clock.now().getTime() - lists.lateSeconds * 1000;
      const observations = page.observations.filter(({ incident }) => Date.parse(incident.modifiedAt) <= until);
      yield { ...page, observations, partial: lists.isPartial };
    }
  };
}
