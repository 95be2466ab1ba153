import { openState } from '../../incident/state.ts';
import { REDIRECTED_TAG, uniqueTags } from '../../incident/tags.ts';
import type { SyncContext } from '../context.ts';
import type { FieldWork } from '../intent.ts';
import type { Link } from '../link.ts';
import { isoNow } from '../ports/clock.ts';
import type { Records } from '../ports/records.ts';
import { syncIntent } from './sync-intent.ts';

/**
 * Defender folded the incident into another one. The link ends here: its twin is closed as Microsoft's own sync
 * would close it, and whatever was still promised for it is dropped.
 */
export async function foldIntoSurvivor(records: Records, context: SyncContext, link: Link): Promise<void> {
  const now = isoNow(context.clock);
  const survivorId = link.defender!.observation.incident.mergedInto!;
  const survivor = await records.linkById(link.connectionId, 'defender', survivorId);
  link.standing = 'merged';
  link.mergedInto = survivor?.number ?? null;
  link.version += 1;
  link.reconfirmVersion = link.version;
  for (const intent of await records.openIntents(link.number))
    await records.saveIntent({ ...intent, state: 'superseded', settledAt: now });
  const sentinel = link.sentinel?.observation.incident;
  if (sentinel === undefined) return;
  const closed = {
    ...openState('new'),
    status: 'closed',
    note: `Merged into Defender incident ${survivorId}`,
  } as const;
  const works: FieldWork[] = [
    { kind: 'field', field: 'state', value: closed },
    { kind: 'field', field: 'tags', value: uniqueTags([...sentinel.tags, REDIRECTED_TAG]) },
  ];
  for (const work of works) await records.addIntent(syncIntent(link, 'sentinel', work, 'M1'), now);
}
