import { execFile } from 'node:child_process';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { ClientSecretCredential } from '@azure/identity';
import { createRemoteJWKSet, decodeJwt, jwtVerify, SignJWT } from 'jose';
import { caller, startStage, type Stage } from './microsoft-stage.ts';

let stage: Stage;
beforeAll(async () => void (stage = await startStage()));
afterAll(() => stage.stop());

const SCOPES = {
  graph: 'https://graph.microsoft.com/.default',
  arm: 'https://management.azure.com/.default',
  bot: 'https://api.botframework.com/.default',
  defender: 'https://api.security.microsoft.com/.default',
};

async function askToken(form: Record<string, string>, tenant = stage.microsoft.tenantId) {
  const { azure } = stage.microsoft.apps;
  const defaults = {
    grant_type: 'client_credentials',
    client_id: azure.clientId,
    client_secret: 'simulated-azure-secret',
    scope: SCOPES.graph,
  };
  const entries = Object.entries({ ...defaults, ...form }).filter(([, value]) => value !== '');
  const reply = await fetch(`${stage.microsoft.entra.authorityHost}/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(entries),
  });
  return {
    status: reply.status,
    body: (await reply.json()) as {
      access_token: string;
      error: string;
      error_codes: number[];
      error_description: string;
    },
  };
}

test('Azure Identity gets a token that the published keys verify', async () => {
  const { apps, entra, tenantId } = stage.microsoft;
  const credential = new ClientSecretCredential(tenantId, apps.azure.clientId, 'simulated-azure-secret', {
    authorityHost: entra.authorityHost,
    disableInstanceDiscovery: true,
  });
  const { token, expiresOnTimestamp } = await credential.getToken(SCOPES.graph);
  expect(expiresOnTimestamp).toBeGreaterThan(Date.now());

  const configuration = await fetch(`${entra.authorityHost}/${tenantId}/v2.0/.well-known/openid-configuration`);
  const { jwks_uri: keysUrl } = (await configuration.json()) as { jwks_uri: string };
  const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(keysUrl)), {
    audience: 'https://graph.microsoft.com',
  });
  expect(payload).toMatchObject({ tid: tenantId, appid: apps.azure.clientId, roles: apps.azure.graphRoles });
});

test('a process of its own gets one by environment alone', async () => {
  const script = `
    import { EnvironmentCredential } from '@azure/identity';
    const options = { disableInstanceDiscovery: process.env.AZURE_DISABLE_INSTANCE_DISCOVERY === 'true' };
    const { token } = await new EnvironmentCredential(options).getToken('${SCOPES.arm}');
    console.log(JSON.parse(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'))).aud);
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    env: { PATH: process.env['PATH'], ...stage.microsoft.environment() },
  });
  expect(stdout.trim()).toBe('https://management.azure.com');
}, 20_000);

test.each(Object.values(SCOPES))('the audience follows the scope %s', async (scope) => {
  const { body } = await askToken({ scope });
  expect(decodeJwt(body.access_token).aud).toBe(scope.replace('/.default', ''));
});

test.each([
  ['a wrong secret', { client_secret: 'guess' }, 401, 'invalid_client', 7000215],
  ['no secret', { client_secret: '' }, 401, 'invalid_client', 7000216],
  ['an unknown application', { client_id: randomUUID() }, 400, 'unauthorized_client', 700016],
  ['a scope without /.default', { scope: 'https://graph.microsoft.com/User.Read' }, 400, 'invalid_scope', 1002012],
  ['two scopes', { scope: `${SCOPES.graph} ${SCOPES.arm}` }, 400, 'invalid_scope', 70011],
  ['an unknown resource', { scope: 'https://nowhere.example/.default' }, 400, 'invalid_resource', 500011],
  ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
  ['no scope', { scope: '' }, 400, 'invalid_request', 900144],
])('%s is refused', async (_what, form, status, error, number) => {
  const reply = await askToken(form);
  expect([reply.status, reply.body.error, reply.body.error_codes]).toEqual([status, error, [number]]);
  expect(reply.body.error_description).toMatch(new RegExp(`^AADSTS${number}: `));
});

test('an unknown tenant is refused', async () => {
  const reply = await askToken({}, randomUUID());
  expect([reply.status, reply.body.error_codes]).toEqual([400, [90002]]);
});

test('an expired secret is refused by its own number', async () => {
  stage.microsoft.apps.azure.secrets.push({ value: 'old', expiresAt: new Date('2020-01-01T00:00:00Z') });
  const reply = await askToken({ client_secret: 'old' });
  expect([reply.status, reply.body.error_codes]).toEqual([401, [7000222]]);
});

test('a federated assertion stands in for the secret if its issuer, subject and key are registered', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const { azure } = stage.microsoft.apps;
  azure.federated = [
    { issuer: 'https://cluster.example', subject: 'system:serviceaccount:soc:dragoman', publicKeyPem },
  ];
  const assertion = (subject: string) =>
    new SignJWT()
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer('https://cluster.example')
      .setSubject(subject)
      .setAudience('api://AzureADTokenExchange')
      .setExpirationTime('5m')
      .sign(privateKey);
  const form = { client_secret: '', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' };

  const good = await askToken({ ...form, client_assertion: await assertion('system:serviceaccount:soc:dragoman') });
  expect(good.status).toBe(200);
  const bad = await askToken({ ...form, client_assertion: await assertion('system:serviceaccount:soc:other') });
  expect([bad.status, bad.body.error_codes]).toEqual([401, [700027]]);
});

test('a token for one API opens no other', async () => {
  const { graph, arm } = stage.microsoft;
  const onGraph = await caller(graph.endpoint, await stage.token(SCOPES.arm))('GET', '/v1.0/security/incidents');
  expect([onGraph.status, onGraph.body.error.code]).toEqual([401, 'InvalidAuthenticationToken']);
  const onArm = await caller(arm.endpoint + arm.scope, await stage.token(SCOPES.graph))(
    'GET',
    '/incidents?api-version=2025-09-01',
  );
  expect([onArm.status, onArm.body.error.code]).toEqual([401, 'InvalidAuthenticationTokenAudience']);
});

test.each(['', 'Bearer', 'Bearer x.y.z', 'Basic abc'])('the credential "%s" opens nothing', async (Authorization) => {
  const { graph, arm } = stage.microsoft;
  const headers = { headers: { Authorization } };
  expect((await fetch(`${graph.endpoint}/v1.0/users`, headers)).status).toBe(401);
  expect((await fetch(`${arm.endpoint}${arm.scope}/incidents?api-version=2025-09-01`, headers)).status).toBe(401);
});

test('an app without permissions gets 403 in the words of each API', async () => {
  const { graph, arm, apps } = stage.microsoft;
  const bot = { clientId: apps.bot.clientId, secret: 'simulated-bot-secret' };
  const onGraph = caller(graph.endpoint, await stage.token(SCOPES.graph, bot));
  expect((await onGraph('GET', '/v1.0/security/incidents')).body.error.code).toBe('Forbidden');
  expect((await onGraph('GET', '/v1.0/users')).body.error.code).toBe('Authorization_RequestDenied');
  const onArm = caller(arm.endpoint + arm.scope, await stage.token(SCOPES.arm, bot));
  const refused = await onArm('GET', '/incidents?api-version=2025-09-01');
  expect([refused.status, refused.body.error.code]).toEqual([403, 'AuthorizationFailed']);
});

test('a token that ran out is refused', async () => {
  let laterMs = 0;
  const aging = await startStage({ tokenNow: () => new Date(Date.now() + laterMs) });
  try {
    expect((await aging.graph('GET', '/v1.0/users')).status).toBe(200);
    laterMs = 2 * 3_600_000;
    expect((await aging.graph('GET', '/v1.0/users')).body.error.message).toMatch(/expired/);
    expect((await aging.arm('GET', '/incidents')).body.error.code).toBe('ExpiredAuthenticationToken');
  } finally {
    await aging.stop();
  }
});

test('a token that Entra did not sign is refused', async () => {
  const forged = await new SignJWT({ tid: stage.microsoft.tenantId })
    .setProtectedHeader({ alg: 'RS256' })
    .setAudience('https://graph.microsoft.com')
    .setExpirationTime('1h')
    .sign(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
  const reply = await caller(stage.microsoft.graph.endpoint, forged)('GET', '/v1.0/users');
  expect([reply.status, reply.body.error.message]).toEqual([401, expect.stringMatching(/signature/)]);
});

test('people are found by id and by address, without regard to case', async () => {
  const ana = stage.microsoft.users[0]!;
  const basic = { id: ana.id, userPrincipalName: 'ana.diaz@contoso.example', displayName: 'Ana Diaz' };
  expect((await stage.graph('GET', `/v1.0/users/${ana.id}`)).body).toMatchObject(basic);
  expect((await stage.graph('GET', '/v1.0/users/Ana.Diaz@contoso.example')).body).toMatchObject(basic);
  const filter = encodeURIComponent("userPrincipalName eq 'ANA.diaz@contoso.example' or mail eq 'x@y.example'");
  const found = await stage.graph('GET', `/v1.0/users?$filter=${filter}&$select=id,displayName`);
  expect(found.body.value).toEqual([{ id: ana.id, displayName: 'Ana Diaz' }]);
  expect((await stage.graph('GET', '/v1.0/users/nobody@contoso.example')).body.error.code).toBe(
    'Request_ResourceNotFound',
  );
});

test('a guest is told apart by address; userType takes a larger permission than the basic one', async () => {
  const guest = stage.microsoft.users.find((user) => user.userType === 'Guest')!;
  const path = `/v1.0/users/${encodeURIComponent(guest.userPrincipalName)}?$select=userPrincipalName,userType`;
  expect((await stage.graph('GET', path)).body).toMatchObject({
    userPrincipalName: 'sam.visser_partner.example#EXT#@contoso.example',
    userType: null,
  });
  stage.microsoft.apps.azure.graphRoles.push('User.Read.All');
  const token = await stage.token(SCOPES.graph);
  expect((await caller(stage.microsoft.graph.endpoint, token)('GET', path)).body.userType).toBe('Guest');
});
