import { controlRoutes } from '../../src/simulator/control.ts';
import { serve, type Served } from '../../src/simulator/server.ts';
import { caller, startStage, type Call, type Stage } from './microsoft-stage.ts';

const ANA = 'ana.diaz@contoso.example';
const RAJ = 'raj.patel@contoso.example';
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
let stage: Stage;
let server: Served;
let control: Call;

beforeAll(async () => {
  stage = await startStage();
  server = await serve({ name: 'control', tls: stage.microsoft.tls, handler: controlRoutes(stage.microsoft) });
  control = caller(`${server.url}/control`, 'none');
});

afterAll(async () => {
  await server.stop();
  await stage.stop();
});

/** Twins after 5 seconds, changes after 2, nothing batched: but for what a test says. */
beforeEach(() => tell({ state: 'on', batchingSeconds: 0 }));
afterEach(async () => void (await control('DELETE', '/native-sync')));

const tell = async (plan: object) => {
  const told = await control('PUT', '/native-sync', plan);
  expect(told.status).toBe(200);
  return told.body;
};
/** Time passes, and the connector does what is due by then. */
async function after(seconds: number): Promise<number> {
  stage.advance(seconds);
  return (await control('POST', '/native-sync/step')).body.writes;
}
async function raise(fields: object = {}): Promise<string> {
  const raised = await control('POST', '/defender/incidents', { title: 'Phish', severity: 'high', ...fields });
  return raised.body.id;
}
const inDefender = async (id: string) => (await stage.graph('GET', `/v1.0/security/incidents/${id}`)).body;
const inSentinel = async (name: string) => (await stage.arm('GET', `/incidents/${name}`)).body;
async function twinsOf(id: string) {
  const { value } = (await stage.arm('GET', '/incidents?$top=1000')).body;
  return value.filter((one: any) => one.properties.providerIncidentId === id && one.properties.providerName !== OWN);
}
const OWN = 'Azure Sentinel';
/** A Defender incident that has its twin. */
async function pair(fields: object = {}): Promise<{ id: string; name: string }> {
  const id = await raise(fields);
  await after(5);
  const [twin] = await twinsOf(id);
  return { id, name: twin.name };
}
const editDefender = (id: string, changes: object) =>
  control('PATCH', `/defender/incidents/${id}`, { by: ANA, changes });
const editSentinel = (name: string, changes: object) =>
  control('PATCH', `/sentinel/incidents/${name}`, { by: RAJ, changes });
const commentsInSentinel = async (name: string) =>
  (await stage.arm('GET', `/incidents/${name}/comments?$orderby=properties/createdTimeUtc asc`)).body.value;

describe('the twin', () => {
  test('is made after the creation delay, under a name that says nothing', async () => {
    const id = await raise({
      description: 'Somebody clicked',
      assignedTo: ANA,
      customTags: ['vip'],
      alerts: [{ title: 'a', productName: 'Microsoft Defender for Office 365' }],
    });
    await after(4);
    expect(await twinsOf(id)).toEqual([]);
    expect(await after(1)).toBe(1);
    const [twin, ...more] = await twinsOf(id);
    expect(more).toEqual([]);
    expect(twin.name).toMatch(GUID);
    expect(twin.properties).toMatchObject({
      title: 'Phish',
      severity: 'High',
      status: 'New',
      owner: { userPrincipalName: ANA },
      labels: [{ labelName: 'vip', labelType: 'User' }],
      providerName: 'Microsoft XDR',
      providerIncidentId: id,
      incidentUrl: expect.stringContaining(twin.name),
      additionalData: {
        alertsCount: 1,
        alertProductNames: ['Microsoft Defender for Office 365'],
        providerIncidentUrl: (await inDefender(id)).incidentWebUrl,
      },
    });
    expect(twin.properties).not.toHaveProperty('description');
    expect(await after(60)).toBe(0);
  });

  test('bears the provider name of its time', async () => {
    await tell({ providerName: 'Microsoft 365 Defender' });
    const { name } = await pair();
    expect((await inSentinel(name)).properties.providerName).toBe('Microsoft 365 Defender');
  });

  test('of an incident that was closed already is closed, and says why', async () => {
    const id = await raise();
    await editDefender(id, {
      status: 'resolved',
      classification: 'truePositive',
      determination: 'malware',
      resolvingComment: 'cleaned',
    });
    await after(5);
    const [{ properties }] = await twinsOf(id);
    expect(properties).toMatchObject({
      status: 'Closed',
      classification: 'TruePositive',
      classificationReason: 'SuspiciousActivity',
    });
    expect(properties).not.toHaveProperty('classificationComment');
  });

  test('that a person deleted is not made again', async () => {
    const { id, name } = await pair();
    await control('DELETE', `/sentinel/incidents/${name}`);
    await editDefender(id, { severity: 'low' });
    expect(await after(60)).toBe(0);
    expect(await twinsOf(id)).toEqual([]);
  });

  test('is found again when the connector was off in between, and what changed then is not carried', async () => {
    const { id, name } = await pair();
    await tell({ state: 'off' });
    await editDefender(id, { severity: 'low' });
    await tell({ state: 'on' });
    await editDefender(id, { displayName: 'Renamed' });
    await after(60);
    expect(await twinsOf(id)).toMatchObject([{ name, properties: { severity: 'High', title: 'Renamed' } }]);
  });
});

test('what is made by hand in Sentinel stays there', async () => {
  const before = (await control('GET', '/defender/incidents')).body.length;
  const made = await stage.arm('PUT', '/incidents/11111111-2222-3333-4444-555555555555', {
    properties: { title: 'By hand', severity: 'Low', status: 'New' },
  });
  await editSentinel(made.body.name, { severity: 'High' });
  await control('POST', `/sentinel/incidents/${made.body.name}/comments`, { by: RAJ, text: 'mine' });
  expect(await after(600)).toBe(0);
  expect((await control('GET', '/defender/incidents')).body).toHaveLength(before);
});

describe('a field', () => {
  test('changed in Defender reaches Sentinel after its delay, as any other change would', async () => {
    const { id, name } = await pair({ customTags: ['old'] });
    const before = await inSentinel(name);
    await editDefender(id, {
      status: 'inProgress',
      severity: 'low',
      assignedTo: RAJ,
      customTags: ['vip'],
      displayName: 'New title',
    });
    await after(1);
    expect(await inSentinel(name)).toEqual(before);
    expect(await after(1)).toBe(1);
    const twin = await inSentinel(name);
    expect(twin.properties).toMatchObject({
      status: 'Active',
      severity: 'Low',
      owner: { userPrincipalName: RAJ },
      labels: [{ labelName: 'vip', labelType: 'User' }],
      title: 'New title',
    });
    expect(twin.etag).not.toBe(before.etag);
    expect(twin.properties.lastModifiedTimeUtc > before.properties.lastModifiedTimeUtc).toBe(true);
    const stale = await stage.arm('PUT', `/incidents/${name}`, { etag: before.etag, properties: before.properties });
    expect(stale.status).toBe(409);
  });

  test('changed in Sentinel, through the API as by a person, reaches Defender under a name of a machine', async () => {
    const { id, name } = await pair({ assignedTo: ANA });
    const { etag, properties } = await inSentinel(name);
    const put = await stage.arm('PUT', `/incidents/${name}`, {
      etag,
      properties: { ...properties, status: 'Active', severity: 'Medium', labels: [{ labelName: 'lab' }] },
    });
    expect(put.status).toBe(200);
    await editSentinel(name, { owner: { objectId: null }, title: 'Ours' });
    expect(await after(2)).toBe(1);
    expect(await inDefender(id)).toMatchObject({
      status: 'inProgress',
      severity: 'medium',
      customTags: ['lab'],
      assignedTo: null,
      displayName: 'Ours',
      lastModifiedBy: 'Microsoft 365 Defender-SentinelSync',
    });
    expect(await after(60)).toBe(0);
  });

  test('is carried in its own time where it has one', async () => {
    await tell({ toSentinel: { delaySeconds: 1, delaySecondsOf: { severity: 30 } }, toDefender: { delaySeconds: 10 } });
    const { id, name } = await pair();
    await editDefender(id, { severity: 'low', customTags: ['vip'] });
    await after(1);
    expect((await inSentinel(name)).properties).toMatchObject({ severity: 'High', labels: [{ labelName: 'vip' }] });
    await editSentinel(name, { title: 'Ours' });
    await after(9);
    expect((await inDefender(id)).displayName).toBe('Phish');
    await after(20);
    expect((await inSentinel(name)).properties.severity).toBe('Low');
    expect((await inDefender(id)).displayName).toBe('Ours');
  });

  test('that went through several states at once is carried in its last', async () => {
    await tell({ batchingSeconds: 10 });
    const { id, name } = await pair();
    for (const severity of ['low', 'medium', 'informational']) {
      await editDefender(id, { severity });
      await after(3);
      expect((await inSentinel(name)).properties.severity).toBe('High');
    }
    expect(await after(1)).toBe(1);
    expect((await inSentinel(name)).properties.severity).toBe('Informational');
    expect(await after(60)).toBe(0);
  });

  test('that went through several states one after the other shows each of them', async () => {
    const { id, name } = await pair();
    await editDefender(id, { severity: 'low' });
    await after(1);
    await editDefender(id, { severity: 'medium' });
    await after(1);
    expect((await inSentinel(name)).properties.severity).toBe('Low');
    await after(1);
    expect((await inSentinel(name)).properties.severity).toBe('Medium');
  });

  test.each([
    ['Sentinel', ['defender', 'sentinel'], 'informational'],
    ['Defender', ['sentinel', 'defender'], 'low'],
  ])('changed on both sides ends as it was last written, in %s', async (_last, order, severity) => {
    const { id, name } = await pair();
    for (const side of order) {
      if (side === 'defender') await editDefender(id, { severity: 'low' });
      else await editSentinel(name, { severity: 'Informational' });
      await after(1);
    }
    await after(60);
    expect((await inDefender(id)).severity).toBe(severity);
    expect((await inSentinel(name)).properties.severity.toLowerCase()).toBe(severity);
  });

  test('of a kind that the connector loses stays as it is, for good', async () => {
    await tell({ toSentinel: { drops: ['severity'] } });
    const { id, name } = await pair();
    await editDefender(id, { severity: 'low', customTags: ['vip'] });
    await after(60);
    await tell({ toSentinel: { drops: [] } });
    await after(60);
    expect((await inSentinel(name)).properties).toMatchObject({ severity: 'High', labels: [{ labelName: 'vip' }] });
    await editSentinel(name, { severity: 'Medium' });
    await after(2);
    expect((await inDefender(id)).severity).toBe('medium');
  });

  test('never brings labels of machines with it, and leaves those that are there', async () => {
    const { id, name } = await pair();
    await editSentinel(name, {
      labels: [
        { labelName: 'auto', labelType: 'AutoAssigned' },
        { labelName: 'vip', labelType: 'User' },
      ],
    });
    await after(2);
    expect((await inDefender(id)).customTags).toEqual(['vip']);
    await editDefender(id, { customTags: ['lab'] });
    await after(2);
    expect((await inSentinel(name)).properties.labels).toEqual([
      { labelName: 'auto', labelType: 'AutoAssigned' },
      { labelName: 'lab', labelType: 'User' },
    ]);
  });

  test('that names nobody the directory knows leaves the other owner', async () => {
    const { id, name } = await pair({ assignedTo: ANA });
    await editDefender(id, { assignedTo: 'Defender Experts' });
    await after(2);
    expect((await inSentinel(name)).properties.owner.userPrincipalName).toBe(ANA);
  });
});

describe('a closing', () => {
  test.each([
    ['truePositive', 'compromisedAccount', 'TruePositive', 'SuspiciousActivity'],
    ['falsePositive', 'notMalicious', 'FalsePositive', 'InaccurateData'],
    ['informationalExpectedActivity', 'securityTesting', 'BenignPositive', 'SuspiciousButExpected'],
    ['unknown', 'unknown', 'Undetermined', undefined],
  ])('as %s, %s in Defender is %s, %s in Sentinel', async (classification, determination, expected, reason) => {
    const { id, name } = await pair();
    await editDefender(id, { status: 'resolved', classification, determination });
    await after(2);
    const { properties } = await inSentinel(name);
    expect([properties.status, properties.classification, properties.classificationReason]).toEqual([
      'Closed',
      expected,
      reason,
    ]);
    // What came from there is not carried back: the determination stays.
    await after(60);
    expect(await inDefender(id)).toMatchObject({ classification, determination, lastModifiedBy: ANA });
  });

  test.each([
    ['TruePositive', 'SuspiciousActivity', 'truePositive'],
    ['FalsePositive', 'InaccurateData', 'falsePositive'],
    ['FalsePositive', 'IncorrectAlertLogic', 'falsePositive'],
    ['BenignPositive', 'SuspiciousButExpected', 'informationalExpectedActivity'],
    ['Undetermined', undefined, 'unknown'],
  ])('as %s, %s in Sentinel is %s in Defender', async (classification, classificationReason, expected) => {
    const { id, name } = await pair();
    await editSentinel(name, { status: 'Closed', classification, classificationReason });
    await after(2);
    expect(await inDefender(id)).toMatchObject({
      status: 'resolved',
      classification: expected,
      determination: 'unknown',
    });
  });

  test('for a wrong alert logic loses that with the next write from Defender', async () => {
    const { id, name } = await pair();
    await editSentinel(name, {
      status: 'Closed',
      classification: 'FalsePositive',
      classificationReason: 'IncorrectAlertLogic',
    });
    await after(60);
    expect((await inSentinel(name)).properties.classificationReason).toBe('IncorrectAlertLogic');
    await editDefender(id, { severity: 'low' });
    await after(2);
    expect((await inSentinel(name)).properties).toMatchObject({
      severity: 'Low',
      classification: 'FalsePositive',
      classificationReason: 'InaccurateData',
    });
  });

  test('whose classification is lost leaves the twin undetermined', async () => {
    await tell({ toSentinel: { drops: ['classification'] } });
    const { id, name } = await pair();
    await editDefender(id, { status: 'resolved', classification: 'truePositive', determination: 'malware' });
    await after(60);
    expect((await inSentinel(name)).properties).toMatchObject({ status: 'Closed', classification: 'Undetermined' });
    expect((await inDefender(id)).classification).toBe('truePositive');
  });

  test('whose classification is late is undetermined until it comes', async () => {
    await tell({ toSentinel: { delaySecondsOf: { classification: 20 } } });
    const { id, name } = await pair();
    await editDefender(id, { status: 'resolved', classification: 'truePositive', determination: 'malware' });
    await after(2);
    expect((await inSentinel(name)).properties.classification).toBe('Undetermined');
    await after(18);
    expect((await inSentinel(name)).properties.classification).toBe('TruePositive');
  });

  test('brings the classification that was set before it', async () => {
    const { id, name } = await pair();
    await editDefender(id, { classification: 'truePositive', determination: 'malware' });
    await after(2);
    expect((await inSentinel(name)).properties).not.toHaveProperty('classification');
    await editDefender(id, { status: 'resolved' });
    await after(2);
    expect((await inSentinel(name)).properties.classification).toBe('TruePositive');
  });

  test('in Sentinel at the very moment in which Defender classifies takes what was written last', async () => {
    const { id, name } = await pair();
    await editSentinel(name, {
      status: 'Closed',
      classification: 'FalsePositive',
      classificationReason: 'InaccurateData',
    });
    await editDefender(id, { classification: 'truePositive', determination: 'malware' });
    await after(60);
    expect(await inDefender(id)).toMatchObject({ status: 'resolved', classification: 'truePositive' });
    expect((await inSentinel(name)).properties).toMatchObject({ status: 'Closed', classification: 'TruePositive' });
  });

  test('that is undone before it was carried brings no classification', async () => {
    const { id, name } = await pair();
    await editSentinel(name, {
      status: 'Closed',
      classification: 'TruePositive',
      classificationReason: 'SuspiciousActivity',
    });
    await editSentinel(name, { status: 'New' });
    await editDefender(id, { status: 'resolved' });
    await after(60);
    expect((await inDefender(id)).classification).toBe('unknown');
    expect((await inSentinel(name)).properties).toMatchObject({ status: 'Closed', classification: 'Undetermined' });
  });

  test('is undone from Sentinel, and Defender keeps what it was classified as', async () => {
    const { id, name } = await pair();
    await editDefender(id, { status: 'resolved', classification: 'truePositive', determination: 'malware' });
    await after(2);
    await editSentinel(name, { status: 'Active' });
    await after(2);
    expect(await inDefender(id)).toMatchObject({ status: 'inProgress', classification: 'truePositive' });
    await editSentinel(name, {
      status: 'Closed',
      classification: 'TruePositive',
      classificationReason: 'SuspiciousActivity',
    });
    await after(2);
    expect(await inDefender(id)).toMatchObject({ status: 'resolved', determination: 'malware' });
  });

  test.each([
    [false, null, undefined],
    [true, 'checked', 'cleaned'],
  ])('with closing notes carried: %j', async (carriesClosingNote, inOne, inOther) => {
    await tell({ carriesClosingNote });
    const [one, other] = [await pair(), await pair()];
    await editSentinel(one.name, {
      status: 'Closed',
      classification: 'Undetermined',
      classificationComment: 'checked',
    });
    await editDefender(other.id, { status: 'resolved', resolvingComment: 'cleaned' });
    await after(2);
    expect((await inDefender(one.id)).resolvingComment).toBe(inOne);
    expect((await inSentinel(other.name)).properties.classificationComment).toBe(inOther);
  });
});

describe('a comment', () => {
  test('crosses once, as it is, and not back', async () => {
    const { id, name } = await pair();
    await control('POST', `/defender/incidents/${id}/comments`, { by: ANA, text: 'from Defender' });
    const { body: mine } = await control('POST', `/sentinel/incidents/${name}/comments`, {
      by: RAJ,
      text: '  from Sentinel\n',
    });
    expect(await after(2)).toBe(2);
    expect(await after(60)).toBe(0);
    const there = await commentsInSentinel(name);
    expect(there.map((one: any) => [one.properties.message, one.properties.author.userPrincipalName])).toEqual([
      ['  from Sentinel\n', RAJ],
      ['from Defender', ANA],
    ]);
    expect(there[0].name).toBe(mine.name);
    expect(there[1].name).toMatch(GUID);
    expect((await inDefender(id)).comments).toMatchObject([
      { comment: 'from Defender', createdByDisplayName: ANA },
      { comment: '  from Sentinel\n', createdByDisplayName: RAJ },
    ]);
  });

  test('of an app carries the name of the app, or that of the connector', async () => {
    const { id, name } = await pair();
    const say = (message: string, at: number) =>
      stage.arm('PUT', `/incidents/${name}/comments/11111111-2222-3333-4444-55555555555${at}`, {
        properties: { message },
      });
    await say('one', 1);
    await after(2);
    await tell({ commentAuthor: 'connector' });
    await say('two', 2);
    await after(2);
    expect((await inDefender(id)).comments).toMatchObject([
      { comment: 'one', createdByDisplayName: 'Dragoman' },
      { comment: 'two', createdByDisplayName: 'Microsoft Defender XDR' },
    ]);
  });

  test('that is edited or deleted in Sentinel stays as it was in Defender', async () => {
    const { id, name } = await pair();
    const { body } = await control('POST', `/sentinel/incidents/${name}/comments`, { by: RAJ, text: 'first' });
    await after(2);
    await control('PATCH', `/sentinel/incidents/${name}/comments/${body.name}`, { by: RAJ, text: 'second' });
    await after(2);
    await stage.arm('DELETE', `/incidents/${name}/comments/${body.name}`);
    expect(await after(60)).toBe(0);
    expect((await inDefender(id)).comments).toMatchObject([{ comment: 'first' }]);
  });

  test('made before the twin waits for it; one made before the connector was on is not new', async () => {
    await tell({ state: 'off' });
    const id = await raise();
    await control('POST', `/defender/incidents/${id}/comments`, { by: ANA, text: 'old' });
    await tell({ state: 'on' });
    await control('POST', `/defender/incidents/${id}/comments`, { by: ANA, text: 'new' });
    await after(5);
    const [{ name }] = await twinsOf(id);
    expect((await commentsInSentinel(name)).map((one: any) => one.properties.message)).toEqual(['new']);
  });

  test('is lost where Sentinel takes no more', async () => {
    const { id, name } = await pair();
    for (let count = 0; count < 100; count += 1) stage.microsoft.sentinel.comment(name, `n ${count}`, RAJ);
    await control('POST', `/defender/incidents/${id}/comments`, { by: ANA, text: 'one too many' });
    await after(60);
    expect((await inSentinel(name)).properties.additionalData.commentsCount).toBe(100);
  });
});

describe('a merge', () => {
  test('closes the twin with the tag; tags go to the survivor, comments stay', async () => {
    const [from, into] = [await pair({ customTags: ['vip'] }), await pair()];
    await control('POST', `/defender/incidents/${from.id}/comments`, { by: ANA, text: 'left behind' });
    await after(2);
    await control('POST', `/defender/incidents/${from.id}/merge`, { into: into.id });
    await after(2);
    expect((await inSentinel(from.name)).properties).toMatchObject({
      status: 'Closed',
      classification: 'Undetermined',
      labels: [{ labelName: 'Redirected', labelType: 'User' }],
    });
    expect((await inSentinel(into.name)).properties.labels).toEqual([{ labelName: 'vip', labelType: 'User' }]);
    expect(await commentsInSentinel(into.name)).toEqual([]);
    // Nothing is carried to or from it any more.
    await editSentinel(from.name, { severity: 'Low' });
    expect(await after(60)).toBe(0);
  });

  test('before there was a twin leaves none', async () => {
    const [from, into] = [await raise(), await raise()];
    await control('POST', `/defender/incidents/${from}/merge`, { into });
    await after(60);
    expect(await twinsOf(from)).toEqual([]);
    expect(await twinsOf(into)).toHaveLength(1);
  });

  test('brings its alerts to the twin of the survivor', async () => {
    const [from, into] = [
      await pair({ alerts: [{ title: 'a', productName: 'Microsoft Defender for Identity' }] }),
      await pair({ alerts: [{ title: 'b' }] }),
    ];
    await control('POST', `/defender/incidents/${from.id}/merge`, { into: into.id });
    await after(2);
    expect((await inSentinel(into.name)).properties.additionalData).toMatchObject({
      alertsCount: 2,
      alertProductNames: ['Microsoft Defender for Endpoint', 'Microsoft Defender for Identity'],
    });
  });
});

describe('its switch', () => {
  test('paused, it carries nothing, and all of it later', async () => {
    const { id, name } = await pair();
    await tell({ state: 'paused' });
    await editDefender(id, { severity: 'low' });
    await control('POST', `/defender/incidents/${id}/comments`, { by: ANA, text: 'meanwhile' });
    const other = await raise();
    expect(await after(600)).toBe(0);
    expect(await twinsOf(other)).toEqual([]);
    expect((await inSentinel(name)).properties.severity).toBe('High');
    expect((await control('GET', '/native-sync')).body).toMatchObject({
      state: 'paused',
      waiting: [
        { incident: id, to: 'sentinel', field: 'severity', dueAt: expect.stringMatching(/Z$/) },
        { incident: id, to: 'sentinel', field: 'comments' },
      ],
    });
    await tell({ state: 'on' });
    expect(await after(0)).toBe(3);
    expect((await inSentinel(name)).properties.severity).toBe('Low');
    expect(await twinsOf(other)).toHaveLength(1);
  });

  test('off, it forgets what waited', async () => {
    const { id, name } = await pair();
    await editDefender(id, { severity: 'low' });
    await tell({ state: 'off' });
    await tell({ state: 'on' });
    await after(60);
    expect((await inSentinel(name)).properties.severity).toBe('High');
  });

  test('shows in the data connectors, to preview versions of the API only', async () => {
    const connectors = async (version: string) =>
      (await stage.arm('GET', `/dataConnectors?api-version=${version}`)).body.value;
    expect(await connectors('2025-07-01-preview')).toMatchObject([
      {
        kind: 'MicrosoftThreatProtection',
        properties: { tenantId: stage.microsoft.tenantId, dataTypes: { incidents: { state: 'Enabled' } } },
      },
    ]);
    expect(await connectors('2025-09-01')).toEqual([]);
    await tell({ state: 'paused' });
    expect(await connectors('2025-07-01-preview')).toHaveLength(1);
    await tell({ state: 'off' });
    expect(await connectors('2025-07-01-preview')).toEqual([]);
  });

  test.each([
    ['PUT', '', { state: 'slow' }, 400],
    ['PUT', '', { toSentinel: { drops: ['everything'] } }, 400],
    ['PUT', '', { creationDelaySeconds: -1 }, 400],
    ['POST', '', {}, 404],
    ['GET', '/step', undefined, 404],
  ])('%s /native-sync%s with %j is answered %i', async (method, path, body, status) => {
    expect((await control(method, `/native-sync${path}`, body)).status).toBe(status);
  });
});

test('it runs by itself when it is given a timer, and is told what to begin with', async () => {
  const own = await startStage({ nativeSync: { state: 'on', creationDelaySeconds: 300, batchingSeconds: 0 } });
  const { nativeSync, defender } = own.microsoft;
  const timers: { seconds: number; task: () => void }[] = [];
  let cancelled = 0;
  const stop = nativeSync.run((milliseconds, task) => {
    timers.push({ seconds: milliseconds / 1000, task });
    return () => void (cancelled += 1);
  });
  const incident = defender.raiseIncident({ title: 'Phish', severity: 'high' });
  expect(timers.map(({ seconds }) => seconds)).toEqual([300]);
  own.advance(300);
  timers[0]!.task();
  expect(nativeSync.twinOf(incident.id)).toMatch(GUID);
  defender.edit(incident.id, { severity: 'low' }, ANA);
  expect(timers.map(({ seconds }) => seconds)).toEqual([300, 2]);
  const before = cancelled;
  stop();
  expect(cancelled).toBe(before + 1);
  await own.stop();
});
