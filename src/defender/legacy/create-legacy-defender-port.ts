import { isTooLarge } from '../../azure/is-too-large.ts';
import type { RequestPipeline } from '../../azure/pipeline.ts';
import { unlessMissing } from '../../azure/unless-missing.ts';
import { RemoteError } from '../../sync/ports/remote-error.ts';
import type { DefenderPort, FieldChanges, ListQuery, Observation } from '../../sync/ports/side-port.ts';
import { RecentlyOpen } from '../recently-open.ts';
import { toAlertList } from '../wire-alert.ts';
import { LegacyDefenderClient } from './client.ts';
import { readSlices } from './read-slices.ts';
import type { SlicePage } from './read-slices.ts';
import type { Slice } from './slice.ts';
import { toAlert } from './to-alert.ts';
import { toObservation, toOversize, toPage } from './to-page.ts';
import { toRequests } from './to-request.ts';
import type { IncidentPatch } from './to-request.ts';
import { isAboutWording, Wordings } from './wordings.ts';
import type { WireIncident } from './wire-schema.ts';

export interface LegacyDefenderPortSettings {
  /** The service without `/api`, e.g. `https://api.security.microsoft.com`; may have a path. */
  endpoint: string;
  /** For single incidents. */
  pipeline: RequestPipeline;
  /** For lists, where they have an allowance or a timeout of their own. */
  listPipeline?: RequestPipeline;
  /** Incidents a page; 100 is what the API takes at most. */
  pageSize?: number;
}

/** What no wording of a PATCH can say here, in words for people. */
const NEVER_TAKEN = ['severity', 'closing note'];
const SMALLEST_PAGE = 2;

/**
 * Microsoft Defender XDR over the older API, for tenants where Graph Security is out of reach. It knows less than
 * Graph: severity and closing note cannot be written, and description and last modifier are not told.
 */
export function createLegacyDefenderPort(settings: LegacyDefenderPortSettings): DefenderPort {
  const { endpoint, pipeline, listPipeline = pipeline, pageSize = 100 } = settings;
  const client = new LegacyDefenderClient({ endpoint, pipeline, listPipeline });
  const wordings = new Wordings();
  const open = new RecentlyOpen();
  const observe = (wire: WireIncident) => open.note(toObservation(wire));

  const get = (id: string): Promise<Observation | null> => unlessMissing(client.incident(id).then(observe));

  /** PATCHes the best wording that is taken. */
  async function patch(id: string, requests: readonly IncidentPatch[]): Promise<WireIncident> {
    let refusal: unknown = null;
    for (const request of wordings.worthTrying(requests)) {
      let answer: WireIncident;
      try {
        answer = await client.patch(id, request);
      } catch (error) {
        if (!isAboutWording(error)) throw error;
        refusal ??= error;
        continue;
      }
      wordings.note(requests, request);
      return answer;
    }
    throw refusal;
  }

  return {
    get,
    listModified({ since, openOnly = false }: ListQuery) {
      let top = pageSize;
      // Alerts are embedded, so that a page has no size to count on; one beyond what is taken in is asked for smaller.
      const read = async (slice: Slice): Promise<SlicePage> => {
        for (;;) {
          try {
            const answer = toPage(await client.list(slice, openOnly, top), top);
            for (const observation of answer.page.observations) open.note(observation);
            // A page of one is always full, and says nothing about whether there are more.
            top = Math.max(top, SMALLEST_PAGE);
            return answer;
          } catch (error) {
            if (!isTooLarge(error)) throw error;
            if (top === 1) break;
            top = Math.floor(top / 2);
          }
        }
        top = pageSize;
        return toOversize(await client.skimList(slice, openOnly));
      };
      return readSlices(read, since);
    },
    async update(id: string, changes: FieldChanges) {
      const { severity, ...rest } = changes;
      if (Object.keys(rest).length > 0) return observe(await patch(id, toRequests(rest, open.has(id))));
      if (severity === undefined) return observe(await client.incident(id));
      throw new RemoteError('invalid', `incident ${id} was not changed: this Defender API does not take a severity`, {
        property: 'severity',
      });
    },
    async addComment(id: string, text: string) {
      const { comments } = await client.patch(id, { comment: text });
      return (comments ?? (await client.patched(id)).comments)?.comments ?? [];
    },
    listAlerts: async (id) => toAlertList(await client.alerts(id), false, toAlert),
    refusedProperties: () => wordings.lost(),
    limits: () => [...NEVER_TAKEN],
  };
}
