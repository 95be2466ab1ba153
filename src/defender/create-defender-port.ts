import { keysetPages } from '../azure/keyset-pages.ts';
import type { Keyset, KeysetSource } from '../azure/keyset-pages.ts';
import type { RequestPipeline } from '../azure/pipeline.ts';
import { unlessMissing } from '../azure/unless-missing.ts';
import { RemoteError } from '../sync/ports/remote-error.ts';
import type { DefenderPort, FieldChanges, ListQuery, Observation } from '../sync/ports/side-port.ts';
import { DefenderClient } from './client.ts';
import { readAlerts } from './read-alerts.ts';
import { RecentlyOpen } from './recently-open.ts';
import { inWords, refusalOf, withoutRefused } from './refusals.ts';
import type { Refusable } from './refusals.ts';
import { toObservation, toPage } from './to-page.ts';
import { toRequest } from './to-request.ts';
import type { IncidentPatch } from './to-request.ts';
import type { WireIncident } from './wire-schema.ts';

export interface DefenderPortSettings {
  /** Graph without a version, e.g. `https://graph.microsoft.com`; may have a path. */
  endpoint: string;
  pipeline: RequestPipeline;
  /** Incidents a page; 50 is what Graph takes at most. */
  pageSize?: number;
  /** What is already known not to be taken. */
  refused?: readonly Refusable[];
}

// Graph documents 500 for alerts' $skip and stalls on incidents beyond it.
const SKIP_CAP = 500;

/** Microsoft Defender XDR over Graph Security v1.0. */
export function createDefenderPort(settings: DefenderPortSettings): DefenderPort {
  const pageSize = settings.pageSize ?? 50;
  const client = new DefenderClient({ endpoint: settings.endpoint, pipeline: settings.pipeline });
  const refused = new Set<Refusable>(settings.refused);
  const open = new RecentlyOpen();
  let isOrdered = true;
  const observe = (wire: WireIncident) => open.note(toObservation(wire));

  const get = (id: string): Promise<Observation | null> => unlessMissing(client.incident(id).then(observe));

  /** A page; a service that refuses to sort (the documentation of the list has no `$orderby`) is not asked again. */
  async function page(url: string): ReturnType<DefenderClient['page']> {
    try {
      return await client.page(url);
    } catch (error) {
      const refusesOrder =
        error instanceof RemoteError && error.code === 'invalid' && /order\s*by/i.test(error.message);
      if (!isOrdered || !refusesOrder) throw error;
      isOrdered = false;
      return client.page(url.replace(/&(?:\$|%24)orderby=[^&]*/, ''));
    }
  }

  /** Nothing is told of the first item where there is no order: what comes after it cannot be asked for. */
  async function skim(url: string): ReturnType<KeysetSource['skim']> {
    if (!isOrdered) return { id: null, modifiedAt: null, createdAt: null };
    const { id, lastUpdateDateTime, createdDateTime } = await client.skimPage(url);
    return { id, modifiedAt: lastUpdateDateTime, createdAt: createdDateTime };
  }

  /** PATCHes what is not refused, and, each time a property turns out to be, what is then left. */
  async function patch(id: string, whole: IncidentPatch): Promise<WireIncident> {
    for (let refusal: unknown = null; ;) {
      const left = withoutRefused(whole, refused);
      if (Object.keys(left).length === 0) throw refusal ?? refusedBefore(id, refused);
      try {
        return await client.patch(id, left);
      } catch (error) {
        const what = refusalOf(error, left);
        if (what === null) throw error;
        refused.add(what);
        refusal = error;
      }
    }
  }

  return {
    get,
    listModified({ since, openOnly = false }: ListQuery) {
      const source = {
        name: 'Defender',
        firstUrl: (keyset: Keyset, top: number) => client.listUrl(keyset, top, openOnly, isOrdered),
        read: async (url: string) => {
          const keyed = toPage(await page(url));
          for (const observation of keyed.page.observations) open.note(observation);
          return keyed;
        },
        skim,
        chainLimit: SKIP_CAP,
        pageSize,
        fullPageMayContinue: false,
        isOrdered: () => isOrdered,
      };
      return keysetPages(source, since);
    },
    async update(id: string, changes: FieldChanges) {
      const request = toRequest(changes, open.has(id));
      // Nothing to change is a reading: Graph need not be asked to change nothing.
      return observe(Object.keys(request).length === 0 ? await client.incident(id) : await patch(id, request));
    },
    addComment: (id, text) => client.postComment(id, text),
    listAlerts: (id) => readAlerts(client, id),
    refusedProperties: () => inWords(refused),
    limits: () => [],
  };
}

function refusedBefore(id: string, refused: ReadonlySet<Refusable>): RemoteError {
  const words = inWords(refused).join(', ');
  return new RemoteError('invalid', `incident ${id} was not changed: this Defender has refused ${words} before`);
}
