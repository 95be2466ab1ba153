import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { CredentialExpiry, CredentialExpiryPort } from '../sync/ports/credential-expiry.ts';
import { askedFor } from '../sync/ports/known.ts';
import type { Known } from '../sync/ports/known.ts';
import { RemoteError } from '../sync/ports/remote-error.ts';
import type { CredentialSettings } from './credential.ts';
import type { RequestPipeline } from './pipeline.ts';
import { send } from './send.ts';

export interface CredentialExpirySettings {
  credential: Pick<
    CredentialSettings,
    'clientId' | 'clientSecret' | 'certificatePath' | 'federatedTokenFile' | 'managedIdentity'
  >;
  /** Graph without a version, of the cloud the application is registered in. */
  graphEndpoint: string;
  /** For Graph, as somebody who may read the application (permission Application.Read.All). */
  pipeline: RequestPipeline;
  /** Milliseconds; tests pass their own. */
  now?: () => number;
}

const Application = z.object({
  passwordCredentials: z.array(z.object({ endDateTime: z.iso.datetime({ offset: true }), hint: z.string().nullish() })),
});

/** Reads when a credential expires: a certificate from its own file, a secret from the application in Graph. */
export function createCredentialExpiryPort(settings: CredentialExpirySettings): CredentialExpiryPort {
  const { clientId, clientSecret, certificatePath, managedIdentity } = settings.credential;
  return {
    clientId: clientId ?? null,
    // The order in which createCredential chooses.
    async read() {
      if (managedIdentity === true) return { known: true, value: null };
      if (clientId && clientSecret) return askedFor(() => readSecretExpiry(settings, clientId, clientSecret));
      if (certificatePath) return readCertificateExpiry(certificatePath);
      return { known: true, value: null };
    },
  };
}

async function readSecretExpiry(
  settings: CredentialExpirySettings,
  clientId: string,
  secret: string,
): Promise<CredentialExpiry> {
  const application = `${settings.graphEndpoint.replace(/\/+$/, '')}/v1.0/applications(appId='${clientId}')`;
  const url = `${application}?$select=passwordCredentials`;
  const { data } = await send(settings.pipeline, { method: 'GET', url }, Application);
  const expiresAt = pick(data.passwordCredentials, secret, settings.now?.() ?? Date.now());
  if (expiresAt !== null) return { kind: 'client secret', expiresAt: new Date(expiresAt).toISOString() };
  throw new RemoteError('notFound', `the application ${clientId} has no secret like the one in use`);
}

/**
 * Graph shows no more of a secret than its first three characters, and not even those of old ones. Of several that it
 * may be, the next to expire is the safe guess; one that has expired already is not the one that still works.
 */
function pick(secrets: z.infer<typeof Application>['passwordCredentials'], inUse: string, now: number): number | null {
  const alike = secrets.filter(({ hint }) => hint && inUse.startsWith(hint));
  const candidates = alike.length > 0 ? alike : secrets.filter(({ hint }) => !hint);
  const times = candidates.map(({ endDateTime }) => Date.parse(endDateTime)).toSorted((a, b) => a - b);
  return times.find((time) => time > now) ?? times.at(-1) ?? null;
}

async function readCertificateExpiry(path: string): Promise<Known<CredentialExpiry>> {
  const file = await readFile(path).catch(() => null);
  if (file === null) return unreadable('it is not there, or may not be read');
  try {
    return {
      known: true,
      value: { kind: 'certificate', expiresAt: new X509Certificate(file).validToDate.toISOString() },
    };
  } catch {
    return unreadable('it holds no certificate');
  }
}

function unreadable(why: string): Known<never> {
  return { known: false, reason: `the certificate file cannot be read: ${why}`, isPassing: false };
}
