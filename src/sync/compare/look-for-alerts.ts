import type { SyncContext } from '../context.ts';

/**
 * Correlation may have added alerts to an incident unseen, just before a person changed it: whatever moved since its
 * alerts were read has them read again, some with each of the next cycles.
 */
export async function lookForAlerts({ store, connectionId }: SyncContext): Promise<void> {
  const stale = await store.alertsStale(connectionId);
  await store.transaction(async (records) => {
    for (const number of stale) {
      await records.markAlertsDue(number, true);
      await records.markNamesDue(number, true);
      await records.markAlertsStale(number, false);
    }
  });
}
