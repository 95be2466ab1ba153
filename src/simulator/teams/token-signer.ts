import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import type { CryptoKey, JWK } from 'jose';

/** A flaw that a hostile or broken caller's token can have. */
export const tokenFlaws = [
  'expired',
  'wrong-audience',
  'wrong-issuer',
  'hs256',
  'unendorsed',
  'wrong-service-url',
  'no-service-url',
  'unsigned',
  'wrong-key',
  'unknown-key-id',
] as const;
export type TokenFlaw = (typeof tokenFlaws)[number];

interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
  jwk: JWK;
}

/** Signs the tokens with which the channel proves to the bot that an activity comes from Teams. */
export class TokenSigner {
  readonly issuer: string;
  readonly #appId: string;
  readonly #serviceUrl: () => string;
  readonly #key: SigningKey;
  readonly #unendorsedKey: SigningKey;
  readonly #strangersKey: SigningKey;

  private constructor(
    options: { issuer: string; appId: string; serviceUrl: () => string },
    keys: [SigningKey, SigningKey, SigningKey],
  ) {
    this.issuer = options.issuer;
    this.#appId = options.appId;
    this.#serviceUrl = options.serviceUrl;
    [this.#key, this.#unendorsedKey, this.#strangersKey] = keys;
  }

  static async create(options: { issuer: string; appId: string; serviceUrl: () => string }): Promise<TokenSigner> {
    return new TokenSigner(options, await signingKeys());
  }

  /** The public keys as the metadata endpoint offers them. The second one is good for another channel only. */
  keySet(): { keys: (JWK & { endorsements: string[] })[] } {
    return {
      keys: [
        { ...this.#key.jwk, kid: this.#key.kid, use: 'sig', endorsements: ['msteams'] },
        { ...this.#unendorsedKey.jwk, kid: this.#unendorsedKey.kid, use: 'sig', endorsements: ['directline'] },
      ],
    };
  }

  /** A token as Teams sends it, or one with exactly one flaw. Real time: the bot's JWT library knows no other. */
  sign(flaw?: TokenFlaw): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const issuedAt = flaw === 'expired' ? now - 7200 : now;
    const serviceUrl = flaw === 'wrong-service-url' ? 'https://attacker.example/teams/' : this.#serviceUrl();
    const claims = {
      ...(flaw === 'no-service-url' ? {} : { serviceurl: serviceUrl }),
      nbf: issuedAt - 60,
      exp: issuedAt + 3600,
      iss: flaw === 'wrong-issuer' ? 'https://issuer.example' : this.issuer,
      aud: flaw === 'wrong-audience' ? '00000000-0000-0000-0000-000000000001' : this.#appId,
    };
    if (flaw === 'unsigned') return Promise.resolve(new UnsecuredJWT(claims).encode());
    if (flaw === 'hs256') {
      const publicKeyAsSecret = new TextEncoder().encode(String(this.#key.jwk.n));
      return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: this.#key.kid }).sign(publicKeyAsSecret);
    }
    const { kid, privateKey } = flaw === 'unendorsed' ? this.#unendorsedKey : this.#key;
    const shownKid = flaw === 'unknown-key-id' ? 'nobody-knows-this-key' : kid;
    const signWith = flaw === 'wrong-key' ? this.#strangersKey.privateKey : privateKey;
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: shownKid }).sign(signWith);
  }
}

let made: Promise<[SigningKey, SigningKey, SigningKey]> | undefined;

/** The same for the life of the process: making RSA keys takes longer than starting all servers. */
function signingKeys(): Promise<[SigningKey, SigningKey, SigningKey]> {
  made ??= Promise.all([newKey(), newKey(), newKey()]);
  return made;
}

async function newKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(publicKey);
  const kid = createHash('sha256').update(String(jwk.n)).digest('base64url').slice(0, 27);
  return { kid, privateKey, jwk };
}
