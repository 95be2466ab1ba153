import { modeAsAsked } from './new-connection.ts';
import { takeOrPutBack } from './obey.ts';
import type { Store } from './ports/records.ts';
import type { SyncMode } from './posture.ts';

/**
 * A known connection at a start with a mode that was asked for by name: it is in that mode from now on, and what was
 * promised or proposed under another one follows. What `auto` chose before stands until it looks again.
 * @param now ISO 8601
 */
export async function followMode(store: Store, id: string, mode: SyncMode | 'auto', now: string): Promise<void> {
  if (mode === 'auto') return;
  await store.transaction(async (records) => {
    const before = (await records.connection(id))!;
    const after = { ...before, ...modeAsAsked(mode) };
    await records.saveConnection(after);
    await takeOrPutBack(records, before, after, now);
  });
}
