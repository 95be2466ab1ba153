import { inspect } from 'node:util';
import { readConfig } from '../../src/config/read-config.ts';
import { ConfigError } from '../../src/config/config-error.ts';
import { temporaryFiles } from '../support/temporary-files.ts';

const guid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const good = {
  MicrosoftAppId: guid(1),
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppTenantId: guid(2),
  MicrosoftAppPassword: 'the-bots-own-secret',
  AZURE_TENANT_ID: guid(2),
  AZURE_CLIENT_ID: guid(3),
  AZURE_CLIENT_SECRET: 'the-credentials-secret',
  SENTINEL_SUBSCRIPTION_ID: guid(4),
  SENTINEL_RESOURCE_GROUP: 'rg-soc',
  SENTINEL_WORKSPACE: 'law-soc',
  ADMIN_IDS: `${guid(5)}, ${guid(6).toUpperCase()}`,
  CARD_SECRET: 'first-card-secret-value,second-card-secret-value',
};

function faultsOf(env: Record<string, string | undefined>) {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}
const files = temporaryFiles();
afterAll(() => files.remove());

const told = (env: Record<string, string | undefined>) =>
  faultsOf(env).map(({ variable, found, accepted }) => `${variable}: found ${found}; accepted: ${accepted}`);

const faultyVariables = (env: Record<string, string | undefined>) => faultsOf(env).map((fault) => fault.variable);

describe('readConfig', () => {
  it('reads a sound environment and fills in the documented defaults', () => {
    const config = readConfig(good);
    expect(config.bot).toMatchObject({ appId: guid(1), appType: 'SingleTenant', tenantId: guid(2) });
    const [connection, ...more] = config.connections;
    expect(more).toEqual([]);
    expect(connection).toMatchObject({
      name: 'law-soc',
      defenderTenantId: guid(2),
      sentinelTenantId: guid(2),
      subscriptionId: guid(4),
      resourceGroup: 'rg-soc',
      workspace: 'law-soc',
    });
    expect(config.requests).toEqual({ quotaPerMinute: 1000, timeoutSeconds: 15 });
    expect(connection?.sync).toEqual({
      mode: 'auto',
      start: 'rehearse',
      sinceSeconds: 7 * 86_400,
      pollIntervalSeconds: 300,
      fullComparison: '17 3 * * *',
      conflictPolicy: { state: 'newest', severity: 'newest', owner: 'newest', tags: 'newest' },
      massChangeLimit: 50,
      nativeDeadlineSeconds: 900,
      driftRepair: 'click',
      huntDays: 7,
      huntTimeoutSeconds: 60,
      minSeverity: 'informational',
      clockSkewSeconds: 5,
      commentMaxLength: 1000,
      requestTimeoutSeconds: 15,
    });
    expect(config.people).toEqual({
      adminIds: [guid(5), guid(6)],
      allowedTenants: [guid(2)],
      adminChannel: null,
      digests: { daily: null, weekly: null, to: { channels: [], people: [] } },
      roleGroups: [],
      known: [],
      timeZone: 'UTC',
    });
    expect(config.process).toMatchObject({ port: 3978, databaseFile: 'data/dragoman.db', devNoAuth: false });
    expect(config.warnings).toEqual([]);
  });

  it('lists every fault at once, in the order of the variables', () => {
    expect(
      faultyVariables({
        ...good,
        MicrosoftAppId: 'bot',
        ADMIN_IDS: '',
        POLL_INTERVAL_SECONDS: '59',
        TIMEZONE: 'Mars/Base',
      }),
    ).toEqual(['MicrosoftAppId', 'POLL_INTERVAL_SECONDS', 'TIMEZONE', 'ADMIN_IDS']);
  });

  it('names everything that is required when nothing is set, and counts an empty string as nothing', () => {
    const required = [
      'MicrosoftAppId',
      'MicrosoftAppType',
      'MicrosoftAppTenantId',
      'AZURE_TENANT_ID',
      'SENTINEL_SUBSCRIPTION_ID',
      'SENTINEL_RESOURCE_GROUP',
      'SENTINEL_WORKSPACE',
      'ADMIN_IDS',
      'CARD_SECRET',
      'AZURE_CLIENT_ID',
    ];
    expect(faultyVariables({})).toEqual(required);
    expect(faultyVariables(Object.fromEntries(required.map((name) => [name, '  '])))).toEqual(required);
  });

  it('says what was found and what is accepted, but never shows a secret', () => {
    const [short] = faultsOf({ ...good, CARD_SECRET: 'hunter2' });
    expect(short).toEqual({
      variable: 'CARD_SECRET',
      found: '[redacted, 7 characters]',
      accepted: 'one or more secrets of at least 16 characters, comma separated',
    });
    const [database] = faultsOf({ ...good, DATABASE_URL: 'postgres://user:pass@db/x' });
    expect(database?.accepted).toContain('this version');
    expect(JSON.stringify(faultsOf({ ...good, DATABASE_URL: 'postgres://user:pass@db/x' }))).not.toContain('pass@');
  });

  it('keeps secrets out of every printed form of the configuration', () => {
    const config = readConfig(good);
    const printed = [inspect(config, { depth: 9 }), JSON.stringify(config), `${config.bot?.password}`].join('\n');
    for (const value of [good.MicrosoftAppPassword, good.AZURE_CLIENT_SECRET, 'first-card-secret-value']) {
      expect(printed).not.toContain(value);
    }
    expect(config.process.cardSecrets.map((secret) => secret.reveal())).toEqual(good.CARD_SECRET.split(','));
  });

  it('refuses a paging system without what it needs, and plain http to anywhere else', () => {
    const url = 'https://pager.test/hook?token=1';
    const path = files.write({
      people: [{ name: 'Ana', objectId: guid(7), upn: 'ana@contoso.com' }],
      lead: 'ana@contoso.com',
      shifts: [{ person: 'ana@contoso.com', from: '2026-11-02T09:00', until: '2026-11-03T09:00' }],
    });
    const whole = { PAGING_WEBHOOK_URL: url, PAGING_WEBHOOK_SECRET: 'a-secret-of-the-pager', ONCALL_FILE: path };
    expect(readConfig({ ...good, ...whole }).paging).toMatchObject({ format: 'json', routingKey: null });
    const printed = inspect(readConfig({ ...good, ...whole }).paging, { depth: 9 });
    expect(printed).not.toMatch(/pager|token/);
    expect(told({ ...good, PAGING_WEBHOOK_URL: url, PAGING_FORMAT: 'pagerduty' })).toEqual([
      'PAGING_WEBHOOK_SECRET: found nothing; accepted: a secret of at least 16 characters while PAGING_WEBHOOK_URL is set',
      'PAGING_ROUTING_KEY: found nothing; accepted: an integration key while PAGING_FORMAT is pagerduty',
      'ONCALL_FILE: found nothing; accepted: a file that says when people are paged, while PAGING_WEBHOOK_URL is set',
    ]);
    expect(told({ ...good, ...whole, PAGING_WEBHOOK_URL: 'http://127.0.0.1:9/x' })).toEqual([
      'PAGING_WEBHOOK_URL: found an http URL; accepted: an https URL',
    ]);
    expect(told({ ...good, ...whole, PAGING_WEBHOOK_URL: 'http://pager.test/x?token=1' })).toEqual([
      expect.stringMatching(/^PAGING_WEBHOOK_URL: found \[redacted, 27 characters\]; accepted: an https URL/),
    ]);
  });

  it('reads when digests are sent and to whom, channels and people', () => {
    const channel = '19:abc@thread.tacv2';
    const sent = { DIGEST_DAILY: '0 8 * * mon-fri', DIGEST_TO: `${channel}, ${guid(7).toUpperCase()}` };
    expect(readConfig({ ...good, ...sent }).people.digests).toEqual({
      daily: '0 8 * * mon-fri',
      weekly: null,
      to: { channels: [channel], people: [guid(7)] },
    });
  });

  it('refuses a digest without anybody to send it to, and the other way round', () => {
    expect(faultyVariables({ ...good, DIGEST_WEEKLY: '0 8 * * 1' })).toEqual(['DIGEST_TO']);
    expect(faultyVariables({ ...good, DIGEST_TO: guid(7) })).toEqual(['DIGEST_DAILY']);
    for (const DIGEST_DAILY of ['0 25 * * *', '0 8 * * 1#2'])
      expect(faultyVariables({ ...good, DIGEST_DAILY, DIGEST_TO: guid(7) })).toEqual(['DIGEST_DAILY']);
  });

  it('reads a conflict policy for every field, or one by one', () => {
    const policy = (text: string) => readConfig({ ...good, CONFLICT_POLICY: text }).connections[0]?.sync.conflictPolicy;
    expect(policy('sentinel')).toMatchObject({ state: 'sentinel', severity: 'sentinel', owner: 'sentinel' });
    expect(policy('owner=sentinel, severity=ask')).toMatchObject({
      state: 'newest',
      severity: 'ask',
      owner: 'sentinel',
    });
    expect(policy('status=defender')).toMatchObject({ state: 'defender', owner: 'newest' });
  });

  it.each([
    'latest',
    'tags=ask',
    'owner',
    'owner=sentinel,owner=ask',
    'state=ask,status=ask',
    'newest,owner=ask',
    'a=b=',
  ])('refuses the conflict policy %s and says that tags are merged', (text) => {
    const [fault] = faultsOf({ ...good, CONFLICT_POLICY: text });
    expect(fault).toMatchObject({ variable: 'CONFLICT_POLICY', found: `"${text}"` });
    expect(fault?.accepted).toContain('tags take no policy: they are merged');
  });

  it('reads which groups have which role', () => {
    const { roleGroups } = readConfig({
      ...good,
      ROLE_GROUPS: `lead=${guid(7)}, responder=${guid(8).toUpperCase()},responder=${guid(7)}`,
    }).people;
    expect(roleGroups).toEqual([
      { role: 'lead', groupId: guid(7) },
      { role: 'responder', groupId: guid(8) },
      { role: 'responder', groupId: guid(7) },
    ]);
  });

  it('takes the older Defender API where there is one, and warns of an address for it that is not used', () => {
    const address = 'https://api-eu.security.microsoft.com';
    const older = { ...good, DEFENDER_API: 'legacy', DEFENDER_ENDPOINT: address };
    expect(readConfig(good).connections[0]?.endpoints).toMatchObject({ defenderApi: 'graph', legacyDefender: null });
    expect(readConfig(older)).toMatchObject({
      connections: [{ endpoints: { defenderApi: 'legacy', legacyDefender: address } }],
      warnings: [],
    });
    expect(readConfig({ ...good, DEFENDER_ENDPOINT: address }).warnings).toEqual([
      'DEFENDER_ENDPOINT is set but has no effect while DEFENDER_API is graph.',
    ]);
    expect(faultyVariables({ ...older, CLOUD: 'china' })).toEqual(['DEFENDER_API']);
  });

  it.each([
    ['DEFENDER_API', 'beta'],
    ['DEFENDER_ENDPOINT', 'http://localhost:1/defender'],
    ['GRAPH_ENDPOINT', 'http://localhost:1/graph'],
    ['ARM_ENDPOINT', 'https://host/?x=1'],
    ['BOT_OPENID_METADATA_URL', 'http://keys.example/openid'],
    ['BOT_SERVICE_HOSTS', 'smba.example:8443'],
    ['SYNC_SINCE', 'P1M'],
    ['SYNC_MODE', 'mirror'],
    ['FULL_COMPARISON', '61 3 * * *'],
    ['MASS_CHANGE_LIMIT', '0'],
    ['NATIVE_DEADLINE_SECONDS', '15m'],
    ['DRIFT_REPAIR', 'always'],
    ['ADMIN_CHANNEL', '19:abc@thread.tacv2;messageid=1'],
    ['DIGEST_TO', 'soc-managers'],
    ['ROLE_GROUPS', `owner=${guid(7)}`],
    ['ROLE_GROUPS', 'lead=soc-leads'],
    ['PORT', '70000'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s', (variable, value) => {
    expect(faultyVariables({ ...good, [variable]: value })).toEqual([variable]);
  });

  it('takes keys over plain http from this machine only, and endpoints with a path', () => {
    const { endpoints } = readConfig({
      ...good,
      BOT_OPENID_METADATA_URL: 'http://127.0.0.1:9/v1/openid',
      GRAPH_ENDPOINT: 'https://localhost:1/graph/',
      BOT_SERVICE_HOSTS: 'Localhost, smba.example',
    });
    expect(endpoints.openIdMetadataUrl).toBe('http://127.0.0.1:9/v1/openid');
    expect(endpoints.graph).toBe('https://localhost:1/graph');
    expect(endpoints.serviceHosts).toEqual(['localhost', 'smba.example']);
  });

  describe('the credentials', () => {
    it('lets the Azure credential stand in for the bot when it is the same application', () => {
      expect(faultyVariables({ ...good, MicrosoftAppPassword: '' })).toEqual(['MicrosoftAppPassword']);
      const { bot } = readConfig({ ...good, MicrosoftAppPassword: '', AZURE_CLIENT_ID: guid(1) });
      expect(bot?.password).toBeNull();
    });

    it('takes the client id of a managed identity from the bot', () => {
      const env = { ...good, MicrosoftAppType: 'UserAssignedMSI', AZURE_CLIENT_ID: '', AZURE_CLIENT_SECRET: '' };
      expect(readConfig(env).azure).toMatchObject({ clientId: guid(1), clientSecret: null });
    });

    it('wants the id that a secret belongs to', () => {
      expect(faultyVariables({ ...good, AZURE_CLIENT_ID: '' })).toEqual(['AZURE_CLIENT_ID']);
    });
  });

  describe('DEV_NO_AUTH', () => {
    const anonymous = {
      ...good,
      MicrosoftAppId: '',
      MicrosoftAppType: '',
      MicrosoftAppTenantId: '',
      DEV_NO_AUTH: 'true',
    };

    it('runs without an identity on a loopback address', () => {
      expect(readConfig({ ...anonymous, HOST: '127.0.0.1' }).bot).toBeNull();
    });

    it('is refused on any other address and in production', () => {
      expect(faultyVariables(anonymous)).toEqual(['HOST']);
      expect(faultyVariables({ ...anonymous, HOST: '::1', NODE_ENV: 'production' })).toEqual(['DEV_NO_AUTH']);
    });
  });
});
