import { derivedId } from '../../src/incident/comment.ts';
import type { SyncWorld } from './sync-world.ts';

/**
 * So many comments of people in Sentinel that the sync knows of already, each taken for carried: what a playbook
 * leaves behind. Returns their texts.
 */
export async function addKnownComments(world: SyncWorld, defenderId: string, count: number): Promise<string[]> {
  const name = world.twinOf(defenderId);
  const { connectionId } = world.context;
  const link = (await world.store.sync.linkById(connectionId, 'defender', defenderId))!.number;
  const texts = Array.from({ length: count }, (_, n) => `playbook ${n};`);
  for (const text of texts) world.sides.commentInSentinel(name, text, 'Playbook');
  await world.store.sync.transaction(async (records) => {
    for (const { id, author, text, createdAt } of world.twin(defenderId).comments.slice(-count || Infinity)) {
      const known = { link, origin: 'sentinel' as const, author, text, createdAt, part: 1, isEdit: false };
      const held = { onDefender: true, onSentinel: true, inRollUp: false, shownText: null };
      const derived = derivedId(connectionId, 'sentinel', name, id!);
      await records.addComment({ ...known, ...held, id: derived, carriedText: `${author} (Sentinel): ${text}` });
    }
  });
  return texts;
}
