import { z } from 'zod';
import { CLOUDS } from '../azure/clouds.ts';
import { send } from '../azure/send.ts';
import type { ConnectionConfig } from '../config/config.ts';
import type { Check } from '../doctor/check.ts';
import { duplicatesCheck } from '../doctor/checks/duplicates.ts';
import { permissionCheck } from '../doctor/checks/permission.ts';
import { readCheck } from '../doctor/checks/read.ts';
import { WirePermissions, sentinelWriteCheck } from '../doctor/checks/sentinel-write.ts';
import { tokenCheck } from '../doctor/checks/token.ts';
import { topologyCheck } from '../doctor/checks/topology.ts';
import { createTopologyPort } from '../sentinel/topology/create-topology-port.ts';
import { sentinelUrl, workspaceUrl } from '../sentinel/workspace-url.ts';
import { systemClock } from '../sync/ports/clock.ts';
import type { TopologyFacts } from '../sync/ports/topology-port.ts';
import { describeProof } from './describe-proof.ts';
import type { ConnectionAccess } from './doctor-access.ts';

const SomeItems = z.object({ value: z.array(z.unknown()) });

/** The checks of one connection: tokens, permissions on both sides, and who else syncs them. */
export function connectionChecks(settings: ConnectionConfig, connection: string, access: ConnectionAccess): Check[] {
  const { endpoints, sync } = settings;
  const cloud = CLOUDS[endpoints.cloud];
  const { defenderTenantId, sentinelTenantId } = settings;
  const [graph, arm] = [endpoints.graph ?? cloud.graph, endpoints.arm ?? cloud.arm];
  const isLegacy = endpoints.defenderApi === 'legacy';
  const defenderScope = (isLegacy ? cloud.scopes.legacyDefender : null) ?? cloud.scopes.graph;
  const legacy = endpoints.legacyDefender ?? cloud.legacyDefender;
  const peopleTenants = [...new Set([defenderTenantId, sentinelTenantId])];
  const workspace = `workspace ${settings.workspace}`;
  const inTenant = (tenantId: string) => `tenant ${tenantId}`;

  const read = (tenantId: string, scope: string, url: string) => () =>
    send(access.pipeline(tenantId, scope), { method: 'GET', url }, SomeItems);
  const token = (name: 'token.defender' | 'token.people' | 'token.sentinel', tenantId: string, scope: string): Check =>
    tokenCheck({
      name,
      subject: inTenant(tenantId),
      connection,
      credential: access.credential(tenantId),
      scope,
      proof: describeProof(settings.azure),
      seconds: access.seconds,
      askForTenant: () => access.askForTenant(tenantId),
    });
  const topology = createTopologyPort({
    endpoint: arm,
    workspace: settings,
    pipeline: access.pipeline(sentinelTenantId, cloud.scopes.arm),
    tenants: { defender: defenderTenantId.toLowerCase(), sentinel: sentinelTenantId.toLowerCase() },
    clock: systemClock,
  });
  let facts: Promise<TopologyFacts> | null = null;
  const look = () => (facts ??= topology.look());

  const writeChecks = () => [
    permissionCheck({
      name: 'write.defender',
      subject: inTenant(defenderTenantId),
      connection,
      credential: access.credential(defenderTenantId),
      scope: defenderScope,
      permission: isLegacy ? 'Incident.ReadWrite.All' : 'SecurityIncident.ReadWrite.All',
      api: isLegacy ? 'Microsoft Threat Protection' : 'Microsoft Graph',
      seconds: access.seconds,
      untried: 'writing cannot be tried without writing',
    }),
    sentinelWriteCheck({
      subject: workspace,
      connection,
      async readPermissions() {
        const url = `${workspaceUrl(arm, settings)}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01`;
        const pipeline = access.pipeline(sentinelTenantId, cloud.scopes.arm);
        return (await send(pipeline, { method: 'GET', url }, WirePermissions)).data.value;
      },
    }),
  ];

  return [
    token('token.defender', defenderTenantId, defenderScope),
    ...peopleTenants
      // The same token as the one above serves both.
      .filter((tenantId) => isLegacy || tenantId !== defenderTenantId)
      .map((tenantId) => token('token.people', tenantId, cloud.scopes.graph)),
    token('token.sentinel', sentinelTenantId, cloud.scopes.arm),
    readCheck({
      name: 'read.defender',
      subject: inTenant(defenderTenantId),
      connection,
      what: "Defender's incidents",
      read: read(
        defenderTenantId,
        defenderScope,
        isLegacy ? `${legacy}/api/incidents?$top=1` : `${graph}/v1.0/security/incidents?$top=1`,
      ),
      grant: isLegacy
        ? 'Grant Incident.ReadWrite.All of Microsoft Threat Protection (application), and consent to it.'
        : 'Grant SecurityIncident.ReadWrite.All of Microsoft Graph (application), and consent to it.',
    }),
    // The older API has its alerts within the incidents.
    ...(isLegacy
      ? []
      : [
          readCheck({
            name: 'read.alerts',
            subject: inTenant(defenderTenantId),
            connection,
            what: 'the alerts of incidents',
            read: read(defenderTenantId, defenderScope, `${graph}/v1.0/security/alerts_v2?$top=1`),
            grant: 'Grant SecurityAlert.Read.All of Microsoft Graph (application), and consent to it.',
            withoutIt: 'incidents are synced without their alerts and evidence',
          }),
        ]),
    ...peopleTenants.map((tenantId) =>
      readCheck({
        name: 'read.people',
        subject: inTenant(tenantId),
        connection,
        what: 'people',
        read: read(tenantId, cloud.scopes.graph, `${graph}/v1.0/users?$top=1&$select=id`),
        grant: 'Grant User.ReadBasic.All of Microsoft Graph (application) in this tenant, and consent to it.',
      }),
    ),
    readCheck({
      name: 'read.sentinel',
      subject: workspace,
      connection,
      what: "Sentinel's incidents",
      read: read(
        sentinelTenantId,
        cloud.scopes.arm,
        `${sentinelUrl(arm, settings)}/incidents?api-version=2025-09-01&$top=1`,
      ),
      grant: 'Assign the role Microsoft Sentinel Responder on the workspace (or its resource group).',
      ifMissing:
        'Check SENTINEL_SUBSCRIPTION_ID, SENTINEL_RESOURCE_GROUP and SENTINEL_WORKSPACE, and that Microsoft Sentinel ' +
        'is on in that workspace.',
    }),
    ...(sync.mode === 'observe' ? [] : writeChecks()),
    permissionCheck({
      name: 'hunt.defender',
      subject: inTenant(defenderTenantId),
      connection,
      credential: access.credential(defenderTenantId),
      scope: cloud.scopes.graph,
      permission: 'ThreatHunting.Read.All',
      api: 'Microsoft Graph',
      seconds: access.seconds,
      untried: 'hunting is not tried, since it takes a share of what hunters have',
      withoutIt: 'everything but `hunt` works',
    }),
    topologyCheck({ subject: workspace, connection, mode: sync.mode, look }),
    duplicatesCheck({ subject: workspace, connection, look }),
  ];
}
