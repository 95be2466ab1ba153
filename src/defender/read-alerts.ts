import { z } from 'zod';
import { isTooLarge } from '../azure/is-too-large.ts';
import { redact } from '../azure/redact.ts';
import { MOST_ALERTS } from '../incident/alert.ts';
import type { AlertList } from '../incident/alert.ts';
import type { DefenderClient } from './client.ts';
import { toAlert } from './to-alert.ts';
import { toAlertList } from './wire-alert.ts';
import type { ReadAlert } from './wire-alert.ts';

/** With this a usual incident is one request, and the fullest one that is described two. */
const PAGE_SIZE = 100;
const SMALLEST_PAGE = 5;
/** As many as the smallest pages need, and some: more means that next links have no end. */
const MOST_PAGES = 40;

/**
 * The alerts of one incident, page by page until there are more than are described. A page whose evidence is beyond
 * what is taken in is asked for smaller.
 */
export async function readAlerts(client: DefenderClient, incidentId: string): Promise<AlertList> {
  for (let top = PAGE_SIZE; ;) {
    try {
      return await readPages(client, client.alertsUrl(incidentId, top), (item) => toAlertOf(incidentId, item));
    } catch (error) {
      if (!isTooLarge(error) || top <= SMALLEST_PAGE) throw error;
      top = Math.max(SMALLEST_PAGE, Math.floor(top / 4));
    }
  }
}

const Origin = z.object({ id: z.string(), incidentId: z.string() });

/** An alert that says it is of another incident is not believed: whatever answered took no notice of the filter. */
function toAlertOf(incidentId: string, item: unknown): ReadAlert {
  const { success, data } = Origin.safeParse(item);
  if (!success || data.incidentId.toLowerCase() === incidentId.toLowerCase()) return toAlert(item);
  return {
    alert: null,
    faults: [`alert ${redact(data.id, 80)}: of another incident (${redact(data.incidentId, 80)})`],
  };
}

async function readPages(
  client: DefenderClient,
  firstUrl: string,
  read: (item: unknown) => ReadAlert,
): Promise<AlertList> {
  const items: unknown[] = [];
  const visited = new Set<string>();
  let isPartial = false;
  let url: string | null = firstUrl;
  while (url !== null && items.length <= MOST_ALERTS && visited.size < MOST_PAGES) {
    visited.add(url);
    const answer: Awaited<ReturnType<DefenderClient['page']>> = await client.page(url);
    items.push(...answer.data.value);
    isPartial ||= answer.status === 206;
    const next: string | null = answer.data['@odata.nextLink'];
    // What was read is no worse for a link that cannot be followed.
    const fault =
      next === null ? null : (client.linkFault(next) ?? (visited.has(next) ? 'a next link leads back' : null));
    if (fault !== null) {
      const list = toAlertList(items, true, read);
      return { ...list, unreadable: [...list.unreadable, fault] };
    }
    // A page without anything that goes on all the same would do so for ever.
    url = answer.data.value.length === 0 ? null : next;
  }
  // An answer the service itself calls incomplete is told as one that has more.
  return toAlertList(items, url !== null || isPartial, read);
}
