import type { Microsoft } from '../microsoft.ts';
import { isObject } from '../teams/json.ts';
import type { JsonObject } from '../teams/json.ts';

/** Reads both systems over HTTP with a token of its own, as an auditor would: nothing is taken from the bot. */
export interface SystemsReader {
  defenderIncident(id: string): Promise<JsonObject>;
  sentinelIncidents(): Promise<JsonObject[]>;
  sentinelIncident(name: string): Promise<JsonObject>;
  sentinelComments(name: string): Promise<JsonObject[]>;
  /** The bookmarks tied to an incident. */
  sentinelBookmarks(name: string): Promise<JsonObject[]>;
}

export function createSystemsReader({ tenantId, apps, environment }: Microsoft): SystemsReader {
  const { AZURE_AUTHORITY_HOST, GRAPH_ENDPOINT, ARM_ENDPOINT, ...ids } = environment();
  const workspace =
    `${ARM_ENDPOINT}/subscriptions/${ids['SENTINEL_SUBSCRIPTION_ID']}/resourceGroups/${ids['SENTINEL_RESOURCE_GROUP']}` +
    `/providers/Microsoft.OperationalInsights/workspaces/${ids['SENTINEL_WORKSPACE']}` +
    '/providers/Microsoft.SecurityInsights/incidents';

  async function token(resource: string): Promise<string> {
    const response = await fetch(`${AZURE_AUTHORITY_HOST}/${tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: apps.azure.clientId,
        client_secret: apps.azure.secrets[0]!.value,
        scope: `${resource}/.default`,
      }),
    });
    return String(objectOf(await response.json())['access_token']);
  }

  async function ask(url: string, resource: string, method: 'GET' | 'POST' = 'GET'): Promise<JsonObject> {
    const response = await fetch(url, { method, headers: { authorization: `Bearer ${await token(resource)}` } });
    const body = await response.text();
    if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${body.slice(0, 300)}`);
    return objectOf(JSON.parse(body));
  }
  const graph = (path: string) => ask(`${GRAPH_ENDPOINT}/v1.0${path}`, 'https://graph.microsoft.com');
  const arm = (path: string, method?: 'POST') =>
    ask(`${workspace}${path}?api-version=2025-09-01`, 'https://management.azure.com', method);

  return {
    defenderIncident: (id) => graph(`/security/incidents/${id}`),
    sentinelIncidents: async () => listOf(await arm('')),
    sentinelIncident: (name) => arm(`/${name}`),
    sentinelComments: async (name) => listOf(await arm(`/${name}/comments`)),
    sentinelBookmarks: async (name) => listOf(await arm(`/${name}/bookmarks`, 'POST')),
  };
}

function objectOf(body: unknown): JsonObject {
  if (!isObject(body)) throw new Error('the answer is not a JSON object');
  return body;
}

function listOf({ value }: JsonObject): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
