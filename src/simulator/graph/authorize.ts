import { RESOURCES } from '../entra/resources.ts';
import { TokenRefused, type TokenFault, type TokenVerifier, type VerifiedToken } from '../entra/token-verifier.ts';
import type { SimRequest } from '../server.ts';
import { graphError } from './graph-error.ts';

const MESSAGES: Record<TokenFault, string> = {
  missing: 'Access token is empty.',
  malformed: 'IDX14100: JWT is not well formed, there are no dots (.).',
  signature: 'Access token validation failure. Invalid signature.',
  expired: 'Lifetime validation failed, the token is expired.',
  audience: 'Access token validation failure. Invalid audience.',
  issuer: 'Access token validation failure. Invalid issuer.',
};

/** Who calls; 401 in Graph's words when the token is no good. */
export async function authenticate(request: SimRequest, verify: TokenVerifier): Promise<VerifiedToken> {
  try {
    return await verify(request.headers.authorization, RESOURCES.graph);
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error;
    throw graphError(401, 'InvalidAuthenticationToken', MESSAGES[error.fault], { 'WWW-Authenticate': 'Bearer' });
  }
}

/** 403 unless the app holds one of these application permissions on the security API. */
export function requireSecurityRole(token: VerifiedToken, accepted: readonly string[]): void {
  if (accepted.some((role) => token.roles.includes(role))) return;
  throw graphError(
    403,
    'Forbidden',
    `Missing application roles. API required roles: ${accepted.join(',')}, application roles: ${token.roles.join(',')}.`,
  );
}
