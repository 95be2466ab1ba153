import { exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose';
import { randomUUID } from 'node:crypto';

export interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  /** As published under `/discovery/v2.0/keys`. */
  jwk: JWK;
}

let made: Promise<SigningKey> | undefined;

/** One key for the life of the process: making an RSA key takes longer than starting all servers. */
export function signingKey(): Promise<SigningKey> {
  made ??= makeKey();
  return made;
}

async function makeKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const kid = randomUUID().replaceAll('-', '');
  return { kid, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' } };
}
