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
import { isBelow, sentinelScope, type WorkspaceAddress } from './workspace.ts';

/** What is in one workspace. */
export interface Workspace {
  store: SentinelStore;
  /** Connectors, rules and the like. */
  settings: WorkspaceSettings;
  /** Resource id prefix of everything in it. */
  scope: string;
  address: WorkspaceAddress;
  /** Whose directory its owners are from. */
  tenant: Tenant;
}

export interface Arm extends Pick<Workspace, 'store' | 'settings' | 'scope'> {
  server: Served;
  /** Base for `ARM_ENDPOINT`. */
  endpoint: string;
  faults: FaultSwitch;
  behaviour: ClosingRules;
  /** `address` and then `otherWorkspaces`; the first one's store, settings and scope stand here as well. */
  workspaces: Workspace[];
}

export interface ArmOptions {
  tls: { certPem: string; keyPem: string };
  verify: TokenVerifier;
  tenant: Tenant;
  address: WorkspaceAddress;
  /** More workspaces, each with its own subscription's tenant. */
  otherWorkspaces?: Pick<Workspace, 'tenant' | 'address'>[];
  faults: FaultSwitch;
  now: () => Date;
  port?: number;
  limits?: ArmLimits;
}

/** Starts Azure Resource Manager with one Sentinel workspace or more, api-version 2025-09-01. */
export async function startArm(options: ArmOptions): Promise<Arm> {
  const { address, tenant, otherWorkspaces = [] } = options;
  const first = openWorkspace({ address, tenant }, options.now);
  const workspaces = [first, ...otherWorkspaces.map((one) => openWorkspace(one, options.now))];
  const behaviour: ClosingRules = { classificationOnlyWhenClosed: false };
  const throttles = new Map(
    workspaces.map(({ address: { subscriptionId } }) => {
      return [subscriptionId, createThrottle(options.limits ?? ARM_LIMITS, subscriptionId, options.now)];
    }),
  );

  async function answer(request: SimRequest, headers: Record<string, string>): Promise<SimResponse> {
    // What is addressed wrongly is refused in the terms of the first one.
    const workspace = workspaces.find((one) => isBelow(request.path, one.address)) ?? first;
    const { store, settings, scope, tenant: directory } = workspace;
    const token = await authenticate(request, options.verify, workspace.address.tenantId);
    const { provider, resource } = readAddress(request, workspace.address);
    Object.assign(headers, throttles.get(workspace.address.subscriptionId)?.(token.objectId, request.method));
    const caller = { objectId: token.objectId, email: null, name: token.displayName, userPrincipalName: null };
    const base = `${server.url}/arm`;
    const context: ArmContext = { request, store, tenant: directory, behaviour, caller, scope, base };
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
  const { store, settings, scope } = first;
  const { faults } = options;
  return { server, endpoint: `${server.url}/arm`, faults, behaviour, store, settings, scope, workspaces };
}

function openWorkspace({ address, tenant }: Pick<Workspace, 'address' | 'tenant'>, now: () => Date): Workspace {
  const store = new SentinelStore(new TickClock(now));
  return { store, settings: new WorkspaceSettings(), scope: sentinelScope(address), address, tenant };
}
