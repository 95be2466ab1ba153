import { ana, createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

export const LIMIT = 5;

/** A world with a low limit, and what these tests do with it. */
export async function brakesWorld(settings: Partial<SyncWorld['context']['settings']> = {}) {
  const world = await createSyncWorld({ massChangeLimit: LIMIT, ...settings });
  const setSeverity = (ids: string[], severity: 'low' | 'medium' | 'high'): void => {
    for (const id of ids) world.sides.defenderSide.edit(id, { severity });
  };
  const linked = async (count: number): Promise<string[]> => {
    const ids = Array.from({ length: count }, (_, index) => world.sides.raise(`incident ${index}`));
    await world.settle();
    return ids;
  };
  return {
    world,
    linked,
    /** A script of somebody changes all of these in Defender at once. */
    setSeverity,
    tag: (ids: string[]): void => {
      for (const id of ids) world.sides.defenderSide.edit(id, { tags: ['swept'] });
    },
    /** So many incidents whose severity was changed at once, and is held. */
    async braked(count: number): Promise<string[]> {
      const ids = await linked(count);
      setSeverity(ids, 'low');
      await world.settle();
      return ids;
    },
    go: () => world.desk.order('go', ana),
    holds: async () => (await world.desk.status())[0]!.holds.map(({ kind }) => kind),
    heldBack: async () => (await world.desk.status())[0]!.heldBack,
    severityOfTwins: (ids: string[]) => ids.map((id) => world.twin(id).incident.severity),
    tagsOfTwins: (ids: string[]) => ids.map((id) => world.twin(id).incident.tags.length),
  };
}

export type BrakesWorld = Awaited<ReturnType<typeof brakesWorld>>;
