import type { Side } from '../../../src/incident/side.ts';
import type { Intent } from '../../../src/sync/intent.ts';
import type { Connection } from '../../../src/sync/ports/records.ts';
import type { SyncWorld } from '../sync-world.ts';

/** Whether something is written that must not be: kept over one step of a script. */
export interface Watch {
  /** The sync's own decisions were held back when the step began. */
  isHeld: boolean;
  /** Nothing was to be written at all. */
  isReadOnly: boolean;
  /** What was written in spite of it. */
  faults: string[];
}

/** Looks what is allowed from here on. What is under way by then has to have ended. */
export async function beginWatch({ store, context }: SyncWorld, watch: Watch): Promise<void> {
  const connection = (await store.sync.connection(context.connectionId))!;
  watch.isHeld = isHeld(connection);
  watch.isReadOnly = isReadOnly(connection);
}

/**
 * Notes every write that was not to be: any while the connection observes or rehearses, and any that nobody asked for
 * in chat while it is held or leaves the carrying to Microsoft. What an admin said go to is asked for: no later brake is about it.
 */
export function watchWrites(world: SyncWorld, watch: Watch): void {
  const { defender, sentinel } = world.sides;
  const look = async (side: Side, id: string, what: string[]) => {
    if (!watch.isHeld) return;
    const { store, context } = world;
    const connection = (await store.sync.connection(context.connectionId))!;
    const tell = (why: string) => watch.faults.push(`${side} ${id} was written (${what.join(', ')}) ${why}`);
    if (watch.isReadOnly && isReadOnly(connection)) return tell('though nothing may be');
    if (!isHeld(connection)) return undefined;
    const link = await store.sync.linkById(context.connectionId, side, id);
    const asked = link === null ? [] : await askedOf(world, connection, link.number, side);
    if (what.some((one) => !asked.includes(one))) return tell('though nobody asked for it');
    return undefined;
  };
  const { update, addComment } = defender;
  defender.update = async (id, changes) => {
    await look('defender', id, Object.keys(changes));
    return update(id, changes);
  };
  defender.addComment = async (id, text) => {
    await look('defender', id, ['comment']);
    return addComment(id, text);
  };
  const { update: put, create, putComment } = sentinel;
  sentinel.update = async (name, changes, basis) => {
    const { title, description: _description, ...fields } = changes;
    await look('sentinel', name, [...Object.keys(fields), ...(title === undefined ? [] : ['story'])]);
    return put(name, changes, basis);
  };
  sentinel.create = async (name, draft) => {
    await look('sentinel', name, ['create']);
    return create(name, draft);
  };
  sentinel.putComment = async (name, id, text) => {
    await look('sentinel', name, ['comment']);
    return putComment(name, id, text);
  };
}

function isReadOnly({ mode, holds }: Connection): boolean {
  return mode === 'observe' || holds.some(({ kind }) => kind === 'rehearsal');
}

function isHeld({ mode, holds }: Connection): boolean {
  return mode !== 'bridge' || holds.length > 0;
}

/** What people asked for, and what was withdrawn just now: this request may have been under way already. */
async function askedOf(
  { store, clock, audit }: SyncWorld,
  { mode, holds }: Connection,
  number: number,
  side: Side,
): Promise<string[]> {
  const actions = new Set(
    (await audit()).filter(({ incident }) => incident === number).map(({ actionId }) => actionId),
  );
  actions.delete(null);
  const ofActions = await Promise.all([...actions].map((id) => store.sync.intentsOfAction(id!)));
  const now = clock.now().toISOString();
  const isUnderWay = ({ state, settledAt }: Intent) =>
    state === 'open' || (state === 'superseded' && settledAt === now);
  const isBraked = mode === 'bridge' && holds.every(({ kind }) => kind === 'massChange');
  const isMeant = (intent: Intent) => isAskedFor(intent) || (isBraked && intent.passage === 'approved');
  return [...(await store.sync.openIntents(number)), ...ofActions.flat().filter(isUnderWay)]
    .filter((intent) => intent.side === side && isMeant(intent))
    .map(whatOf);
}

function isAskedFor({ cause, actionId }: Intent): boolean {
  return cause === 'person' || (cause === 'sync' && actionId !== null);
}

function whatOf({ work }: Intent): string {
  return work.kind === 'field' ? work.field : work.kind;
}
