import { inspect } from 'node:util';
import { ConfigError } from '../../src/config/config-error.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { temporaryFiles } from '../support/temporary-files.ts';

const guid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const files = temporaryFiles();
afterAll(() => files.remove());

const environment = {
  MicrosoftAppId: guid(1),
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppTenantId: guid(2),
  MicrosoftAppPassword: 'the-bots-own-secret',
  ADMIN_IDS: guid(5),
  CARD_SECRET: 'first-card-secret-value',
  CONTOSO_SECRET: 'the-secret-of-contoso',
};
const contoso = {
  name: 'Contoso',
  AZURE_TENANT_ID: guid(10),
  AZURE_CLIENT_ID: guid(11),
  AZURE_CLIENT_SECRET_VARIABLE: 'CONTOSO_SECRET',
  SENTINEL_SUBSCRIPTION_ID: guid(12),
  SENTINEL_RESOURCE_GROUP: 'rg-soc',
  SENTINEL_WORKSPACE: 'law-contoso',
};
const fabrikam = {
  DEFENDER_TENANT_ID: guid(20),
  SENTINEL_TENANT_ID: guid(10),
  AZURE_CLIENT_ID: guid(21),
  AZURE_CLIENT_CERTIFICATE_PATH: '/run/secrets/fabrikam.pem',
  SENTINEL_SUBSCRIPTION_ID: guid(22),
  SENTINEL_RESOURCE_GROUP: 'rg-fabrikam',
  SENTINEL_WORKSPACE: 'law-fabrikam',
  SYNC_MODE: 'bridge',
  POLL_INTERVAL_SECONDS: 60,
  CONFLICT_POLICY: 'owner=sentinel',
};

const readFile = (content: unknown, more: Record<string, string> = {}) =>
  readConfig({ ...environment, ...more, CONNECTIONS_FILE: files.write(content) });

function faultsOf(content: unknown, more: Record<string, string> = {}) {
  try {
    readFile(content, more);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}
const places = (content: unknown, more: Record<string, string> = {}) =>
  faultsOf(content, more).map(({ variable }) => variable.replace('CONNECTIONS_FILE: ', ''));

describe('CONNECTIONS_FILE', () => {
  it('describes several connections, each with a name, a credential and settings of its own', () => {
    const { connections, azure } = readFile({ connections: [contoso, fabrikam] });
    expect(connections).toMatchObject([
      { name: 'Contoso', defenderTenantId: guid(10), sentinelTenantId: guid(10), azure: { clientId: guid(11) } },
      {
        name: 'law-fabrikam',
        defenderTenantId: guid(20),
        sentinelTenantId: guid(10),
        azure: { clientId: guid(21), clientSecret: null, certificatePath: '/run/secrets/fabrikam.pem' },
        sync: { mode: 'bridge', pollIntervalSeconds: 60, conflictPolicy: { owner: 'sentinel', state: 'newest' } },
      },
    ]);
    expect(connections[0]?.azure.clientSecret?.reveal()).toBe('the-secret-of-contoso');
    expect(azure).toMatchObject({ clientId: null, clientSecret: null });
    expect(inspect(connections, { depth: 9 })).not.toContain('the-secret-of-contoso');
  });

  it('may be a bare list, and leaves to the environment what it does not say', () => {
    const { connections } = readFile([contoso, fabrikam], { SYNC_MODE: 'observe', MASS_CHANGE_LIMIT: '7' });
    expect(connections.map(({ sync }) => [sync.mode, sync.massChangeLimit])).toEqual([
      ['observe', 7],
      ['bridge', 7],
    ]);
  });

  it('takes the credential of the environment whole or not at all', () => {
    const { AZURE_CLIENT_ID: _id, AZURE_CLIENT_SECRET_VARIABLE: _secret, ...anonymous } = contoso;
    const around = { AZURE_CLIENT_ID: guid(30), AZURE_CLIENT_SECRET: 'the-secret-of-all' };
    const [first, second] = readFile([anonymous, fabrikam], around).connections;
    expect(first?.azure.clientSecret?.reveal()).toBe('the-secret-of-all');
    expect(second?.azure.clientSecret).toBeNull();
    expect(places([anonymous, fabrikam])).toEqual(['connections[0].AZURE_CLIENT_ID']);
  });

  it('takes a secret by the name of a variable, from a file, or written out, but only one way', () => {
    const { AZURE_CLIENT_SECRET_VARIABLE: _, ...rest } = contoso;
    const path = files.write('the-secret-in-a-file\n');
    const secret = (entry: object) => readFile([{ ...rest, ...entry }]).connections[0]?.azure.clientSecret?.reveal();
    expect(secret({ AZURE_CLIENT_SECRET_FILE: path })).toBe('the-secret-in-a-file');
    expect(secret({ AZURE_CLIENT_SECRET: 'the-secret-itself' })).toBe('the-secret-itself');
    expect(places([{ ...contoso, AZURE_CLIENT_SECRET_FILE: path }])).toEqual([
      'connections[0].AZURE_CLIENT_SECRET_FILE',
    ]);
    expect(faultsOf([{ ...rest, AZURE_CLIENT_SECRET_VARIABLE: 'NOBODY' }])[0]?.found).toBe(
      '"NOBODY", which holds nothing',
    );
    expect(faultsOf([{ ...rest, AZURE_CLIENT_SECRET_FILE: '/no/such' }])[0]?.found).toContain('ENOENT');
  });

  it('is told of every fault at once, each with its place', () => {
    const faults = faultsOf(
      [
        { ...contoso, SENTINEL_WORKSPACE: 'x', SENTINEL_REGION: 'west' },
        { ...fabrikam, SENTINEL_SUBSCRIPTION_ID: '', SYNC_MODE: ['bridge'], POLL_INTERVAL_SECONDS: 59 },
        'contoso',
      ],
      { LOG_LEVEL: 'loud' },
    );
    expect(faults.map(({ variable, found }) => `${variable}: ${found}`)).toEqual([
      'LOG_LEVEL: "loud"',
      'CONNECTIONS_FILE: connections[0].SENTINEL_WORKSPACE: "x"',
      'CONNECTIONS_FILE: connections[0].SENTINEL_REGION: a key without a meaning',
      'CONNECTIONS_FILE: connections[1].SYNC_MODE: a list',
      'CONNECTIONS_FILE: connections[1].POLL_INTERVAL_SECONDS: 59',
      'CONNECTIONS_FILE: connections[1].SENTINEL_SUBSCRIPTION_ID: nothing',
      'CONNECTIONS_FILE: connections[2]: "contoso"',
    ]);
    expect(faults[1]?.accepted).toBe('the name of a workspace (4 to 63 letters, digits and hyphens)');
  });

  it('wants the tenants of a connection, from AZURE_TENANT_ID or each by itself', () => {
    const { SENTINEL_TENANT_ID: _, ...half } = fabrikam;
    expect(places([half])).toEqual(['connections[0].AZURE_TENANT_ID']);
    expect(readFile([half], { AZURE_TENANT_ID: guid(31) }).connections[0]?.sentinelTenantId).toBe(guid(31));
  });

  it('refuses two entries for one connection, and two of one name', () => {
    const again = { ...contoso, name: 'Again', SENTINEL_WORKSPACE: 'LAW-Contoso' };
    const namesake = { ...fabrikam, name: 'contoso', SENTINEL_WORKSPACE: 'law-other' };
    expect(faultsOf([contoso, fabrikam, again, namesake]).map(({ variable, found }) => [variable, found])).toEqual([
      ['CONNECTIONS_FILE: connections[2]', 'the Defender tenant and the workspace of connections[0]'],
      ['CONNECTIONS_FILE: connections[3]', 'the name of connections[0]'],
    ]);
  });

  it('stands instead of the variables of a single connection, never beside them', () => {
    expect(places([contoso], { SENTINEL_WORKSPACE: 'law-soc', DEFENDER_TENANT_ID: guid(2) })).toEqual([
      'DEFENDER_TENANT_ID',
      'SENTINEL_WORKSPACE',
    ]);
  });

  it.each([
    ['{"connections": [}', 'which is not JSON'],
    [{ connections: [] }, 'with something else'],
    [{ connection: [contoso] }, 'with something else'],
    ['"a client secret', 'which is not JSON'],
  ])('is refused when it is %j', (content, found) => {
    const [fault, ...more] = faultsOf(content);
    expect(more).toEqual([]);
    expect(fault).toMatchObject({ variable: 'CONNECTIONS_FILE', found: expect.stringContaining(found) });
    expect(JSON.stringify(fault)).not.toContain('a client secret');
  });

  it('is refused when it cannot be read', () => {
    expect(() => readConfig({ ...environment, CONNECTIONS_FILE: '/no/such/file' })).toThrow(/ENOENT/);
  });

  it('warns of an address that nothing uses', () => {
    const address = 'https://api-eu.security.microsoft.com';
    const sentence = 'DEFENDER_ENDPOINT is set but has no effect while DEFENDER_API is graph.';
    const legacy = { ...contoso, DEFENDER_API: 'legacy' };
    expect(readFile([contoso], { DEFENDER_ENDPOINT: address }).warnings).toEqual([sentence]);
    expect(readFile([legacy, fabrikam], { DEFENDER_ENDPOINT: address }).warnings).toEqual([]);
    expect(readFile([legacy, { ...fabrikam, DEFENDER_ENDPOINT: address }]).warnings).toEqual([
      `CONNECTIONS_FILE: connections[1].${sentence}`,
    ]);
  });
});
