import { errors, jwtVerify } from 'jose';
import type { SigningKey } from './signing-key.ts';

export interface VerifiedToken {
  tenantId: string;
  clientId: string;
  /** Service principal. */
  objectId: string;
  displayName: string;
  roles: string[];
}

export type TokenFault = 'missing' | 'malformed' | 'signature' | 'expired' | 'audience' | 'issuer';

/** Why a resource does not take a token; each API words it in its own way. */
export class TokenRefused extends Error {
  readonly fault: TokenFault;

  constructor(fault: TokenFault) {
    super(`The access token was refused: ${fault}`);
    this.name = 'TokenRefused';
    this.fault = fault;
  }
}

/** Checks a request's `Authorization` header for one audience; throws TokenRefused. */
export type TokenVerifier = (authorization: string | undefined, audience: string) => Promise<VerifiedToken>;

export function createTokenVerifier(key: SigningKey, tenantIds: () => string[], now: () => Date): TokenVerifier {
  return async (authorization, audience) => {
    if (authorization === undefined || authorization === '') throw new TokenRefused('missing');
    const token = /^Bearer ([^\s]+)$/i.exec(authorization)?.[1];
    if (token === undefined) throw new TokenRefused('malformed');
    const { payload } = await jwtVerify(token, key.publicKey, {
      currentDate: now(),
      audience,
      algorithms: ['RS256'],
    }).catch((error: unknown) => {
      throw new TokenRefused(faultOf(error));
    });
    const tenantId = String(payload['tid']);
    if (!tenantIds().includes(tenantId) || payload.iss !== `https://sts.windows.net/${tenantId}/`)
      throw new TokenRefused('issuer');
    return {
      tenantId,
      clientId: String(payload['appid']),
      objectId: String(payload['oid']),
      displayName: String(payload['app_displayname']),
      roles: Array.isArray(payload['roles']) ? payload['roles'].map(String) : [],
    };
  };
}

function faultOf(error: unknown): TokenFault {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof errors.JWTClaimValidationFailed) return error.claim === 'aud' ? 'audience' : 'expired';
  return 'malformed';
}
