import type { SentinelRole, Tenant } from '../entra/directory.ts';
import { findApplication } from '../entra/directory.ts';
import { RESOURCES } from '../entra/resources.ts';
import { TokenRefused, type TokenFault, type TokenVerifier, type VerifiedToken } from '../entra/token-verifier.ts';
import type { SimRequest } from '../server.ts';
import { armError } from './arm-error.ts';

const REFUSALS: Record<TokenFault, [code: string, message: string]> = {
  missing: ['AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing."],
  malformed: ['InvalidAuthenticationToken', 'The access token is invalid.'],
  signature: ['InvalidAuthenticationToken', 'The access token is invalid: its signature does not verify.'],
  expired: ['ExpiredAuthenticationToken', 'The access token expiry UTC time is earlier than current UTC time.'],
  audience: [
    'InvalidAuthenticationTokenAudience',
    `The access token has been obtained for wrong audience or resource. It should exactly match one of the allowed audiences '${RESOURCES.arm}'.`,
  ],
  issuer: ['InvalidAuthenticationTokenTenant', 'The access token is from the wrong issuer.'],
};

/** Who calls, with a token of the subscription's own tenant; 401 in ARM's words otherwise. */
export async function authenticate(
  request: SimRequest,
  verify: TokenVerifier,
  tenantId: string,
): Promise<VerifiedToken> {
  let token;
  try {
    token = await verify(request.headers.authorization, RESOURCES.arm);
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error;
    throw unauthorized(...REFUSALS[error.fault], tenantId);
  }
  if (token.tenantId === tenantId) return token;
  throw unauthorized(
    'InvalidAuthenticationTokenTenant',
    `The access token is from the wrong issuer 'https://sts.windows.net/${token.tenantId}/'. It must match the tenant ` +
      `'https://sts.windows.net/${tenantId}/' associated with this subscription.`,
    tenantId,
  );
}

function unauthorized(code: string, message: string, tenantId: string) {
  const challenge = `Bearer authorization_uri="https://login.windows.net/${tenantId}", error="invalid_token"`;
  return armError(401, code, message, { 'WWW-Authenticate': challenge });
}

/** `read` covers the POST operations that only list. */
export type Verb = 'read' | 'write' | 'delete';

/**
 * 403 unless the app's role on the workspace allows it. By its role definition a Responder writes below
 * `incidents` but deletes nothing there, and does not write bookmarks.
 */
export function requireRole(token: VerifiedToken, tenant: Tenant, resource: string, verb: Verb, scope: string): void {
  const role = findApplication(tenant, token.clientId)?.sentinelRole ?? null;
  if (role !== null && allows(role, resource, verb)) return;
  throw armError(
    403,
    'AuthorizationFailed',
    `The client '${token.clientId}' with object id '${token.objectId}' does not have authorization to perform action ` +
      `'Microsoft.SecurityInsights/${resource}/${verb}' over scope '${scope}' or the scope is invalid. ` +
      `If access was recently granted, please refresh your credentials.`,
  );
}

function allows(role: SentinelRole, resource: string, verb: Verb): boolean {
  switch (role) {
    case 'Contributor':
      return true;
    case 'Responder':
      return verb === 'read' || (verb === 'write' && resource.startsWith('incidents'));
    case 'Reader':
      return verb === 'read';
  }
}
