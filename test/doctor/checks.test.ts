import { tokenRoles } from '../../src/azure/token-roles.ts';
import { botRegistrationCheck } from '../../src/doctor/checks/bot-registration.ts';
import type { BotRegistrationSettings } from '../../src/doctor/checks/bot-registration.ts';
import { clockCheck } from '../../src/doctor/checks/clock.ts';
import { permissionCheck } from '../../src/doctor/checks/permission.ts';
import { duplicatesCheck } from '../../src/doctor/checks/duplicates.ts';
import { expiryCheck } from '../../src/doctor/checks/expiry.ts';
import { readCheck } from '../../src/doctor/checks/read.ts';
import { isAllowed, sentinelWriteCheck } from '../../src/doctor/checks/sentinel-write.ts';
import { tokenCheck } from '../../src/doctor/checks/token.ts';
import { topologyCheck } from '../../src/doctor/checks/topology.ts';
import type { Known } from '../../src/sync/ports/known.ts';
import type { CredentialExpiry } from '../../src/sync/ports/credential-expiry.ts';
import { RemoteError } from '../../src/sync/ports/remote-error.ts';
import type { RemoteErrorCode } from '../../src/sync/ports/remote-error.ts';
import type { TopologyFacts } from '../../src/sync/ports/topology-port.ts';
import { connector, forbidden, known, sighting, topologyFacts } from '../support/topology-facts.ts';

const place = { subject: 's', connection: null };
const refuse = (code: RemoteErrorCode, message = 'no', status = 400) =>
  Promise.reject(new RemoteError(code, message, { status }));
const tokenless = (refusal: string) => refuse('unauthorized', `no token for x: ${refusal}`);
const containing = (text: string) => expect.stringContaining(text) as string;

describe('a token', () => {
  const scope = 'https://graph.microsoft.com/.default';
  const run = (getToken: () => Promise<never>, askForTenant = () => Promise.resolve<unknown>({})) =>
    tokenCheck({
      ...place,
      name: 'token.defender',
      scope,
      credential: { getToken },
      proof: 'AZURE_CLIENT_SECRET',
      seconds: 0.05,
      askForTenant,
    }).run();
  const refused = (text: string) => () => Promise.reject(new Error(text));

  test.each([
    ['AADSTS7000215: Invalid client secret', 'The client secret is wrong'],
    ['AADSTS7000222: keys are expired', 'has expired'],
    ['AADSTS700016: not found in the directory', 'not known in this tenant'],
    ['AADSTS90002: Tenant not found', 'no such tenant'],
    ['AADSTS500011: resource principal', 'not licensed'],
    ['AADSTS999999: something new', 'Check AZURE_CLIENT_SECRET.'],
    ['the file is empty', 'Check AZURE_CLIENT_SECRET.'],
  ])('refused with "%s" has its advice, and none of Entra’s words', async (text, advice) => {
    const finding = await run(refused(text));
    expect(finding).toMatchObject({ status: 'failed', advice: containing(advice) });
    expect(finding.found).not.toContain(text.split(': ')[1] ?? 'empty');
  });

  const silent = refused('endpoints_resolution_error: see the page');

  test('an unknown tenant, which looks like silence to the library, is found out by asking plainly', async () => {
    const askForTenant = () => refuse('invalid', "GET /t was answered HTTP 400 AADSTS90002: Tenant 't' not found");
    expect(await run(silent, askForTenant)).toEqual({
      status: 'failed',
      found: `no token for ${scope}: AADSTS90002`,
      advice: containing('no such tenant'),
    });
  });

  test('an authority that cannot be reached is told as that', async () => {
    const askForTenant = () => refuse('unreachable', 'GET /t got no answer: ECONNREFUSED');
    expect(await run(silent, askForTenant)).toMatchObject({
      found: containing('ECONNREFUSED'),
      advice: containing('AZURE_AUTHORITY_HOST'),
    });
  });

  test('an authority that answers all the same points to the credential', async () => {
    expect(await run(silent)).toMatchObject({ status: 'failed', advice: containing('the authority itself answers') });
  });

  test('a credential that never answers does not hold the doctor up', async () => {
    expect(await run(() => new Promise<never>(() => {}))).toMatchObject({ found: containing('no answer within') });
  });
});

describe('reading', () => {
  const grant = 'Grant X.';
  const run = (read: () => Promise<unknown>, withoutIt?: string) =>
    readCheck({
      ...place,
      name: 'read.alerts',
      what: 'alerts',
      read,
      grant,
      ...(withoutIt === undefined ? {} : { withoutIt }),
    }).run();

  test('what can be read is ok', async () => {
    expect(await run(async () => ({}))).toEqual({ status: 'ok', found: 'alerts can be read', advice: null });
  });

  test.each<[RemoteErrorCode, string]>([
    ['forbidden', 'Grant X.'],
    ['unauthorized', 'does not take the token'],
    ['notFound', 'Check the endpoint'],
    ['unreachable', 'reach the service'],
    ['throttled', 'Try again'],
    ['server', 'Try again later'],
    ['unreadable', 'what stands between'],
    ['invalid', 'Try again later'],
  ])('%s has its advice', async (code, advice) => {
    expect(await run(() => refuse(code))).toEqual({ status: 'failed', found: 'no', advice: containing(advice) });
  });

  test('without a token it points there', async () => {
    expect(await run(() => tokenless('AADSTS7000215'))).toMatchObject({ advice: containing('see the token check') });
  });

  test('what the rest works without is a warning that says what is lost', async () => {
    expect(await run(() => refuse('forbidden'), 'no evidence')).toMatchObject({
      status: 'warning',
      found: 'no; no evidence',
    });
  });
});

describe('writing to Defender', () => {
  const jwt = (claims: object) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
  const run = (getToken: () => Promise<{ token: string; expiresOnTimestamp: number }>) =>
    permissionCheck({
      name: 'write.defender',
      untried: 'writing cannot be tried without writing',
      ...place,
      credential: { getToken },
      scope: 'x',
      permission: 'SecurityIncident.ReadWrite.All',
      api: 'Microsoft Graph',
      seconds: 1,
    }).run();
  const given = (token: string) => run(async () => ({ token, expiresOnTimestamp: 0 }));

  test.each([
    [jwt({ roles: ['SecurityIncident.ReadWrite.All'] }), 'ok', 'the token carries SecurityIncident.ReadWrite.All'],
    [jwt({ roles: ['SecurityIncident.Read.All'] }), 'failed', 'carries SecurityIncident.Read.All, and not'],
    [jwt({}), 'failed', 'carries no application permission'],
    [jwt({ roles: 'all' }), 'warning', 'does not tell'],
    ['opaque', 'warning', 'does not tell'],
    ['a.b.c', 'warning', 'does not tell'],
  ])('is judged by the token (%#)', async (token, status, found) => {
    expect(await given(token)).toMatchObject({ status, found: containing(found) });
  });

  test('cannot be told without a token', async () => {
    expect(await run(() => Promise.reject(new Error('AADSTS7000215: no')))).toMatchObject({
      status: 'failed',
      advice: containing('see the token check'),
    });
  });

  test('a token’s roles are read without believing it', () => {
    expect(tokenRoles(jwt({ roles: ['a'] }))).toEqual(['a']);
    expect(tokenRoles('')).toBeNull();
  });
});

describe('writing to Sentinel', () => {
  const action = 'Microsoft.SecurityInsights/incidents/comments/write';

  test.each([
    [[{ actions: ['*'] }], true],
    [[{ actions: ['Microsoft.SecurityInsights/incidents/*'] }], true],
    [[{ actions: ['microsoft.securityinsights/INCIDENTS/*/write'] }], true],
    [[{ actions: ['Microsoft.SecurityInsights/*/read'] }], false],
    [[{ actions: ['Microsoft.SecurityInsightsX/*'] }], false],
    [[{ actions: ['*'], notActions: ['Microsoft.SecurityInsights/incidents/comments/*'] }], false],
    [
      [
        { actions: ['*'], notActions: ['*/write'] },
        { actions: [action], notActions: null },
      ],
      true,
    ],
    [[{ actions: null }], false],
    [[], false],
  ])('is allowed by %j: %s', (permissions, expected) => {
    expect(isAllowed(permissions, action)).toBe(expected);
  });

  const run = (readPermissions: Parameters<typeof sentinelWriteCheck>[0]['readPermissions']) =>
    sentinelWriteCheck({ ...place, readPermissions }).run();

  test('what is missing is named', async () => {
    expect(await run(async () => [{ actions: ['Microsoft.SecurityInsights/*'] }])).toMatchObject({ status: 'ok' });
    expect(await run(async () => [{ actions: ['Microsoft.SecurityInsights/incidents/write'] }])).toEqual({
      status: 'failed',
      found: `not allowed: ${action}`,
      advice: containing('Microsoft Sentinel Responder'),
    });
  });

  test('without bookmarks everything works but alerts', async () => {
    expect(await run(async () => [{ actions: ['Microsoft.SecurityInsights/incidents/*'] }])).toEqual({
      status: 'warning',
      found: containing('bookmarks/write'),
      advice: containing('Microsoft Sentinel Contributor'),
    });
  });

  test('where Azure does not tell, a person has to make sure', async () => {
    expect(await run(() => refuse('forbidden'))).toMatchObject({ status: 'warning', advice: containing('Make sure') });
  });
});

describe('the topology', () => {
  const xdr = connector('MicrosoftThreatProtection', ['incidents']);
  const native = { connectors: known([xdr]) };
  const run = (mode: 'auto' | 'bridge' | 'native' | 'observe', facts: Partial<TopologyFacts>) =>
    topologyCheck({ ...place, mode, look: async () => topologyFacts(facts) }).run();

  test.each([
    ['bridge', {}, 'ok', 'is not at work'],
    ['native', native, 'ok', 'is at work'],
    ['auto', native, 'ok', 'SYNC_MODE=auto chooses native'],
    ['auto', {}, 'ok', 'SYNC_MODE=auto chooses bridge'],
    ['observe', native, 'ok', 'SYNC_MODE is observe'],
    ['observe', { connectors: forbidden }, 'ok', 'may or may not'],
    ['bridge', native, 'failed', 'is at work: the Defender XDR connector'],
    ['bridge', { sightings: known([sighting('Microsoft XDR')]) }, 'failed', '1 recent Sentinel incident was made by'],
    ['native', {}, 'failed', 'is not at work'],
    ['auto', { connectors: forbidden }, 'warning', 'SYNC_MODE=auto chooses observe'],
    ['bridge', { connectors: forbidden }, 'warning', 'cannot be read (HTTP 403)'],
  ] as const)('with %s and %j is %s', async (mode, facts, status, found) => {
    expect(await run(mode, facts as Partial<TopologyFacts>)).toMatchObject({ status, found: containing(found) });
  });

  const doubles = (facts: Partial<TopologyFacts>) =>
    duplicatesCheck({ ...place, look: async () => topologyFacts(facts) }).run();

  test('doubles fail, what is missing and what is hidden warn', async () => {
    const cloud = connector('AzureSecurityCenter', ['alerts'], null);
    const rule = { displayName: 'R', product: 'Microsoft Cloud App Security', isEnabled: true };
    expect(await doubles({})).toMatchObject({ status: 'ok' });
    expect(await doubles({ incidentRules: known([rule]) })).toMatchObject({
      status: 'failed',
      found: containing('"R"'),
    });
    expect(await doubles(native)).toMatchObject({ status: 'warning', found: containing('Defender for Cloud') });
    expect(await doubles({ connectors: known([xdr, cloud]) })).toMatchObject({ status: 'ok' });
    expect(await doubles({ incidentRules: forbidden, connectors: forbidden })).toEqual({
      status: 'warning',
      found: 'whether there are any cannot be told; HTTP 403',
      advice: containing('Microsoft Sentinel Reader'),
    });
  });
});

test('a workspace that is not there is to be found first, whatever else is asked about it', async () => {
  const absent = { known: false, reason: 'GET … was answered HTTP 404', isPassing: false } as const;
  const look = async () => topologyFacts({ connectors: absent, incidentRules: absent });
  const answers = await Promise.all([
    topologyCheck({ ...place, mode: 'bridge', look }).run(),
    duplicatesCheck({ ...place, look }).run(),
    sentinelWriteCheck({ ...place, readPermissions: () => refuse('notFound', 'was answered HTTP 404') }).run(),
  ]);
  for (const answer of answers)
    expect(answer).toMatchObject({
      status: 'warning',
      advice: 'Find the workspace first: see the check read.sentinel.',
    });
});

describe('the bot', () => {
  const appId = '11111111-1111-4111-8111-111111111111';
  const run = (more: Partial<BotRegistrationSettings>) =>
    botRegistrationCheck({
      appId,
      openIdMetadataUrl: 'https://login.test/metadata',
      issuer: 'https://issuer.test',
      readMetadata: async () => ({ issuer: 'https://issuer.test', jwks_uri: 'https://login.test/keys' }),
      readKeys: async () => ({ keys: [{ kid: 'k' }] }),
      readManifestBotIds: async () => ['${{MicrosoftAppId}}'],
      ...more,
    }).run();

  test('is well with the placeholder or with its own id in the manifest', async () => {
    expect(await run({})).toMatchObject({ status: 'ok' });
    expect(await run({ readManifestBotIds: async () => [appId.toUpperCase()] })).toMatchObject({ status: 'ok' });
  });

  test.each<[string, Partial<BotRegistrationSettings>, string, string]>([
    ['another bot in the manifest', { readManifestBotIds: async () => ['other'] }, 'failed', 'for the bot other'],
    ['another issuer', { issuer: 'https://else.test' }, 'failed', 'expected from https://else.test'],
    ['metadata out of reach', { readMetadata: () => refuse('unreachable', 'ENOTFOUND') }, 'failed', 'ENOTFOUND'],
    ['keys out of reach', { readKeys: () => refuse('server', 'HTTP 500') }, 'failed', 'HTTP 500'],
    ['no identity', { appId: null }, 'warning', 'DEV_NO_AUTH'],
  ])('%s is told', async (_, more, status, found) => {
    expect(await run(more)).toMatchObject({ status, found: containing(found) });
  });
});

describe('a credential', () => {
  const run = (value: Known<CredentialExpiry | null>) =>
    expiryCheck({
      ...place,
      name: 'expiry.azure',
      port: { clientId: 'c', read: async () => value },
      ifUnknown: 'Grant reading.',
      now: () => new Date('2026-03-01T00:00:00Z'),
    }).run();
  const secret = (expiresAt: string) => known({ kind: 'client secret', expiresAt } as const);

  test.each([
    [secret('2026-06-01T00:00:00Z'), 'ok', 'valid until 2026-06-01'],
    [secret('2026-03-11T12:00:00Z'), 'warning', 'in 10 days'],
    [secret('2026-02-28T00:00:00Z'), 'failed', 'expired on 2026-02-28'],
    [known(null), 'ok', 'nothing that a person has to renew'],
    [forbidden, 'warning', 'not known: HTTP 403'],
  ])('is judged by its end (%#)', async (value, status, found) => {
    expect(await run(value)).toMatchObject({ status, found: containing(found) });
  });

  test('without a token the advice is not about permissions', async () => {
    const noToken = { known: false, reason: 'no token for x: AADSTS7000215', isPassing: true } as const;
    expect((await run(forbidden)).advice).toBe('Grant reading.');
    expect((await run(noToken)).advice).toContain('see the token check');
  });
});

describe('the clock', () => {
  const run = (aheadMs: number[], skew = 5) =>
    clockCheck(() => aheadMs.map((ms, index) => ({ host: `h${index}`, aheadMs: ms })), skew).run();

  test.each([
    [[0, -5000, 5000], 'ok', 'within 5 s of h0, h1, h2'],
    [[0, 6000], 'warning', '6 s behind h1'],
    [[-30_000, 6000], 'warning', '30 s ahead of h0'],
    [[301_000], 'failed', 'tokens are refused'],
    [[], 'warning', 'no service answered'],
  ])('with readings %j is %s', async (readings, status, found) => {
    expect(await run(readings)).toMatchObject({ status, found: containing(found) });
  });
});
