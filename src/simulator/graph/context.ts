import type { Tenant } from '../entra/directory.ts';
import type { VerifiedToken } from '../entra/token-verifier.ts';
import type { SimRequest } from '../server.ts';
import type { GraphBehaviour } from './behaviour.ts';
import type { IncidentStore } from './incident-store.ts';

/** What every Graph operation is given. */
export interface GraphContext {
  request: SimRequest;
  token: VerifiedToken;
  tenant: Tenant;
  store: IncidentStore;
  behaviour: GraphBehaviour;
  /** `https://localhost:PORT/graph/v1.0`, as the caller addressed it. */
  root: string;
}

/** For `@odata.context`, which names the real service whatever the host. */
export const METADATA = 'https://graph.microsoft.com/v1.0/$metadata';

/** Whether the caller asked for enum members newer than the first release. */
export function wantsUnknownMembers(request: SimRequest): boolean {
  const prefer = request.headers['prefer'];
  const text = Array.isArray(prefer) ? prefer.join(',') : (prefer ?? '');
  return text.split(/[,;]/).some((part) => part.trim().toLowerCase() === 'include-unknown-enum-members');
}
