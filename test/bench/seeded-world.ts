import { join } from 'node:path';
import { openStore } from '../../src/store/open-store.ts';
import { connectionIdOf } from '../../src/sync/context.ts';
import { createConnectionSync } from '../../src/sync/connection-sync.ts';
import type { ConnectionSync, SyncListeners } from '../../src/sync/connection-sync.ts';
import { createDesk, createFeeds } from '../../src/sync/desk.ts';
import { newConnection } from '../../src/sync/posture/new-connection.ts';
import type { Desk } from '../../src/sync/ports/desk.ts';
import { twinNameOf } from '../../src/sync/observe/link-incident.ts';
import { createSyncWorld } from '../support/sync-world.ts';
import type { SyncWorld } from '../support/sync-world.ts';
import { multiplyLink } from './multiply-link.ts';

/** Incidents modified of late, which an idle cycle's lists show again: more than either side's overlap holds. */
export const RECENT = 50;
const POLL_MILLISECONDS = 300_000;

/** As long as they are, since every index of the links begins with it. */
const CONNECTION_ID = connectionIdOf(
  '5f2b1c9e-3d0a-4c57-9e64-0b7a1d2e8f31',
  '/subscriptions/8c1d7e52-96b4-4f0c-a1d3-7be2c0549f6a/resourceGroups/rg-security' +
    '/providers/Microsoft.OperationalInsights/workspaces/law-sentinel',
);

/** Nobody is told of what changes. */
const NOBODY: SyncListeners = { changed: () => undefined };

export interface SeededWorld extends Pick<SyncWorld, 'sides' | 'meter'> {
  sync: ConnectionSync;
  desk: Desk;
  /** The Defender ids of the incidents that were linked one by one. */
  recent: string[];
  /** A cycle, five minutes after the last. */
  cycle(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The engine over fake sides and a database file that holds so many links. The latest were made by the engine itself;
 * the mass before them are copies of one that was, with its history, made in a single transaction.
 * @param areHeld whether the fake sides hold the mass too, or only what their lists show
 */
export async function createSeededWorld(folder: string, links: number, areHeld: boolean): Promise<SeededWorld> {
  const databaseUrl = `file:${join(folder, `${links}-links.db`)}`;
  const world = await createSyncWorld({ massChangeLimit: Number.MAX_SAFE_INTEGER });
  const { sides, clock, meter } = world;
  const context = { ...world.context, connectionId: CONNECTION_ID };

  const before = await openStore(databaseUrl);
  await before.sync.addConnection(newConnection(CONNECTION_ID, clock.now().toISOString(), context.settings));
  const defenderId = sides.raise('Multi-stage incident involving initial access on one endpoint');
  await createConnectionSync({ ...context, store: before.sync }, NOBODY).cycle();
  await before.close();
  const ids = { defenderId, sentinelName: twinNameOf(CONNECTION_ID, defenderId) };
  multiplyLink(databaseUrl.slice('file:'.length), ids, links - RECENT);
  if (areHeld) {
    addOld(sides.defenderSide.held, defenderId, links - RECENT);
    addOld(sides.sentinelSide.held, ids.sentinelName, links - RECENT);
  }

  const store = await openStore(databaseUrl);
  const sync = createConnectionSync({ ...context, store: store.sync }, NOBODY);
  const cycle = async () => {
    clock.advance(POLL_MILLISECONDS);
    const { faults } = await sync.cycle();
    if (faults.length > 0) throw new Error(`the cycle failed: ${faults.join('; ')}`);
  };
  const recent = [defenderId];
  for (clock.advance(POLL_MILLISECONDS); recent.length < RECENT; clock.advance(1000))
    recent.push(sides.raise(`Suspicious sign-in ${recent.length}`));
  await cycle();
  await cycle();
  return {
    sides,
    meter,
    sync,
    desk: createDesk(store.sync, [sync], createFeeds(), clock),
    recent,
    cycle,
    async close() {
      await sync.stop();
      await store.close();
      await world.close();
    },
  };
}

/** Copies of an incident that changed last before anything a list is asked for. */
function addOld(held: SyncWorld['sides']['defenderSide']['held'], exemplar: string, copies: number): void {
  const { incident, ...rest } = held.get(exemplar)!;
  for (let copy = 1; copy <= copies; copy += 1) {
    const id = `copy-${copy}`;
    held.set(id, { ...rest, incident: { ...incident, id, modifiedAt: '2026-01-01T00:00:00.0000000Z' } });
  }
}
