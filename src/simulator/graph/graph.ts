import type { Tenant } from '../entra/directory.ts';
import type { TokenVerifier, VerifiedToken } from '../entra/token-verifier.ts';
import type { FaultSwitch } from '../faults.ts';
import { QueryFault } from '../odata/query-fault.ts';
import { segments, serve, type Served, type SimHandler, type SimResponse } from '../server.ts';
import { SlidingMinute } from '../sliding-minute.ts';
import { TickClock } from '../tick-clock.ts';
import { appIdOf, getApplication } from './applications.ts';
import { authenticate, requireSecurityRole } from './authorize.ts';
import { defaultBehaviour, type GraphBehaviour } from './behaviour.ts';
import type { GraphContext } from './context.ts';
import { badRequest, graphError } from './graph-error.ts';
import { listTransitiveMembers } from './groups.ts';
import { runHuntingQuery } from './hunting/run-hunting-query.ts';
import { IncidentStore } from './incident-store.ts';
import { getAlert, listAlerts } from './list-alerts.ts';
import { getIncident, listIncidents } from './list-incidents.ts';
import { addComment, updateIncident } from './update-incident.ts';
import { getUser, listUsers, requireUserRole } from './users.ts';

const READ_INCIDENTS = ['SecurityIncident.Read.All', 'SecurityIncident.ReadWrite.All'];
const WRITE_INCIDENTS = ['SecurityIncident.ReadWrite.All'];
const HUNT = ['ThreatHunting.Read.All'];
const READ_ALERTS = ['SecurityAlert.Read.All', 'SecurityAlert.ReadWrite.All'];

export interface Graph {
  server: Served;
  /** Base without a version, for `GRAPH_ENDPOINT`. */
  endpoint: string;
  faults: FaultSwitch;
  behaviour: GraphBehaviour;
  /** The incidents of `defenderTenantId`. */
  store: IncidentStore;
  /** Those of each tenant that has Defender, by its id. */
  stores: ReadonlyMap<string, IncidentStore>;
}

export interface GraphOptions {
  tls: { certPem: string; keyPem: string };
  verify: TokenVerifier;
  /** All tenants an app may come from; users are read in the token's own. */
  tenants: Tenant[];
  /** The tenant that has Defender, and the incidents. */
  defenderTenantId: string;
  /** More tenants that have Defender, each with incidents of its own, numbered from the same first one. */
  otherDefenderTenantIds?: string[];
  faults: FaultSwitch;
  now: () => Date;
  port?: number;
  /** Requests to `/security` an app may make in any 60 seconds; 150 as documented. */
  securityPerMinute?: number;
  /** Advanced hunting queries of a tenant in any 60 seconds; 45 as documented. */
  huntsPerMinute?: number;
  firstIncidentId?: number;
}

/**
 * Starts Microsoft Graph v1.0, as far as `/security` incidents, alerts and hunting, `/users`, `/groups` and
 * `/applications` go.
 */
export async function startGraph(options: GraphOptions): Promise<Graph> {
  const newStore = () => new IncidentStore(new TickClock(options.now), options.firstIncidentId ?? 4101);
  const store = newStore();
  const others = (options.otherDefenderTenantIds ?? []).map((id) => [id, newStore()] as const);
  const stores = new Map([[options.defenderTenantId, store], ...others]);
  const behaviour = defaultBehaviour();
  const minutes = new Map<string, SlidingMinute>();
  const huntingMinutes = new Map<string, SlidingMinute>();

  function throttle({ tenantId, clientId }: VerifiedToken): void {
    const caller = `${tenantId}/${clientId}`;
    const minute = minutes.get(caller) ?? new SlidingMinute(options.securityPerMinute ?? 150);
    minutes.set(caller, minute);
    const waitSeconds = minute.take(options.now().getTime());
    if (waitSeconds === 0) return;
    throw graphError(429, 'TooManyRequests', 'Too many requests.', { 'Retry-After': String(waitSeconds) });
  }

  /** For a tenant, whoever asks; the reason is in the body. */
  function throttleHunting(tenantId: string): void {
    const minute = huntingMinutes.get(tenantId) ?? new SlidingMinute(options.huntsPerMinute ?? 45);
    huntingMinutes.set(tenantId, minute);
    const waitSeconds = minute.take(options.now().getTime());
    if (waitSeconds === 0) return;
    throw graphError(
      429,
      'TooManyRequests',
      'You have exceeded the allowed number of advanced hunting calls per minute.',
      {
        'Retry-After': String(waitSeconds),
      },
    );
  }

  function route(context: GraphContext, parts: string[]): SimResponse {
    const [area, collection, id, action, ...more] = parts;
    if (more.length > 0) throw notFound(parts);
    const appId = area === undefined ? null : appIdOf(area);
    if (appId !== null) {
      if (context.request.method !== 'GET' || collection !== undefined) throw notFound(parts);
      return getApplication(context, appId);
    }
    if (area === 'users' && action === undefined) {
      if (context.request.method !== 'GET' || id !== undefined) throw notFound(parts);
      requireUserRole(context);
      return collection === undefined ? listUsers(context) : getUser(context, collection);
    }
    if (area === 'groups' && collection !== undefined && id === 'transitiveMembers' && action === undefined) {
      if (context.request.method !== 'GET') throw notFound(parts);
      return listTransitiveMembers(context, collection);
    }
    if (area !== 'security') throw notFound(parts);
    throttle(context.token);
    if (!stores.has(context.tenant.id)) {
      throw graphError(403, 'Forbidden', 'The tenant has no licence for Microsoft Defender XDR.');
    }
    const shape = [collection, id === undefined ? '' : '{id}', action].filter(Boolean).join('/');
    if (shape === 'runHuntingQuery' && context.request.method === 'POST') {
      requireSecurityRole(context.token, HUNT);
      throttleHunting(context.tenant.id);
      return runHuntingQuery(context, options.now());
    }
    return security(context, `${context.request.method} ${shape}`, id ?? '') ?? fail(notFound(parts));
  }

  const handler: SimHandler = async (request) => {
    const [base, version, ...parts] = segments(request.path);
    if (base !== 'graph' || version !== 'v1.0') throw notFound(parts);
    const token = await authenticate(request, options.verify);
    const tenant = options.tenants.find(({ id }) => id === token.tenantId) ?? fail(notFound(parts));
    const root = `${server.url}/graph/v1.0`;
    const context = { request, token, tenant, store: stores.get(tenant.id) ?? store, behaviour, root };
    try {
      return route(context, parts);
    } catch (error) {
      throw error instanceof QueryFault ? badRequest(error.message) : error;
    }
  };
  const server = await serve({
    name: 'graph',
    tls: options.tls,
    handler,
    faults: options.faults,
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  return { server, endpoint: `${server.url}/graph`, faults: options.faults, behaviour, store, stores };
}

function security(context: GraphContext, operation: string, id: string): SimResponse | null {
  const { token } = context;
  switch (operation) {
    case 'GET incidents':
      requireSecurityRole(token, READ_INCIDENTS);
      return listIncidents(context);
    case 'GET incidents/{id}':
      requireSecurityRole(token, READ_INCIDENTS);
      return getIncident(context, id);
    case 'PATCH incidents/{id}':
      requireSecurityRole(token, WRITE_INCIDENTS);
      return updateIncident(context, id);
    case 'POST incidents/{id}/comments':
      requireSecurityRole(token, WRITE_INCIDENTS);
      return addComment(context, id);
    case 'GET alerts_v2':
      requireSecurityRole(token, READ_ALERTS);
      return listAlerts(context);
    case 'GET alerts_v2/{id}':
      requireSecurityRole(token, READ_ALERTS);
      return getAlert(context, id);
    default:
      return null;
  }
}

const notFound = (parts: readonly string[]) =>
  badRequest(`Resource not found for the segment '${parts.at(-1) ?? ''}'.`);

function fail(error: Error): never {
  throw error;
}
