import type { SyncContext } from '../../../src/sync/context.ts';
import { rules } from '../../automation/rule-entries.ts';
import { createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

export const VIP = { name: 'VIPs are high', if: { tags: { any: 'vip' } }, then: [{ severity: 'high' }] };
/** What a cycle reports that found nothing to do. */
export const IDLE = { reads: 2, writes: 0, waiting: 0, faults: [] };

/** A world in which these rules are asked, as they are written in the file, about what happens from now on. */
export async function worldWith(settings: Partial<SyncContext['settings']>, ...entries: object[]): Promise<SyncWorld> {
  const world = await createSyncWorld(settings);
  world.setRules(rules(...entries));
  await world.desk.syncNow();
  return world;
}

/** Somebody tags the incident in Defender. */
export function tag(world: SyncWorld, id: string, tags = ['vip']): void {
  world.sides.defenderSide.edit(id, { tags });
}

/** What rules did, one row for each rule and event. */
export async function acceptedRuns(world: SyncWorld) {
  return (await world.audit()).filter(({ actor, outcome }) => actor.kind === 'rule' && outcome === 'accepted');
}

/** What rules were refused. */
export async function refusals(world: SyncWorld): Promise<string[]> {
  return (await world.audit()).flatMap(({ outcome }) => (outcome.startsWith('refused:') ? [outcome] : []));
}
