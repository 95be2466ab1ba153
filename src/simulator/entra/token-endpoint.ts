import { SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import type { SimRequest, SimResponse } from '../server.ts';
import { aadstsError } from './aadsts-error.ts';
import { provesClient } from './client-assertion.ts';
import { findApplication, type Application, type Tenant } from './directory.ts';
import { RESOURCES, resourceOfScope } from './resources.ts';
import type { SigningKey } from './signing-key.ts';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export interface TokenContext {
  tenant: Tenant;
  key: SigningKey;
  now: () => Date;
  lifetimeSeconds: number;
  tokenEndpoint: string;
}

/** `POST /{tenant}/oauth2/v2.0/token`, client credentials only: Dragoman acts as itself. */
export async function issueToken(request: SimRequest, context: TokenContext): Promise<SimResponse> {
  if (!(request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')) {
    throw aadstsError(
      400,
      'invalid_request',
      900144,
      "The request body must contain the following parameter: 'grant_type'.",
    );
  }
  const form = new URLSearchParams(request.bodyText);
  const grant = required(form, 'grant_type');
  if (grant !== 'client_credentials') {
    throw aadstsError(400, 'unsupported_grant_type', 70003, `The app requested an unsupported grant type '${grant}'.`);
  }
  const application = await authenticate(form, context);
  const audience = audienceOf(required(form, 'scope'), context.tenant);
  return {
    status: 200,
    headers: { 'Cache-Control': 'no-store' },
    body: {
      token_type: 'Bearer',
      expires_in: context.lifetimeSeconds,
      ext_expires_in: context.lifetimeSeconds,
      access_token: await sign(application, audience, context),
    },
  };
}

async function authenticate(form: URLSearchParams, context: TokenContext): Promise<Application> {
  const clientId = required(form, 'client_id');
  const application = findApplication(context.tenant, clientId);
  if (application === undefined) {
    throw aadstsError(
      400,
      'unauthorized_client',
      700016,
      `Application with identifier '${clientId}' was not found in the directory '${context.tenant.domain}'.`,
    );
  }
  const assertion = form.get('client_assertion');
  if (assertion !== null) {
    const typed = form.get('client_assertion_type') === ASSERTION_TYPE;
    if (typed && (await provesClient(assertion, application, context.tokenEndpoint))) return application;
    throw aadstsError(
      401,
      'invalid_client',
      700027,
      'The certificate or key that signed the client assertion is not registered.',
    );
  }
  const sent = form.get('client_secret');
  if (!sent) {
    const parameters = "'client_assertion', 'client_secret' or 'request'";
    throw aadstsError(
      401,
      'invalid_client',
      7000216,
      `${parameters} is required for the 'client_credentials' grant type.`,
    );
  }
  const secret = application.secrets.find(({ value }) => value === sent);
  if (secret === undefined) {
    throw aadstsError(401, 'invalid_client', 7000215, `Invalid client secret provided for app '${clientId}'.`);
  }
  if (secret.expiresAt !== undefined && secret.expiresAt <= context.now()) {
    throw aadstsError(
      401,
      'invalid_client',
      7000222,
      `The provided client secret keys for app '${clientId}' are expired.`,
    );
  }
  return application;
}

function audienceOf(scope: string, tenant: Tenant): string {
  if (/\s/.test(scope.trim()))
    throw aadstsError(400, 'invalid_scope', 70011, `The provided value for scope ${scope} is not valid.`);
  if (!scope.endsWith('/.default')) {
    throw aadstsError(
      400,
      'invalid_scope',
      1002012,
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    );
  }
  const resource = resourceOfScope(scope);
  if (resource !== null) return resource;
  const name = scope.slice(0, -'/.default'.length);
  throw aadstsError(
    400,
    'invalid_resource',
    500011,
    `The resource principal named ${name} was not found in the tenant named ${tenant.domain}.`,
  );
}

async function sign(
  application: Application,
  audience: string,
  { tenant, key, now, lifetimeSeconds }: TokenContext,
): Promise<string> {
  const issuedAt = Math.floor(now().getTime() / 1000);
  const claims = {
    appid: application.clientId,
    app_displayname: application.displayName,
    idtyp: 'app',
    oid: application.objectId,
    tid: tenant.id,
    uti: randomUUID(),
    ver: '1.0',
    ...rolesOn(audience, application),
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid })
    .setIssuer(`https://sts.windows.net/${tenant.id}/`)
    .setSubject(application.objectId)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt)
    .setExpirationTime(issuedAt + lifetimeSeconds)
    .sign(key.privateKey);
}

/** The application permissions on that API; the others authorise by means of their own. */
function rolesOn(audience: string, { graphRoles, defenderRoles = [] }: Application): { roles?: string[] } {
  switch (audience) {
    case RESOURCES.graph:
      return { roles: graphRoles };
    case RESOURCES.defender:
      return { roles: defenderRoles };
    default:
      return {};
  }
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value) return value;
  throw aadstsError(
    400,
    'invalid_request',
    900144,
    `The request body must contain the following parameter: '${name}'.`,
  );
}
