import { FIELDS } from '../../../src/incident/incident.ts';
import type { Incident } from '../../../src/incident/incident.ts';
import type { Severity } from '../../../src/incident/severity.ts';
import type { Side } from '../../../src/incident/side.ts';
import { SIDES } from '../../../src/incident/side.ts';
import { policyForAll } from '../../../src/sync/conflict-policy.ts';
import type { Policy } from '../../../src/sync/conflict-policy.ts';
import type { DefenderPort, FieldChanges, SentinelPort } from '../../../src/sync/ports/side-port.ts';
import type { NativeSyncPlan } from '../../../src/simulator/native-sync/settings.ts';
import { rules } from '../../automation/rule-entries.ts';
import { letRun } from '../hold-request.ts';
import { addKnownComments } from '../known-comments.ts';
import { createSyncWorld } from '../sync-world.ts';
import type { SyncWorld } from '../sync-world.ts';
import type { Held } from '../fake-sides.ts';
import type { PlannedCrash } from '../crashes.ts';
import { listBadly } from './list-badly.ts';
import type { BadLists } from './list-badly.ts';
import { isSame } from './same-story.ts';
import type { Step } from './step.ts';
import { watchWrites } from './watch-writes.ts';
import type { Watch } from './watch-writes.ts';
import { createWitness, excuse, folded } from './witness.ts';
import type { Witness } from './witness.ts';

/** How far a service's clock is ahead of ours: it drifts, but never further than `most` either way. */
export interface ServiceClock {
  secondsAhead: number;
  secondsAnHour: number;
  most: number;
}

/** What a script is played in. */
export interface Setting {
  /** Each request takes some turns of the event loop on its way there and back, after these in turn. */
  turns: number[];
  begins?: 'bridge' | 'native' | 'observe' | 'rehearsing';
  policy?: Policy;
  massChangeLimit?: number;
  clocks?: Record<Side, ServiceClock>;
  /** Less severe incidents are not linked. */
  minSeverity?: Severity;
  /** Microsoft's own sync runs, so. */
  nativeSync?: NativeSyncPlan;
  /** So many comments of a playbook are on both sides already. */
  knownComments?: number;
  /** Automation rules, as they are written in the file. */
  rules?: object[];
}

/** A world in which a script is played, and what people did in it. */
export interface Situation {
  world: SyncWorld;
  ids: string[];
  /** What was folded into what. */
  mergedInto: Map<string, string>;
  /** What a side does not have any more, as it was there. */
  deleted: Record<Side, Map<string, Held>>;
  witness: Witness;
  lists: BadLists;
  /** Whether somebody changes the incident, for each of the next writes to Sentinel that meet a conflict. */
  conflicts: boolean[];
  watch: Watch;
  /** Where a comment was carried by a click under Microsoft's own sync, which may carry it once more. */
  repaired: Set<string>;
  /** It was left to Microsoft's own sync for a time. */
  wasNative: boolean;
  /** Where the process died. */
  deaths: PlannedCrash[];
  /** Told of every step once it was played. */
  followers: ((step: Step) => Promise<void>)[];
  /** Told when all is quiet, before people are asked what they were told of. */
  whenQuiet: () => Promise<void>;
  /** Told when all is quiet and mended, before it is judged. */
  inTheEnd: () => Promise<void>;
  /** Closing notes cross as well. */
  hasNotes: boolean;
  /** The requests that put comments, without the turns they take. */
  atOnce: Pick<DefenderPort, 'addComment'> & Pick<SentinelPort, 'putComment'>;
}

/** A world with one incident, which is linked where the connection writes. */
export async function createSituation(setting: Setting): Promise<Situation> {
  const { begins = 'bridge', policy = 'newest', massChangeLimit = 50 } = setting;
  const world = await createSyncWorld({
    patienceMilliseconds: 0,
    conflictPolicy: policyForAll(policy),
    massChangeLimit,
    minSeverity: setting.minSeverity ?? 'unknown',
    mode: begins === 'rehearsing' ? 'bridge' : begins,
    start: begins === 'rehearsing' ? 'rehearse' : 'go',
  });
  const { defender, sentinel } = world.sides;
  const atOnce = { addComment: defender.addComment, putComment: sentinel.putComment };
  const lists: BadLists = { lateSeconds: 0, isPartial: false, isUnreadable: false, again: 'nothing' };
  const conflicts: boolean[] = [];
  const watch: Watch = { isHeld: false, isReadOnly: false, faults: [] };
  for (const side of SIDES) if (setting.clocks !== undefined) setClock(world, side, setting.clocks[side]);
  meetConflicts(world, conflicts);
  const witness = createWitness();
  watchWindow(world, witness);
  const pace = paceOf(setting.turns);
  slowDown(defender, ['get', 'update', 'addComment', 'listAlerts'], pace);
  slowDown(sentinel, ['get', 'update', 'create', 'listComments', 'putComment', 'putBookmark'], pace);
  watchAnswers(world, witness);
  for (const port of [defender, sentinel]) listBadly(world, port, lists);
  watchWrites(world, watch);
  if (setting.nativeSync !== undefined) world.sides.nativeSync.apply({ ...setting.nativeSync, state: 'on' });
  const ids = [await world.linked('first')];
  if (setting.nativeSync !== undefined) await world.settle(2);
  if (setting.knownComments !== undefined) await addKnownComments(world, ids[0]!, setting.knownComments);
  if (setting.rules !== undefined) world.setRules(rules(...setting.rules));
  return {
    world,
    ids,
    mergedInto: new Map(),
    deleted: { defender: new Map(), sentinel: new Map() },
    witness,
    lists,
    conflicts,
    watch,
    repaired: new Set(),
    wasNative: begins === 'native',
    deaths: [],
    followers: [],
    whenQuiet: async () => undefined,
    inTheEnd: async () => undefined,
    hasNotes: setting.nativeSync === undefined,
    atOnce,
  };
}

function setClock({ clock, sides }: SyncWorld, side: Side, { secondsAhead, secondsAnHour, most }: ServiceClock): void {
  const start = clock.now().getTime();
  sides[`${side}Side`].setClock((now) => {
    const drifted = secondsAhead + (secondsAnHour * (now.getTime() - start)) / 3_600_000;
    return Math.max(-most, Math.min(most, drifted));
  });
}

function meetConflicts({ sides, meter }: SyncWorld, conflicts: boolean[]): void {
  const { update } = sides.sentinel;
  sides.sentinel.update = async (name, changes, basis) => {
    const isTouched = conflicts.shift();
    if (isTouched === true && sides.sentinelSide.held.has(name)) sides.sentinelSide.edit(name, {});
    if (isTouched !== false) return update(name, changes, basis);
    meter.count('writes');
    return { outcome: 'conflict' };
  };
}

/**
 * Defender has no compare-and-set: what somebody sets there between our read and our write cannot be seen, and may be
 * written over. It is the only such window.
 */
function watchWindow({ sides }: SyncWorld, witness: Witness): void {
  const { defender, defenderSide } = sides;
  const { get, update } = defender;
  const read = new Map<string, Incident>();
  defender.get = async (id) => {
    const observation = await get(id);
    if (observation !== null) read.set(id, observation.incident);
    return observation;
  };
  defender.update = async (id, changes) => {
    const [before, present] = [read.get(id), defenderSide.held.get(id)?.incident];
    const fields = FIELDS.filter((field) => changes[field] !== undefined);
    if (before !== undefined && present !== undefined)
      excuse(
        witness,
        id,
        'defender',
        fields.filter((field) => !isSame(field, present, before[field])),
      );
    return update(id, changes);
  };
}

/**
 * A list of tags whose answer was lost, the process or the request with it, may have arrived: a tag of it that is not
 * there was never put there, or somebody took it away.
 */
function watchAnswers({ sides, twinOf }: SyncWorld, witness: Witness): void {
  const { defender, sentinel } = sides;
  const answered = async <T>(
    id: string | undefined,
    { tags = [] }: FieldChanges,
    send: () => Promise<T>,
  ): Promise<T> => {
    const keys = [...folded(tags)].map((tag) => `${id}/${tag}`);
    for (const key of keys) witness.unanswered.add(key);
    for (const key of keys) witness.sent.add(key);
    const answer = await send();
    for (const key of keys) witness.unanswered.delete(key);
    return answer;
  };
  const { update } = defender;
  defender.update = (id, changes) => answered(id, changes, () => update(id, changes));
  const { update: put } = sentinel;
  sentinel.update = (name, changes, basis) => {
    const id = [...sides.defenderSide.held.keys()].find((one) => twinOf(one) === name);
    return answered(id, changes, () => put(name, changes, basis));
  };
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
