import { Agent, request } from 'node:https';
import type { ChatStage } from './chat-stage.ts';

/**
 * The requests a click cannot do without, as they would be sent by a program that does nothing else: the incident is
 * read from Defender, which keeps no version to write against, and then written; Sentinel is written at the same time.
 * Readings stand in for the writes, which are as far away. Connections are kept open, as the product keeps them.
 */
export async function createFloor({ simulator, defenderId, sentinelName }: ChatStage): Promise<() => Promise<void>> {
  const { entra, apps, tenantId, environment, tls, workspace } = simulator.microsoft;
  const { GRAPH_ENDPOINT, ARM_ENDPOINT } = environment();
  const agent = new Agent({ keepAlive: true, ca: tls.caPem });
  const token = async (resource: string) => {
    const response = await fetch(`${entra.authorityHost}/${tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: apps.azure.clientId,
        client_secret: apps.azure.secrets[0]!.value,
        scope: `${resource}/.default`,
      }),
    });
    return ((await response.json()) as { access_token: string }).access_token;
  };
  const [graph, arm] = [await token('https://graph.microsoft.com'), await token('https://management.azure.com')];
  const get = (url: string, bearer: string) =>
    new Promise<void>((resolve, reject) => {
      const sent = request(url, { agent, headers: { authorization: `Bearer ${bearer}` } }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`));
        response.resume().on('end', resolve);
      });
      sent.on('error', reject).end();
    });
  const inDefender = `${GRAPH_ENDPOINT}/v1.0/security/incidents/${defenderId}`;
  const inSentinel =
    `${ARM_ENDPOINT}/subscriptions/${workspace.subscriptionId}/resourceGroups/${workspace.resourceGroup}` +
    `/providers/Microsoft.OperationalInsights/workspaces/${workspace.workspace}` +
    `/providers/Microsoft.SecurityInsights/incidents/${sentinelName}?api-version=2025-09-01`;
  return async () => {
    const defender = get(inDefender, graph).then(() => get(inDefender, graph));
    await Promise.all([defender, get(inSentinel, arm)]);
  };
}
