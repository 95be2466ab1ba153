import { randomUUID } from 'node:crypto';
import { query, startStage, type Stage } from './microsoft-stage.ts';

let stage: Stage;
let path: string;
const BASIC = { title: 'Ransomware', severity: 'High', status: 'New' };
const CLOSED = { ...BASIC, status: 'Closed', classification: 'FalsePositive', classificationReason: 'InaccurateData' };

beforeEach(async () => {
  stage = await startStage({ armLimits: { reads: HUGE, writes: HUGE, deletes: HUGE } });
  path = `/incidents/${randomUUID()}`;
});
afterEach(() => stage.stop());

const HUGE = { capacity: 1e6, refillPerSecond: 1e6 };
const put = (properties: object, more: object = {}, to = path) => stage.arm('PUT', to, { ...more, properties });

test('a new incident is created under the name the client chose', async () => {
  const reply = await put({ ...BASIC, description: 'd', labels: [{ labelName: 'VIP' }] });
  expect(reply.status).toBe(201);
  expect(reply.body).toMatchObject({
    id: `${stage.microsoft.arm.scope}${path}`,
    name: path.slice('/incidents/'.length),
    type: 'Microsoft.SecurityInsights/incidents',
    etag: expect.stringMatching(/^".+"$/),
    properties: {
      ...BASIC,
      description: 'd',
      labels: [{ labelName: 'VIP', labelType: 'User' }],
      owner: { objectId: null, email: null, assignedTo: null, userPrincipalName: null },
      incidentNumber: 1,
      providerName: 'Azure Sentinel',
      providerIncidentId: '1',
      additionalData: { alertsCount: 0, bookmarksCount: 0, commentsCount: 0, alertProductNames: [], tactics: [] },
    },
  });
  expect((await stage.arm('GET', path)).body).toEqual(reply.body);
  expect((await put(BASIC, {}, `/incidents/other`)).body.properties.incidentNumber).toBe(2);
});

test('what a PUT leaves out is cleared', async () => {
  await put({
    ...CLOSED,
    description: 'd',
    classificationComment: 'c',
    labels: [{ labelName: 'VIP' }],
    owner: { objectId: stage.microsoft.users[0]!.id },
  });
  const { status, body } = await put(BASIC);
  expect(status).toBe(200);
  expect(body.properties).not.toHaveProperty('description');
  expect(body.properties).not.toHaveProperty('classification');
  expect(body.properties).not.toHaveProperty('classificationComment');
  expect(body.properties).toMatchObject({ labels: [], owner: { objectId: null } });
});

test('a reading can be sent back as it is; what is read-only in it is passed over', async () => {
  const created = (
    await put({
      ...CLOSED,
      firstActivityTimeUtc: '2026-02-28T10:00:00.5Z',
      owner: { objectId: stage.microsoft.users[1]!.id },
    })
  ).body;
  stage.advance(60);
  created.properties.incidentNumber = 77;
  const reply = await stage.arm('PUT', path, created);
  expect(reply.status).toBe(200);
  expect(reply.body.properties).toEqual({
    ...created.properties,
    incidentNumber: 1,
    lastModifiedTimeUtc: reply.body.properties.lastModifiedTimeUtc,
  });
  expect(reply.body.etag).not.toBe(created.etag);
});

test('a stale etag is a conflict and saves nothing', async () => {
  const { etag, name } = (await put(BASIC)).body;
  await put({ ...BASIC, severity: 'Low' }, { etag });
  const stale = await put({ ...BASIC, title: 'lost' }, { etag });
  expect([stale.status, stale.body]).toEqual([
    409,
    { error: { code: 'Conflict', message: `Newer version of resource '${name}' exists. Data was not saved` } },
  ]);
  expect((await stage.arm('GET', path)).body.properties).toMatchObject({ title: 'Ransomware', severity: 'Low' });
});

test('without an etag a PUT overwrites; with one it does not bring back a deleted incident', async () => {
  const { etag } = (await put(BASIC)).body;
  expect((await put({ ...BASIC, severity: 'Low' })).status).toBe(200);
  expect((await stage.arm('DELETE', path)).status).toBe(200);
  expect((await stage.arm('DELETE', path)).status).toBe(204);
  expect((await put(BASIC, { etag })).status).toBe(409);
  expect((await stage.arm('GET', path)).body.error.code).toBe('ResourceNotFound');
});

test.each([
  ['no title', { severity: 'High', status: 'New' }],
  ['an empty title', { ...BASIC, title: '' }],
  ['no severity', { title: 't', status: 'New' }],
  ['no status', { title: 't', severity: 'High' }],
  ['a severity in lower case', { ...BASIC, severity: 'high' }],
  ['a long description', { ...BASIC, description: 'x'.repeat(5001) }],
  ['a null', { ...BASIC, description: null }],
  ['closing without classification', { ...BASIC, status: 'Closed' }],
  ['an unknown classification', { ...BASIC, status: 'Closed', classification: 'Unknown' }],
  ['a reason that does not fit', { ...CLOSED, classificationReason: 'SuspiciousActivity' }],
  ['a reason without classification', { ...BASIC, classificationReason: 'SuspiciousActivity' }],
  ['a reason for undetermined', { ...CLOSED, classification: 'Undetermined' }],
  ['labels as text', { ...BASIC, labels: ['VIP'] }],
  ['an empty label', { ...BASIC, labels: [{ labelName: '' }] }],
  ['an unknown owner', { ...BASIC, owner: { objectId: randomUUID() } }],
  ['an owner by name only', { ...BASIC, owner: { userPrincipalName: 'ana.diaz@contoso.example' } }],
  ['a time without zone', { ...BASIC, firstActivityTimeUtc: '2026-01-01T00:00:00' }],
])('%s is refused', async (_what, properties) => {
  const reply = await put(properties);
  expect([reply.status, reply.body.error.code]).toEqual([400, 'BadRequest']);
});

test('unknown members are refused at every level', async () => {
  expect((await put({ ...BASIC, prioritiy: 1 })).body.error).toMatchObject({
    code: 'InvalidRequestContent',
    message: expect.stringContaining('prioritiy'),
  });
  expect((await put(BASIC, { tags: {} })).body.error.code).toBe('InvalidRequestContent');
  expect((await put({ ...BASIC, owner: { id: 'x' } })).body.error.code).toBe('InvalidRequestContent');
  expect((await stage.arm('PUT', path, '{')).body.error.code).toBe('InvalidRequestContent');
});

test('an owner is completed from the directory, a group too', async () => {
  const [ana] = stage.microsoft.users;
  const [group] = stage.microsoft.tenant.groups;
  const owner = (await put({ ...BASIC, owner: { objectId: ana!.id.toUpperCase(), email: 'wrong@x.example' } })).body
    .properties.owner;
  expect(owner).toEqual({
    objectId: ana!.id,
    email: ana!.mail,
    assignedTo: 'Ana Diaz',
    userPrincipalName: ana!.userPrincipalName,
    ownerType: 'User',
  });
  expect((await put({ ...BASIC, owner: { objectId: group!.id } })).body.properties.owner.ownerType).toBe('Group');
});

test('an automatic label stays one, whether its type is sent back or not', async () => {
  await put({ ...BASIC, labels: [{ labelName: 'Auto', labelType: 'AutoAssigned' }] });
  const { labels } = (await put({ ...BASIC, labels: [{ labelName: 'Auto' }, { labelName: 'Mine' }] })).body.properties;
  expect(labels).toEqual([
    { labelName: 'Auto', labelType: 'AutoAssigned' },
    { labelName: 'Mine', labelType: 'User' },
  ]);
});

test('lists filter, order and page by the properties of the resource', async () => {
  for (const severity of ['High', 'Low', 'High']) {
    stage.advance(60);
    await put({ ...BASIC, severity }, {}, `/incidents/${randomUUID()}`);
  }
  const numbers = async (parameters: Record<string, string>) =>
    (await stage.arm('GET', `/incidents${query(parameters)}`)).body.value.map(
      (item: { properties: { incidentNumber: number } }) => item.properties.incidentNumber,
    );
  expect(await numbers({})).toEqual([3, 2, 1]);
  expect(await numbers({ $orderby: 'properties/createdTimeUtc asc' })).toEqual([1, 2, 3]);
  expect(await numbers({ $filter: "properties/severity eq 'High'" })).toEqual([3, 1]);
  const filter = {
    $filter: 'properties/lastModifiedTimeUtc ge 2026-03-01T09:02:00Z',
    $orderby: 'properties/lastModifiedTimeUtc asc',
    $top: '1',
  };
  const page = (await stage.arm('GET', `/incidents${query(filter)}`)).body;
  expect([page.value[0].properties.incidentNumber, page.nextLink]).toEqual([2, expect.stringContaining('$skipToken=')]);
  const last = (await stage.arm('GET', page.nextLink)).body;
  expect([last.value[0].properties.incidentNumber, last.nextLink]).toEqual([3, undefined]);
});

test.each([
  { $top: '1001' },
  { $skip: '1' },
  { $skipToken: 'x' },
  { $filter: "severity eq 'High'" },
  { $filter: 'properties/severity eq High' },
  { $filter: "properties/description eq 'x'" },
  { $orderby: 'lastModifiedTimeUtc' },
  { $count: 'true' },
])('the options %j are refused', async (parameters) => {
  expect((await stage.arm('GET', `/incidents${query(parameters as Record<string, string>)}`)).status).toBe(400);
});

test('ten thousand incidents are read through page by page', async () => {
  for (let index = 0; index < 10_000; index += 1) stage.microsoft.sentinel.createIncident(BASIC);
  let count = 0;
  let next: string | undefined = '/incidents?$top=500&$orderby=properties/lastModifiedTimeUtc asc';
  while (next !== undefined) {
    const { body } = await stage.arm('GET', next);
    count += body.value.length;
    next = body.nextLink;
  }
  expect(count).toBe(10_000);
}, 30_000);

test('people at the portal leave the incident they edit as the API then serves it', async () => {
  const { sentinel } = stage.microsoft;
  const { name, etag } = sentinel.createIncident({
    ...BASIC,
    providerName: 'Microsoft XDR',
    providerIncidentId: '4101',
  });
  sentinel.edit(name, { ...CLOSED, owner: { objectId: stage.microsoft.users[0]!.id } }, 'ana.diaz@contoso.example');
  sentinel.edit(name, { status: 'Active' }, 'ana.diaz@contoso.example');
  const { body } = await stage.arm('GET', `/incidents/${name.toUpperCase()}`);
  expect(body.etag).not.toBe(etag);
  expect(body.properties).toMatchObject({
    status: 'Active',
    owner: { assignedTo: 'Ana Diaz' },
    providerName: 'Microsoft XDR',
    providerIncidentId: '4101',
  });
  expect(body.properties).not.toHaveProperty('classification');
  expect(() => sentinel.edit(name, { status: 'Closed' }, 'ana.diaz@contoso.example')).toThrow(/classification/);
  expect(() => sentinel.edit(name, {}, 'nobody@contoso.example')).toThrow(/no user/);
  sentinel.remove(name);
  expect((await stage.arm('GET', `/incidents/${name}`)).status).toBe(404);
});
