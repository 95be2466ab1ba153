import type { FaultSwitch } from '../faults.ts';
import { HttpError } from '../http-error.ts';
import { segments, serve, type Served, type SimHandler } from '../server.ts';
import { aadstsError } from './aadsts-error.ts';
import type { Tenant } from './directory.ts';
import { signingKey } from './signing-key.ts';
import { issueToken } from './token-endpoint.ts';
import { createTokenVerifier, type TokenVerifier } from './token-verifier.ts';

export interface Entra {
  server: Served;
  /** Its URL, for `AZURE_AUTHORITY_HOST`. */
  authorityHost: string;
  tenants: Tenant[];
  faults: FaultSwitch;
  verify: TokenVerifier;
}

export interface EntraOptions {
  tls: { certPem: string; keyPem: string };
  tenants: Tenant[];
  faults: FaultSwitch;
  port?: number;
  /** Clock of issued tokens; Azure's clients judge expiry by the real one, so that is the default. */
  now?: () => Date;
  tokenLifetimeSeconds?: number;
}

/** Starts Entra ID, as far as an app with its own credential meets it: metadata, keys, tokens. */
export async function startEntra(options: EntraOptions): Promise<Entra> {
  const key = await signingKey();
  const now = options.now ?? (() => new Date());
  const lifetimeSeconds = options.tokenLifetimeSeconds ?? 3599;

  const handler: SimHandler = (request) => {
    const [tenantName = '', ...rest] = segments(request.path);
    const route = `${request.method} /${rest.join('/')}`;
    const tenant = findTenant(options.tenants, tenantName);
    const authority = `${server.url}/${tenant.id}`;
    switch (route) {
      case 'GET /v2.0/.well-known/openid-configuration':
        return { status: 200, body: metadata(authority) };
      case 'GET /discovery/v2.0/keys':
        return { status: 200, body: { keys: [key.jwk] } };
      case 'POST /oauth2/v2.0/token':
        return issueToken(request, {
          tenant,
          key,
          now,
          lifetimeSeconds,
          tokenEndpoint: `${authority}/oauth2/v2.0/token`,
        });
      default:
        throw new HttpError(404);
    }
  };
  const server = await serve({
    name: 'entra',
    tls: options.tls,
    handler,
    faults: options.faults,
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  return {
    server,
    authorityHost: server.url,
    tenants: options.tenants,
    faults: options.faults,
    verify: createTokenVerifier(key, () => options.tenants.map(({ id }) => id), now),
  };
}

function findTenant(tenants: Tenant[], name: string): Tenant {
  const wanted = name.toLowerCase();
  const tenant = tenants.find(({ id, domain }) => id === wanted || domain === wanted);
  if (tenant !== undefined) return tenant;
  throw aadstsError(
    400,
    'invalid_tenant',
    90002,
    `Tenant '${name}' not found. Check to make sure you have the correct tenant ID.`,
  );
}

function metadata(authority: string) {
  return {
    issuer: `${authority}/v2.0`,
    authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
    token_endpoint: `${authority}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
    jwks_uri: `${authority}/discovery/v2.0/keys`,
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
  };
}
