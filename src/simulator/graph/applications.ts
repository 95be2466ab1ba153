import { createHash, X509Certificate } from 'node:crypto';
import { findApplication, type Application } from '../entra/directory.ts';
import { queryOptions } from '../odata/options.ts';
import { QueryFault } from '../odata/query-fault.ts';
import type { SimResponse } from '../server.ts';
import { METADATA, type GraphContext } from './context.ts';
import { graphError } from './graph-error.ts';

const ROLES = ['Application.Read.All', 'Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];
/** As the portal shows a secret that "never" expires. */
const NEVER = '2299-12-31T00:00:00Z';

/** The id in `applications(appId='…')`, the only address of an application that is served; null for anything else. */
export function appIdOf(segment: string): string | null {
  return /^applications\(appId='([^']*)'\)$/.exec(segment)?.[1] ?? null;
}

/** `GET /applications(appId='…')?$select=…` */
export function getApplication(context: GraphContext, appId: string): SimResponse {
  const { token, tenant, request } = context;
  if (!ROLES.some((role) => token.roles.includes(role)))
    throw graphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  const { $select } = queryOptions(request.query, ['$select']);
  const application = findApplication(tenant, appId);
  if (application === undefined) {
    throw graphError(
      404,
      'Request_ResourceNotFound',
      `Resource '${appId}' does not exist or one of its queried reference-property objects are not present.`,
    );
  }
  const whole: Record<string, unknown> = print(application);
  const names = $select?.split(',').map((name) => name.trim()) ?? Object.keys(whole);
  const stranger = names.find((name) => !Object.hasOwn(whole, name));
  if (stranger !== undefined)
    throw new QueryFault(`Could not find a property named '${stranger}' on type 'microsoft.graph.application'.`);
  const body = Object.fromEntries(names.map((name) => [name, whole[name]]));
  return { status: 200, body: { '@odata.context': `${METADATA}#applications/$entity`, ...body } };
}

/** Secrets show their first three characters and nothing more. */
function print({ clientId, objectId, displayName, secrets, certificates = [] }: Application) {
  return {
    id: objectId,
    appId: clientId,
    displayName,
    passwordCredentials: secrets.map(({ value, expiresAt }) => ({
      customKeyIdentifier: null,
      displayName: null,
      endDateTime: expiresAt?.toISOString() ?? NEVER,
      hint: value.slice(0, 3),
      keyId: idOf(value),
      secretText: null,
      startDateTime: '2026-01-01T00:00:00Z',
    })),
    keyCredentials: certificates.map((pem) => {
      const { validFromDate, validToDate, fingerprint, subject } = new X509Certificate(pem);
      return {
        customKeyIdentifier: fingerprint.replaceAll(':', ''),
        displayName: subject,
        endDateTime: validToDate.toISOString(),
        key: null,
        keyId: idOf(fingerprint),
        startDateTime: validFromDate.toISOString(),
        type: 'AsymmetricX509Cert',
        usage: 'Verify',
      };
    }),
  };
}

function idOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
