import type { TokenVerifier } from '../entra/token-verifier.ts';
import type { FaultSwitch } from '../faults.ts';
import type { IncidentStore } from '../graph/incident-store.ts';
import { QueryFault } from '../odata/query-fault.ts';
import { segments, serve, type Served, type SimHandler, type SimResponse } from '../server.ts';
import { authenticate, requireRole } from './authorize.ts';
import { defaultBehaviour, type LegacyBehaviour } from './behaviour.ts';
import type { LegacyContext } from './context.ts';
import { invalidQuery, legacyError } from './legacy-error.ts';
import { getIncident, listIncidents } from './list-incidents.ts';
import { createThrottle, DOCUMENTED_LIMITS, type LegacyLimits } from './throttle.ts';
import { updateIncident } from './update-incident.ts';

const READ = ['Incident.Read.All', 'Incident.ReadWrite.All'];
const WRITE = ['Incident.ReadWrite.All'];

export interface LegacyDefender {
  server: Served;
  /** Base without `/api`, for `DEFENDER_ENDPOINT`. */
  endpoint: string;
  faults: FaultSwitch;
  behaviour: LegacyBehaviour;
}

export interface LegacyDefenderOptions {
  tls: { certPem: string; keyPem: string };
  verify: TokenVerifier;
  /** The tenant that has Defender, and the incidents. */
  tenantId: string;
  /** Graph's: it is one Defender under two APIs. */
  store: IncidentStore;
  faults: FaultSwitch;
  now: () => Date;
  port?: number;
  limits?: Partial<LegacyLimits>;
}

/** Starts the older Defender XDR API, as far as `/api/incidents` goes. */
export async function startLegacyDefender(options: LegacyDefenderOptions): Promise<LegacyDefender> {
  const { tenantId, store } = options;
  const behaviour = defaultBehaviour();
  const throttle = createThrottle({ ...DOCUMENTED_LIMITS, ...options.limits }, options.now);

  function route(context: LegacyContext, id: string | undefined): SimResponse {
    const { request, token } = context;
    switch (`${request.method} ${id === undefined ? 'incidents' : 'incidents/{id}'}`) {
      case 'GET incidents':
        requireRole(token, READ);
        throttle(token, 'call');
        return listIncidents(context);
      case 'GET incidents/{id}':
        requireRole(token, READ);
        throttle(token, 'get');
        return getIncident(context, id ?? '');
      case 'PATCH incidents/{id}':
        requireRole(token, WRITE);
        throttle(token, 'call');
        return updateIncident(context, id ?? '');
      default:
        throw legacyError(405, 'BadRequest', `The resource does not support HTTP method '${request.method}'.`);
    }
  }

  const handler: SimHandler = async (request) => {
    const [base, area, collection, id, ...more] = segments(request.path);
    const token = await authenticate(request, options.verify);
    if (base !== 'defender' || area !== 'api' || collection !== 'incidents' || more.length > 0) {
      throw legacyError(404, 'NotFound', 'The resource was not found.');
    }
    if (token.tenantId !== tenantId) throw legacyError(403, 'DisabledFeature', 'Tenant feature is not enabled.');
    try {
      return route({ request, token, tenantId, store, behaviour }, id);
    } catch (error) {
      throw error instanceof QueryFault ? invalidQuery(error.message) : error;
    }
  };
  const server = await serve({
    name: 'legacy-defender',
    tls: options.tls,
    handler,
    faults: options.faults,
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  return { server, endpoint: `${server.url}/defender`, faults: options.faults, behaviour };
}
