import type { VerifiedToken } from '../entra/token-verifier.ts';
import type { IncidentStore } from '../graph/incident-store.ts';
import type { SimRequest } from '../server.ts';
import type { LegacyBehaviour } from './behaviour.ts';

/** What every operation is given. */
export interface LegacyContext {
  request: SimRequest;
  token: VerifiedToken;
  tenantId: string;
  /** The incidents Graph serves too. */
  store: IncidentStore;
  behaviour: LegacyBehaviour;
}

/** For `@odata.context`, which names the real service whatever the host. */
export const METADATA = 'https://api.security.microsoft.com/api/$metadata#Incidents';
