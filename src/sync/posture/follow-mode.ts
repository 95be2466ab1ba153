import { changeMode } from './change-mode.ts';
import { modeAsAsked } from './new-connection.ts';
import type { Store } from '../ports/records.ts';
import type { SyncMode } from './posture.ts';

/**
 * A known connection at a start with a mode that was asked for by name is in that mode from now on. What `auto` chose
 * before stands until it looks again.
 * @param now ISO 8601
 */
export async function followMode(store: Store, id: string, mode: SyncMode | 'auto', now: string): Promise<void> {
  if (mode === 'auto') return;
  await store.transaction(async (records) => {
    await changeMode(records, (await records.connection(id))!, modeAsAsked(mode), now);
  });
}
