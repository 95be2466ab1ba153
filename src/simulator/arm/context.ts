import type { Tenant } from '../entra/directory.ts';
import type { SimRequest } from '../server.ts';
import type { ClosingRules } from './incident-body.ts';
import type { ClientInfo, Incident } from './incident.ts';
import type { SentinelStore } from './sentinel-store.ts';
import { resourceNotFound } from './arm-error.ts';

/** What every Sentinel operation is given. */
export interface ArmContext {
  request: SimRequest;
  store: SentinelStore;
  /** The workspace's directory. */
  tenant: Tenant;
  behaviour: ClosingRules;
  /** The calling app, as authors are shown. */
  caller: ClientInfo;
  /** Resource id prefix of everything in the workspace. */
  scope: string;
  /** `https://localhost:PORT/arm`, for next links. */
  base: string;
}

export function findIncident({ store, scope }: Pick<ArmContext, 'store' | 'scope'>, name: string): Incident {
  const incident = store.get(name);
  if (incident !== undefined) return incident;
  throw resourceNotFound(`${scope}/incidents/${name}`);
}
