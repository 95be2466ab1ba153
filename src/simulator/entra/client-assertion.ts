import { decodeJwt, importSPKI, importX509, jwtVerify } from 'jose';
import type { Application } from './directory.ts';

/** Entra's fixed audience for assertions of outside identities. */
const FEDERATED_AUDIENCE = 'api://AzureADTokenExchange';

/**
 * Whether a `client_assertion` proves that the caller is the application: signed by one of its
 * certificates (issuer and subject are the client id, audience is the token endpoint), or by an outside
 * issuer the application trusts for that subject.
 */
export async function provesClient(
  assertion: string,
  application: Application,
  tokenEndpoint: string,
): Promise<boolean> {
  let claims;
  try {
    claims = decodeJwt(assertion);
  } catch {
    return false;
  }
  if (claims.exp === undefined) return false;

  for (const trusted of application.federated ?? []) {
    if (trusted.issuer !== claims.iss || trusted.subject !== claims.sub) continue;
    const key = await importSPKI(trusted.publicKeyPem, 'RS256');
    if (await verifies(assertion, key, { audience: FEDERATED_AUDIENCE })) return true;
  }
  for (const certificate of application.certificates ?? []) {
    const expected = { issuer: application.clientId, subject: application.clientId, audience: tokenEndpoint };
    for (const algorithm of ['RS256', 'PS256']) {
      if (await verifies(assertion, await importX509(certificate, algorithm), expected)) return true;
    }
  }
  return false;
}

async function verifies(...[token, key, options]: [string, Parameters<typeof jwtVerify>[1], object]): Promise<boolean> {
  try {
    await jwtVerify(token, key, options);
    return true;
  } catch {
    return false;
  }
}
