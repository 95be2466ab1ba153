import { randomUUID } from 'node:crypto';
import type { Tenant } from '../entra/directory.ts';
import type { TokenVerifier } from '../entra/token-verifier.ts';
import type { FaultSwitch } from '../faults.ts';
import { HttpError } from '../http-error.ts';
import { QueryFault } from '../odata/query-fault.ts';
import { serve, type Served, type SimHandler, type SimRequest, type SimResponse } from '../server.ts';
import { TickClock } from '../tick-clock.ts';
import { readAddress } from './address.ts';
import { badRequest } from './arm-error.ts';
import { authenticate } from './authorize.ts';
import type { ArmContext } from './context.ts';
import type { ClosingRules } from './incident-body.ts';
import { listPermissions } from './permissions.ts';
import { routeSentinel } from './routes.ts';
import { SentinelStore } from './sentinel-store.ts';
import { WorkspaceSettings } from './settings.ts';
import { ARM_LIMITS, createThrottle, type ArmLimits } from './throttle.ts';
import { sentinelScope, type WorkspaceAddress } from './workspace.ts';

export interface Arm {
  server: Served;
  /** Base for `ARM_ENDPOINT`. */
  endpoint: string;
  faults: FaultSwitch;
  behaviour: ClosingRules;
  store: SentinelStore;
  /** Connectors, rules and the like. */
  settings: WorkspaceSettings;
  /** Resource id prefix of everything in the workspace. */
  scope: string;
}

export interface ArmOptions {
  tls: { certPem: string; keyPem: string };
  verify: TokenVerifier;
  tenant: Tenant;
  address: WorkspaceAddress;
  faults: FaultSwitch;
  now: () => Date;
  port?: number;
  limits?: ArmLimits;
}

/** Starts Azure Resource Manager with one Sentinel workspace, api-version 2025-09-01. */
export async function startArm(options: ArmOptions): Promise<Arm> {
  const { address, tenant } = options;
  const store = new SentinelStore(new TickClock(options.now));
  const scope = sentinelScope(address);
  const settings = new WorkspaceSettings();
  const behaviour: ClosingRules = { classificationOnlyWhenClosed: false };
  const throttle = createThrottle(options.limits ?? ARM_LIMITS, address.subscriptionId, options.now);

  async function answer(request: SimRequest, headers: Record<string, string>): Promise<SimResponse> {
    const token = await authenticate(request, options.verify, address.tenantId);
    const { provider, resource } = readAddress(request, address);
    Object.assign(headers, throttle(token.objectId, request.method));
    const caller = { objectId: token.objectId, email: null, name: token.displayName, userPrincipalName: null };
    const context: ArmContext = { request, store, tenant, behaviour, caller, scope, base: `${server.url}/arm` };
    if (provider === 'Microsoft.Authorization') return listPermissions(context, token, resource);
    try {
      return routeSentinel(context, token, settings, resource);
    } catch (error) {
      throw error instanceof QueryFault ? badRequest(error.message) : error;
    }
  }

  const handler: SimHandler = async (request) => {
    const headers: Record<string, string> = {
      'x-ms-request-id': randomUUID(),
      'x-ms-correlation-request-id': randomUUID(),
    };
    try {
      const response = await answer(request, headers);
      return { ...response, headers: { ...headers, ...response.headers } };
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      throw new HttpError(error.status, error.body, { ...headers, ...error.headers });
    }
  };
  const server = await serve({
    name: 'arm',
    tls: options.tls,
    handler,
    faults: options.faults,
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  return { server, endpoint: `${server.url}/arm`, faults: options.faults, behaviour, store, settings, scope };
}
