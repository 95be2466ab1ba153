import { carriesAlerts } from '../carries-alerts.ts';
import type { SyncContext } from '../context.ts';
import { hasRoom } from '../has-room.ts';
import { PRIORITY } from '../intent.ts';
import { isoNow } from '../ports/clock.ts';
import type { Records } from '../ports/records.ts';
import { postureOf } from '../posture/posture.ts';
import { replaceIntent } from '../replace-intent.ts';
import { syncIntent } from './sync-intent.ts';

/** Incidents whose bookmarks are promised at once, and bookmarks, before the rest of the cycle has its turn again. */
const MOST_INCIDENTS = 40;
const PORTION = 40;

/**
 * Row B1 of the decision table: alerts that are not in Sentinel as Defender tells them now are promised as bookmarks,
 * the newest incidents first, behind everything else and never many at once. While Sentinel refuses to take any, one
 * incident now and then is enough to find out whether it still does. Returns of how many incidents.
 */
export async function promiseAlerts(context: SyncContext): Promise<number> {
  const { connectionId, store, pauses, clock } = context;
  if (pauses.isOn('bookmarks') || !hasRoom(context)) return 0;
  const isRefused = pauses.all().some(({ what }) => what === 'bookmarks');
  return store.transaction(async (records) => {
    const connection = (await records.connection(connectionId))!;
    if (!postureOf(connection).carries) return 0;
    const most = isRefused ? 1 : MOST_INCIDENTS - (await records.countOpenIntents(connectionId, 'alerts'));
    const now = isoNow(clock);
    let [incidents, written] = [0, 0];
    for (const number of await records.linksToBookmark(connectionId, Math.max(0, most))) {
      if (written >= PORTION) break;
      const link = (await records.link(number))!;
      if (!carriesAlerts(connection, link)) {
        await forgetUnwritten(records, number);
        continue;
      }
      written += (await records.bookmarks(number)).filter(({ content }) => content !== null).length;
      for (const intent of await records.deadIntents(number))
        if (intent.work.kind === 'alerts') await replaceIntent(records, intent, now, 'there is something newer');
      const taking = { state: 'open', notBefore: now } as const;
      const intent = syncIntent(link, 'sentinel', { kind: 'alerts' }, 'B1', taking);
      await records.addIntent({ ...intent, priority: PRIORITY.alerts }, now);
      incidents += 1;
    }
    return incidents;
  });
}

/** What is none of ours to carry any more would be found again in every cycle. */
async function forgetUnwritten(records: Records, number: number): Promise<void> {
  for (const bookmark of await records.bookmarks(number)) await records.saveBookmark({ ...bookmark, content: null });
}
