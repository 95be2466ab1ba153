import { ClientSecretCredential, ManagedIdentityCredential, WorkloadIdentityCredential } from '@azure/identity';
import { CLOUDS, CLOUD_NAMES } from '../../src/azure/clouds.ts';
import { createCredential } from '../../src/azure/credential.ts';
import { guardToken } from '../../src/azure/guard-token.ts';
import { lateCredential } from '../../src/azure/late-credential.ts';
import { presentPriority, runWithPriority } from '../../src/azure/priority.ts';
import { refuseForeignLink } from '../../src/azure/refuse-foreign-link.ts';
import { requestTarget } from '../../src/azure/request-target.ts';
import { queryString } from '../../src/azure/wire-text.ts';

const settings = {
  tenantId: 'c0a5ad4e-0000-0000-0000-000000000000',
  authorityHost: 'https://login.test',
  disableInstanceDiscovery: true,
};

test('the credential is the first kind there is enough for, else the machine is asked', () => {
  const clientId = 'b1';
  const given = { ...settings, clientId, clientSecret: 's', federatedTokenFile: '/var/token' };
  expect(createCredential(given)).toBeInstanceOf(ClientSecretCredential);
  expect(createCredential({ ...given, clientSecret: undefined })).toBeInstanceOf(WorkloadIdentityCredential);
  expect(createCredential({ ...settings, clientId })).toBeInstanceOf(ManagedIdentityCredential);
  expect(createCredential(settings)).toBeInstanceOf(ManagedIdentityCredential);
  expect(createCredential({ ...given, managedIdentity: true })).toBeInstanceOf(ManagedIdentityCredential);
  expect(() => createCredential({ ...settings, clientSecret: 's' })).toThrow(/needs the client id/);
});

test('a credential that cannot be made is a failed request, and is made again for the next one', async () => {
  let isMade = false;
  const late = lateCredential(() => {
    if (!isMade) throw new Error('no such credential');
    return { getToken: async () => ({ token: 't', expiresOnTimestamp: 0 }) };
  });
  await expect(guardToken(late).getToken('scope')).rejects.toMatchObject({ code: 'unauthorized' });
  isMade = true;
  await expect(guardToken(late).getToken('scope')).resolves.toMatchObject({ token: 't' });
});

test('a certificate file that is missing, or holds none, is named as what is wrong', async () => {
  const token = (certificatePath: string) =>
    guardToken(createCredential({ ...settings, clientId: 'b1', certificatePath })).getToken('scope');
  await expect(token('/no/such/file')).rejects.toThrow("the credential's file cannot be read (ENOENT)");
  await expect(token(__filename)).rejects.toThrow("the credential's file holds no PEM certificate");
});

test('every cloud has https endpoints, and scopes of its own resources', () => {
  for (const name of CLOUD_NAMES) {
    const { authorityHost, graph, arm, legacyDefender, scopes } = CLOUDS[name];
    const addresses = [authorityHost, graph, arm, ...(legacyDefender === null ? [] : [legacyDefender])];
    for (const address of addresses) expect(address).toMatch(/^https:\/\/[a-z.-]+$/);
    expect(scopes).toEqual({
      graph: `${graph}/.default`,
      arm: `${arm}/.default`,
      legacyDefender: legacyDefender === null ? null : `${legacyDefender}/.default`,
    });
  }
});

test('the priority travels with the work', async () => {
  expect(presentPriority()).toBe('background');
  const within = runWithPriority('person', async () => {
    await Promise.resolve();
    return presentPriority();
  });
  expect([await within, presentPriority()]).toEqual(['person', 'background']);
});

test.each([
  ['https://evil.test/graph/v1.0/x', false],
  ['https://service.test.evil.test/graph/x', false],
  ['https://service.test:444/graph/x', false],
  ['http://service.test/graph/x', false],
  ['https://user:pw@service.test/graph/x', false],
  ['https://service.test/graph/../other', false],
  ['https://service.test/graphite', false],
  ['//service.test/graph/x', false],
  ['not an address', false],
  ['https://service.test/graph/v1.0/x?$skiptoken=%2B', true],
])('the next link %s may be followed: %s', (link, may) => {
  const check = () => refuseForeignLink(link, 'https://service.test/graph');
  if (may) expect(check).not.toThrow();
  else expect(check).toThrow(/which is not https:\/\/service\.test/);
});

test('queries are spelt as OData services read them', () => {
  expect(queryString({ $filter: "a ge 2026-08-01T00:00:00+02:00 and b ne 'x'", $top: 5 })).toBe(
    "$filter=a%20ge%202026-08-01T00%3A00%3A00%2B02%3A00%20and%20b%20ne%20'x'&$top=5",
  );
});

test('requests are named without host, query and the way to the workspace', () => {
  const workspace = '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w';
  const url = `https://arm.test${workspace}/providers/Microsoft.SecurityInsights/incidents/7?api-version=1`;
  expect(requestTarget('PUT', url)).toBe('PUT …/incidents/7');
});
