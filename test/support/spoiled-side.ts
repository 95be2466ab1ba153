import type { Side } from '../../src/incident/side.ts';
import type { Tamper } from './tampered-http.ts';
import { createWireWorld } from './wire-world.ts';

type Json = Record<string, unknown>;

/** One API of a side, and where it has what. */
interface Api {
  side: Side;
  defenderApi: 'graph' | 'legacy';
  /** The name of the id, of the next link, and the path to the properties. */
  id: string;
  nextLink: string;
  inProperties: boolean;
  title: string;
  modifiedAt: string;
  createdAt: string;
  severity: string;
  tags: string;
}

const graph: Api = {
  side: 'defender',
  defenderApi: 'graph',
  id: 'id',
  nextLink: '@odata.nextLink',
  inProperties: false,
  title: 'displayName',
  modifiedAt: 'lastUpdateDateTime',
  createdAt: 'createdDateTime',
  severity: 'severity',
  tags: 'customTags',
};
const legacy: Api = {
  ...graph,
  defenderApi: 'legacy',
  id: 'incidentId',
  title: 'incidentName',
  modifiedAt: 'lastUpdateTime',
  createdAt: 'createdTime',
  tags: 'tags',
};
const arm: Api = {
  side: 'sentinel',
  defenderApi: 'graph',
  id: 'name',
  nextLink: 'nextLink',
  inProperties: true,
  title: 'title',
  modifiedAt: 'lastModifiedTimeUtc',
  createdAt: 'createdTimeUtc',
  severity: 'severity',
  tags: 'labels',
};

export const APIS: [name: string, api: Api][] = [
  ['Graph', graph],
  ['the older Defender API', legacy],
  ['ARM', arm],
];

/** The engine on the real adapters, with one side whose answers can be spoiled, and the other one sound. */
export async function createSpoiledSide(api: Api, responseLimitBytes?: number) {
  const world = await createWireWorld(api.defenderApi, responseLimitBytes);
  const { microsoft, http } = world;
  const isOurs = (url: URL) => url.href.startsWith(endpoint);
  const endpoint =
    api.side === 'sentinel'
      ? microsoft.arm.endpoint
      : api.defenderApi === 'graph'
        ? microsoft.graph.endpoint
        : microsoft.legacyDefender.endpoint;
  const isList = ({ method, url }: { method: string; url: URL }) =>
    method === 'GET' && isOurs(url) && url.pathname.endsWith('/incidents');
  const fields = (item: Json) => (api.inProperties ? (item['properties'] as Json) : item);
  const idOf = (item: Json) => String(item[api.id]);
  const raise = (title: string, on: Side): string =>
    on === 'defender'
      ? String(microsoft.defender.raiseIncident({ title, severity: 'medium' })['id'])
      : microsoft.sentinel.createIncident({ title, severity: 'Medium' }).name;

  return {
    ...world,
    get desk() {
      return world.desk;
    },
    api,
    /** A new incident on the side that is spoiled, and on the other one. */
    raise: (title: string) => raise(title, api.side),
    raiseElsewhere: (title: string) => raise(title, api.side === 'defender' ? 'sentinel' : 'defender'),
    /** What its item says of an incident. */
    fields,
    idOf,
    /** Spoils whatever this side answers with a list. */
    spoilLists(tamper: (page: { value: Json[] } & Json, asked: URL) => ReturnType<Tamper>) {
      http.tampers.push((asked, json) =>
        isList(asked) && (json as Json | undefined)?.['value'] !== undefined
          ? tamper(json as { value: Json[] } & Json, asked.url)
          : undefined,
      );
    },
    /** Answers lists in the side's place. */
    forgeLists(forge: (asked: URL) => ReturnType<Tamper>) {
      http.tampers.push((asked) => (isList(asked) ? { status: 200, ...forge(asked.url) } : undefined));
    },
    /** Spoils one incident wherever it is shown: in lists, by its id, and in the answer to a change. */
    spoilItem(id: string, spoil: (item: Json) => unknown) {
      http.tampers.push(({ url }, json) => {
        if (!isOurs(url)) return undefined;
        const page = json as ({ value?: Json[] } & Json) | undefined;
        if (page?.value?.some?.((item) => idOf(item) === id))
          return { json: { ...page, value: page.value.map((item) => (idOf(item) === id ? spoil(item) : item)) } };
        return page !== undefined && idOf(page) === id ? { json: spoil(page) } : undefined;
      });
    },
    heal() {
      http.tampers = [];
    },
    /** Whether the incident of that id on that side has a link. */
    async isLinked(id: string, on: Side = api.side) {
      const link = await world.store.sync.linkById(world.context.connectionId, on, id);
      return link !== null && link[on] !== null;
    },
    /** When the service last changed an incident, in milliseconds. */
    modifiedAt: (id: string): number =>
      Date.parse(
        api.side === 'defender'
          ? String(microsoft.defender.get(id)['lastUpdateDateTime'])
          : microsoft.sentinel.get(id).properties.lastModifiedTimeUtc,
      ),
    /** What is put aside of the side, with the reason. */
    async aside(): Promise<Record<string, string>> {
      const rows = await world.store.sync.quarantined(world.context.connectionId, api.side);
      return Object.fromEntries(rows.map(({ itemId, reason }) => [itemId, reason]));
    },
  };
}

export type SpoiledSide = Awaited<ReturnType<typeof createSpoiledSide>>;
