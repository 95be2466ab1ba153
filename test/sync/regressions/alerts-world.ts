import type { Alert } from '../../../src/incident/alert.ts';
import { RemoteError } from '../../../src/sync/ports/remote-error.ts';
import { sampleAlert } from '../../support/alerts.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

/** What a cycle reports that found nothing to do. */
export const still = { reads: 2, writes: 0, waiting: 0, faults: [] };

export const many = (count: number, overrides: Partial<Alert> = {}) =>
  Array.from({ length: count }, (_, index) => sampleAlert(`a${index}`, overrides));

/** The bookmarks tied to an incident's twin, as Sentinel holds them. */
export const bookmarksOf = (world: SyncWorld, id: string) =>
  world.twin(id).bookmarks.map((name) => world.sides.bookmarks.get(name)!);

export const alertIdsOf = (world: SyncWorld, id: string) =>
  bookmarksOf(world, id).map(({ queryResult }) => JSON.parse(queryResult).AlertId);

export const alertReads = async (world: SyncWorld) => (await world.desk.status())[0]!.alertReads;

/** The next answer about a bookmark or its relation never arrives. */
export function lost(world: SyncWorld, on: 'bookmark' | 'relation'): void {
  world.sides.sentinelSide.faults.push({
    when: 'after',
    on,
    error: new RemoteError('server', 'bad gateway', { status: 502, inDoubt: true }),
  });
}

/** The next cycle. */
export async function later(world: SyncWorld): Promise<void> {
  world.clock.advance(400_000);
  await world.desk.syncNow();
}
