import { randomUUID } from 'node:crypto';
import { caller, startStage, type Stage } from './microsoft-stage.ts';

let stage: Stage;
let path: string;
const ANA = 'ana.diaz@contoso.example';

beforeEach(async () => {
  stage = await startStage();
  const incident = stage.microsoft.sentinel.createIncident({ title: 'Ransomware', severity: 'High' });
  path = `/incidents/${incident.name}`;
});
afterEach(() => stage.stop());

const comment = (message: string) => ({ properties: { message } });
const incident = async () => (await stage.arm('GET', path)).body;

test('a comment under the same name is one comment, and changes the incident it is on', async () => {
  const before = await incident();
  const name = randomUUID();
  const created = await stage.arm('PUT', `${path}/comments/${name}`, comment('one'));
  expect([created.status, created.body.properties.author.name]).toEqual([201, 'Dragoman']);
  expect(created.body.etag).not.toContain('"');
  const edited = await stage.arm('PUT', `${path}/comments/${name.toUpperCase()}`, comment('two'));
  expect([edited.status, edited.body.properties.message]).toEqual([200, 'two']);
  expect((await stage.arm('GET', `${path}/comments/${name}`)).body).toEqual(edited.body);
  const after = await incident();
  expect(after.properties.additionalData.commentsCount).toBe(1);
  expect(after.etag).not.toBe(before.etag);
  expect(after.properties.lastModifiedTimeUtc > before.properties.lastModifiedTimeUtc).toBe(true);
  expect((await stage.arm('PUT', path, { ...before })).status).toBe(409);
});

test.each([
  {},
  { properties: {} },
  comment(''),
  comment('x'.repeat(30_001)),
  { properties: { message: 'x', text: 'y' } },
])('a malformed comment is refused (%#)', async (body) => {
  expect((await stage.arm('PUT', `${path}/comments/c`, body)).status).toBe(400);
  expect((await incident()).properties.additionalData.commentsCount).toBe(0);
});

test('an incident holds a hundred comments, listed over two pages, and not one more', async () => {
  for (let index = 0; index < 100; index += 1)
    await stage.arm('PUT', `${path}/comments/c${index}`, comment(`${index}`));
  expect((await stage.arm('PUT', `${path}/comments/c100`, comment('100'))).status).toBe(400);
  expect((await stage.arm('PUT', `${path}/comments/c7`, comment('edited'))).status).toBe(200);
  const first = (await stage.arm('GET', `${path}/comments`)).body;
  const second = (await stage.arm('GET', first.nextLink)).body;
  const names = [...first.value, ...second.value].map((item) => item.name);
  expect([names.length, names[0], names[99], second.nextLink]).toEqual([100, 'c99', 'c0', undefined]);
});

test('a comment of somebody else can be read, not edited', async () => {
  const { sentinel } = stage.microsoft;
  const name = sentinel.list()[0]!.name;
  const { name: commentName } = sentinel.comment(name, 'by hand', ANA);
  expect((await stage.arm('GET', `${path}/comments/${commentName}`)).body.properties.author).toMatchObject({
    name: 'Ana Diaz',
    userPrincipalName: ANA,
  });
  expect((await stage.arm('PUT', `${path}/comments/${commentName}`, comment('mine'))).status).toBe(403);
  expect(sentinel.editComment(name, commentName, 'by hand, better', ANA).properties.message).toBe('by hand, better');
  expect((await stage.arm('DELETE', `${path}/comments/${commentName}`)).status).toBe(200);
  expect((await stage.arm('DELETE', `${path}/comments/${commentName}`)).status).toBe(204);
});

test('bookmarks are tied to an incident by a relation, twenty at most', async () => {
  const tie = async (name: string) => {
    const bookmark = await stage.arm('PUT', `/bookmarks/${name}`, {
      properties: { displayName: name, query: 'SecurityAlert', queryResult: '{}' },
    });
    expect(bookmark.status).toBe(201);
    return stage.arm('PUT', `${path}/relations/r-${name}`, { properties: { relatedResourceId: bookmark.body.id } });
  };
  const before = await incident();
  expect(await tie('b0')).toMatchObject({
    status: 201,
    body: { properties: { relatedResourceName: 'b0', relatedResourceType: 'Microsoft.SecurityInsights/bookmarks' } },
  });
  const after = await incident();
  expect([after.properties.additionalData.bookmarksCount, after.etag === before.etag]).toEqual([1, false]);
  expect((await stage.arm('POST', `${path}/bookmarks`)).body.value).toMatchObject([
    { name: 'b0', kind: 'Bookmark', properties: { queryResult: '{}' } },
  ]);
  for (let index = 1; index < 20; index += 1) expect((await tie(`b${index}`)).status).toBe(201);
  expect((await tie('b20')).status).toBe(400);
});

test('a relation to nothing, and a bookmark without a query or with a column too long, are refused', async () => {
  const relatedResourceId = `${stage.microsoft.arm.scope}/bookmarks/none`;
  expect((await stage.arm('PUT', `${path}/relations/r`, { properties: { relatedResourceId } })).status).toBe(400);
  expect((await stage.arm('PUT', '/bookmarks/b', { properties: { displayName: 'b' } })).status).toBe(400);
  const queryResult = 'é'.repeat(16 * 1024 + 1);
  const tooLong = { properties: { displayName: 'b', query: 'q', queryResult } };
  expect((await stage.arm('PUT', '/bookmarks/b', tooLong)).status).toBe(400);
});

test('alerts and entities are listed by POST with no body', async () => {
  const { name } = stage.microsoft.sentinel.createIncident({
    title: 't',
    severity: 'Low',
    alerts: [
      {
        systemAlertId: 'a1',
        alertDisplayName: 'Alert',
        severity: 'Low',
        productName: 'Microsoft Defender for Endpoint',
        tactics: ['Impact'],
        timeGenerated: '2026-01-01T00:00:00Z',
      },
    ],
    entities: [{ name: 'e1', kind: 'Account', properties: { accountName: 'mira' } }],
  });
  expect((await stage.arm('POST', `/incidents/${name}/alerts`)).body.value).toMatchObject([
    { kind: 'SecurityAlert', properties: { alertDisplayName: 'Alert' } },
  ]);
  expect((await stage.arm('POST', `/incidents/${name}/entities`)).body).toMatchObject({
    entities: [{ kind: 'Account' }],
    metaData: [{ entityKind: 'Account', count: 1 }],
  });
  expect((await stage.arm('GET', `/incidents/${name}/alerts`)).status).toBe(405);
});

test.each([
  ['/incidents?api-version=2024-03-01', 400, 'InvalidApiVersionParameter'],
  ['/incidents?api-version=2025-07-01-preview', 400, 'InvalidApiVersionParameter'],
  ['/incidents?api-version=', 400, 'MissingApiVersionParameter'],
  ['/incident?api-version=2025-09-01', 404, 'InvalidResourceType'],
])('%s is answered %i %s', async (to, status, code) => {
  const reply = await stage.arm('GET', to);
  expect([reply.status, reply.body.error.code]).toEqual([status, code]);
});

test.each([
  ['8c1d7e52-96b4-4f0c-a1d3-7be2c0549f6a', randomUUID(), 'SubscriptionNotFound'],
  ['rg-security', 'rg-other', 'ResourceGroupNotFound'],
  ['law-sentinel', 'law-other', 'ResourceNotFound'],
])('a path with %s replaced is not found', async (from, to, code) => {
  const { endpoint, scope } = stage.microsoft.arm;
  const reply = await stage.arm('GET', `${endpoint}${scope.replace(from, to)}/incidents`);
  expect([reply.status, reply.body.error.code]).toEqual([404, code]);
});

test('the fixed parts of a path are read without regard to case', async () => {
  const { endpoint, scope } = stage.microsoft.arm;
  expect((await stage.arm('GET', `${endpoint}${scope.toLowerCase()}/INCIDENTS`)).body.value).toHaveLength(1);
});

test('a PUT to the collection is not a way to create', async () => {
  const reply = await stage.arm('PUT', '/incidents', {});
  expect([reply.status, reply.body.error.code]).toEqual([405, 'UnsupportedApiVersion']);
});

test('a Responder writes incidents and comments, but deletes nothing and makes no bookmarks', async () => {
  stage.microsoft.apps.azure.sentinelRole = 'Responder';
  expect((await stage.arm('PUT', `${path}/comments/c`, comment('x'))).status).toBe(201);
  expect((await stage.arm('DELETE', `${path}/comments/c`)).status).toBe(403);
  expect((await stage.arm('DELETE', path)).status).toBe(403);
  expect(
    (await stage.arm('PUT', '/bookmarks/b', { properties: { displayName: 'b', query: 'q' } })).body.error.code,
  ).toBe('AuthorizationFailed');
  stage.microsoft.apps.azure.sentinelRole = 'Reader';
  expect((await stage.arm('GET', path)).status).toBe(200);
  expect((await stage.arm('PUT', `${path}/comments/d`, comment('x'))).status).toBe(403);
});

test('a token of another tenant is sent away', async () => {
  const other = { ...structuredClone(stage.microsoft.tenant), id: randomUUID(), domain: 'fabrikam.example' };
  stage.microsoft.entra.tenants.push(other);
  const form = {
    grant_type: 'client_credentials',
    client_id: other.applications[0]!.clientId,
    client_secret: 'simulated-azure-secret',
    scope: 'https://management.azure.com/.default',
  };
  const reply = await fetch(`${stage.microsoft.entra.authorityHost}/${other.id}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  const { access_token } = (await reply.json()) as { access_token: string };
  const refused = await caller(stage.microsoft.arm.endpoint + stage.microsoft.arm.scope, access_token)(
    'GET',
    '/incidents?api-version=2025-09-01',
  );
  expect([refused.status, refused.body.error.code]).toEqual([401, 'InvalidAuthenticationTokenTenant']);
});

test('reads come out of a bucket of 250 that fills by 25 a second', async () => {
  const left = (reply: { headers: Headers }) =>
    Number(reply.headers.get('x-ms-ratelimit-remaining-subscription-reads'));
  expect(left(await stage.arm('GET', path))).toBe(249);
  for (let request = 0; request < 249; request += 1) await stage.arm('GET', path);
  const refused = await stage.arm('GET', path);
  expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '1']);
  expect(
    (await stage.arm('PUT', `${path}/comments/c`, comment('x'))).headers.get(
      'x-ms-ratelimit-remaining-subscription-writes',
    ),
  ).toBe('199');
  stage.advance(1);
  expect(left(await stage.arm('GET', path))).toBe(24);
});
