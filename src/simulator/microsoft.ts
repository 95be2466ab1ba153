import { armErrorBody } from './arm/arm-error.ts';
import { startArm, type Arm } from './arm/arm.ts';
import { SentinelPortal } from './arm/sentinel-portal.ts';
import type { ArmLimits } from './arm/throttle.ts';
import type { WorkspaceAddress } from './arm/workspace.ts';
import { contosoTenant, CONTOSO } from './contoso.ts';
import type { Application, DirectoryUser, Tenant } from './entra/directory.ts';
import { FABRIKAM_WORKSPACE, fabrikamTenant, watcherInContoso, WATCHER } from './fabrikam.ts';
import { startEntra, type Entra } from './entra/entra.ts';
import { FaultSwitch } from './faults.ts';
import { DefenderPortal } from './graph/defender-portal.ts';
import { graphErrorBody } from './graph/graph-error.ts';
import { startGraph, type Graph } from './graph/graph.ts';
import { legacyErrorBody } from './legacy-defender/legacy-error.ts';
import { startLegacyDefender, type LegacyDefender } from './legacy-defender/legacy-defender.ts';
import type { LegacyLimits } from './legacy-defender/throttle.ts';
import { connectStores } from './native-sync/connect-stores.ts';
import type { NativeSync } from './native-sync/native-sync.ts';
import type { NativeSyncPlan } from './native-sync/settings.ts';
import { createTls, type SimulatorTls } from './tls.ts';

export interface MicrosoftOptions {
  /** Clock of incidents, quotas and throttles. Tokens go by the real one, as their clients do. */
  now?: () => Date;
  /** Clock of tokens, to let them run out. */
  tokenNow?: () => Date;
  ports?: { entra?: number; graph?: number; arm?: number; legacyDefender?: number };
  /** Shared with other simulators; otherwise made here and removed on `stop`. */
  tls?: SimulatorTls;
  /** Tenants besides the default one, for apps and people from elsewhere. */
  otherTenants?: Tenant[];
  graphSecurityPerMinute?: number;
  graphHuntsPerMinute?: number;
  armLimits?: ArmLimits;
  legacyLimits?: Partial<LegacyLimits>;
  /** Which of its two Defender APIs `environment` points a process at; Graph, of which nothing need be said. */
  defenderApi?: 'graph' | 'legacy';
  /** How Microsoft's own sync of the two begins; off, unless this says otherwise. */
  nativeSync?: NativeSyncPlan;
  /** A second company as well, whose Defender is watched from a second workspace of the first one. */
  fabrikam?: boolean;
}

/** A Defender and the workspace it is watched from, with the hands of the people at their portals. */
export interface Place {
  defender: DefenderPortal;
  sentinel: SentinelPortal;
  workspace: WorkspaceAddress;
  /** What says so to a process: an entry of its CONNECTIONS_FILE. */
  connection(): Record<string, string>;
}

/** The four services, the hands of the people at their portals, and what is known to them. */
export interface Microsoft extends Place {
  entra: Entra;
  graph: Graph;
  arm: Arm;
  /** The older Defender API, on the incidents of `graph`. */
  legacyDefender: LegacyDefender;
  /** The second company, if it is there. */
  fabrikam: Place | null;
  /** Microsoft's own sync of the two. By the real clock it runs by itself; by one that is passed in, it is stepped. */
  nativeSync: NativeSync;
  tenant: Tenant;
  tenantId: string;
  users: DirectoryUser[];
  apps: { azure: Application; bot: Application };
  tls: SimulatorTls;
  /** The variables that point a process at these services. */
  environment(): Record<string, string>;
  stop(): Promise<void>;
}

/** Starts simulated Entra, Graph, the older Defender API and Azure with one company that has Defender and Sentinel. */
export async function startMicrosoft(options: MicrosoftOptions = {}): Promise<Microsoft> {
  const now = options.now ?? (() => new Date());
  const tls = options.tls ?? (await createTls());
  const tenant = contosoTenant();
  const second = options.fabrikam === true ? fabrikamTenant() : null;
  if (second !== null) tenant.applications.push(watcherInContoso());
  const tenants = [tenant, ...(second === null ? [] : [second]), ...(options.otherTenants ?? [])];
  const { subscriptionId, resourceGroup, workspace: workspaceName } = CONTOSO;
  const workspace = { tenantId: tenant.id, subscriptionId, resourceGroup, workspace: workspaceName };
  const graphFaults = new FaultSwitch({
    now,
    errorBody: (status, message) => graphErrorBody(GRAPH_CODES[status] ?? 'UnknownError', message),
  });
  const armFaults = new FaultSwitch({
    now,
    errorBody: (status, message) => armErrorBody(ARM_CODES[status] ?? 'InternalServerError', message),
  });

  const entra = await startEntra({
    tls,
    tenants,
    faults: new FaultSwitch({ now }),
    ...port(options.ports?.entra),
    ...(options.tokenNow === undefined ? {} : { now: options.tokenNow }),
  });
  const graph = await startGraph({
    tls,
    tenants,
    verify: entra.verify,
    defenderTenantId: tenant.id,
    otherDefenderTenantIds: second === null ? [] : [second.id],
    faults: graphFaults,
    now,
    ...port(options.ports?.graph),
    ...(options.graphSecurityPerMinute === undefined ? {} : { securityPerMinute: options.graphSecurityPerMinute }),
    ...(options.graphHuntsPerMinute === undefined ? {} : { huntsPerMinute: options.graphHuntsPerMinute }),
  });
  const arm = await startArm({
    tls,
    tenant,
    verify: entra.verify,
    address: workspace,
    otherWorkspaces: second === null ? [] : [{ tenant, address: FABRIKAM_WORKSPACE }],
    faults: armFaults,
    now,
    ...port(options.ports?.arm),
    ...(options.armLimits === undefined ? {} : { limits: options.armLimits }),
  });
  const legacyDefender = await startLegacyDefender({
    tls,
    tenantId: tenant.id,
    verify: entra.verify,
    store: graph.store,
    faults: new FaultSwitch({
      now,
      errorBody: (status, message) => legacyErrorBody(LEGACY_CODES[status] ?? 'InternalServerError', message),
    }),
    now,
    ...port(options.ports?.legacyDefender),
    ...(options.legacyLimits === undefined ? {} : { limits: options.legacyLimits }),
  });
  const nativeSync = connectStores(graph, arm, tenant, now);
  const stopNativeSync = options.now === undefined ? nativeSync.run() : () => {};
  nativeSync.apply(options.nativeSync ?? {});
  const [azure, bot] = tenant.applications;
  if (azure === undefined || bot === undefined) throw new Error('The company has two applications.');

  const credential = {
    AZURE_TENANT_ID: tenant.id,
    AZURE_CLIENT_ID: azure.clientId,
    AZURE_CLIENT_SECRET: azure.secrets[0]?.value ?? '',
  };
  const place = {
    SENTINEL_SUBSCRIPTION_ID: subscriptionId,
    SENTINEL_RESOURCE_GROUP: resourceGroup,
    SENTINEL_WORKSPACE: workspaceName,
  };

  return {
    entra,
    graph,
    arm,
    legacyDefender,
    defender: new DefenderPortal(graph.store, tenant.id),
    sentinel: new SentinelPortal(arm.store, tenant, arm.scope),
    connection: () => ({ ...credential, ...place }),
    fabrikam: second === null ? null : placeOf(second, graph, arm),
    nativeSync,
    tenant,
    tenantId: tenant.id,
    users: tenant.users,
    apps: { azure, bot },
    workspace,
    tls,
    environment: () => ({
      ...credential,
      AZURE_AUTHORITY_HOST: entra.authorityHost,
      AZURE_DISABLE_INSTANCE_DISCOVERY: 'true',
      GRAPH_ENDPOINT: graph.endpoint,
      ARM_ENDPOINT: arm.endpoint,
      ...(options.defenderApi === 'legacy'
        ? { DEFENDER_API: 'legacy', DEFENDER_ENDPOINT: legacyDefender.endpoint }
        : {}),
      ...place,
      MicrosoftAppId: bot.clientId,
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppTenantId: tenant.id,
      MicrosoftAppPassword: bot.secrets[0]?.value ?? '',
      NODE_EXTRA_CA_CERTS: tls.caFile,
    }),
    async stop() {
      stopNativeSync();
      await Promise.all([entra, graph, arm, legacyDefender].map(({ server }) => server.stop()));
      if (options.tls === undefined) await tls.dispose();
    },
  };
}

/** The second company's Defender, and the last of the workspaces, which is its. */
function placeOf(tenant: Tenant, graph: Graph, arm: Arm): Place {
  const incidents = graph.stores.get(tenant.id);
  const watching = arm.workspaces.at(-1);
  if (incidents === undefined || watching === undefined) throw new Error('The second company has a Defender.');
  const { store, scope, address } = watching;
  return {
    defender: new DefenderPortal(incidents, tenant.id),
    sentinel: new SentinelPortal(store, watching.tenant, scope),
    workspace: address,
    connection: () => ({
      DEFENDER_TENANT_ID: tenant.id,
      SENTINEL_TENANT_ID: address.tenantId,
      AZURE_CLIENT_ID: WATCHER.clientId,
      AZURE_CLIENT_SECRET: WATCHER.secret,
      SENTINEL_SUBSCRIPTION_ID: address.subscriptionId,
      SENTINEL_RESOURCE_GROUP: address.resourceGroup,
      SENTINEL_WORKSPACE: address.workspace,
    }),
  };
}

const GRAPH_CODES: Record<number, string> = {
  403: 'Forbidden',
  404: 'NotFound',
  412: 'PreconditionFailed',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
};

const LEGACY_CODES: Record<number, string> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  429: 'TooManyRequests',
};

const ARM_CODES: Record<number, string> = {
  403: 'AuthorizationFailed',
  404: 'ResourceNotFound',
  409: 'Conflict',
  412: 'PreconditionFailed',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  502: 'BadGateway',
  503: 'ServerTimeout',
  504: 'GatewayTimeout',
};

function port(value: number | undefined): { port?: number } {
  return value === undefined ? {} : { port: value };
}
