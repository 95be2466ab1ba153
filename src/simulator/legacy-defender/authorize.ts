import { RESOURCES } from '../entra/resources.ts';
import { TokenRefused, type TokenVerifier, type VerifiedToken } from '../entra/token-verifier.ts';
import type { SimRequest } from '../server.ts';
import { legacyError } from './legacy-error.ts';

/** Who calls; 401 when the token is no good, or meant for another API. */
export async function authenticate(request: SimRequest, verify: TokenVerifier): Promise<VerifiedToken> {
  try {
    return await verify(request.headers.authorization, RESOURCES.defender);
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error;
    throw legacyError(401, 'Unauthorized', 'Unauthorized');
  }
}

/** 403 unless the app holds one of these application permissions. */
export function requireRole(token: VerifiedToken, accepted: readonly string[]): void {
  if (accepted.some((role) => token.roles.includes(role))) return;
  throw legacyError(
    403,
    'Forbidden',
    `The application does not have any of the required roles: ${accepted.join(', ')}`,
  );
}
