import { refuseForeignLink } from '../../azure/refuse-foreign-link.ts';
import type { RequestPipeline } from '../../azure/pipeline.ts';
import { send } from '../../azure/send.ts';
import { queryString } from '../../azure/wire-text.ts';
import type { Clock } from '../../sync/ports/clock.ts';
import { RemoteError } from '../../sync/ports/remote-error.ts';
import { askedFor } from '../../sync/ports/known.ts';
import type { TopologyFacts, TopologyPort } from '../../sync/ports/topology-port.ts';
import { sentinelUrl } from '../workspace-url.ts';
import type { Workspace } from '../workspace-url.ts';
import { toConnectors, toIncidentRules, toSightings } from './to-facts.ts';
import { WireCollection } from './wire-schema.ts';

export interface TopologyPortSettings {
  /** Azure Resource Manager, e.g. `https://management.azure.com`; may have a path. */
  endpoint: string;
  workspace: Workspace;
  pipeline: RequestPipeline;
  /** The tenants of the connection, lower case. */
  tenants: TopologyFacts['tenants'];
  clock: Clock;
}

const STABLE = '2025-09-01';
/** The Defender XDR connector is in no stable version (swagger `DataConnectorKind`). */
const PREVIEW = '2025-07-01-preview';
const RECENT_MS = 48 * 3600_000;
/** The newest incidents of that time; where Microsoft's sync is at work, some of them are its own. */
const MOST_RECENT = 100;
/** A workspace holds at most 512 rules of a kind; more than this means that the links go round. */
const MOST_PAGES = 50;

/** Who else syncs into the workspace: its data connectors, its rules, and the makers of its recent incidents. */
export function createTopologyPort(settings: TopologyPortSettings): TopologyPort {
  const { endpoint, pipeline, tenants, clock } = settings;
  const base = sentinelUrl(endpoint, settings.workspace);
  const address = (collection: string, query: Record<string, string | number>) =>
    `${base}/${collection}?${queryString(query)}`;

  async function page(url: string) {
    const { data } = await send(pipeline, { method: 'GET', url }, WireCollection);
    if (data.nextLink) refuseForeignLink(data.nextLink, new URL(endpoint).origin);
    return data;
  }

  async function everything(collection: string, version: string): Promise<unknown[]> {
    const items: unknown[] = [];
    let url: string | null = address(collection, { 'api-version': version });
    for (let pages = 0; url !== null; pages += 1) {
      if (pages === MOST_PAGES) throw new RemoteError('unreadable', `the list of ${collection} has no end`);
      const { value, nextLink }: WireCollection = await page(url);
      items.push(...value);
      url = nextLink || null;
    }
    return items;
  }

  async function recentIncidents(): Promise<unknown[]> {
    const since = new Date(clock.now().getTime() - RECENT_MS).toISOString();
    const query = {
      'api-version': STABLE,
      $filter: `properties/createdTimeUtc ge ${since}`,
      $orderby: 'properties/createdTimeUtc desc',
      $top: MOST_RECENT,
    };
    return (await page(address('incidents', query))).value;
  }

  return {
    async look() {
      const [connectors, incidentRules, sightings] = await Promise.all([
        askedFor(async () => toConnectors(await everything('dataConnectors', PREVIEW))),
        askedFor(async () => toIncidentRules(await everything('alertRules', STABLE))),
        askedFor(async () => toSightings(await recentIncidents())),
      ]);
      return { tenants, connectors, incidentRules, sightings };
    },
  };
}
