import { ANA, GUID, RAJ, onNativeSyncStage } from './native-sync-stage.ts';

const {
  arm,
  control,
  tell,
  after,
  raise,
  twinsOf,
  pair,
  inDefender,
  inSentinel,
  editDefender,
  editSentinel,
  commentsInSentinel,
} = onNativeSyncStage();

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
  const made = await arm('PUT', '/incidents/11111111-2222-3333-4444-555555555555', {
    properties: { title: 'By hand', severity: 'Low', status: 'New' },
  });
  await editSentinel(made.body.name, { severity: 'High' });
  await control('POST', `/sentinel/incidents/${made.body.name}/comments`, { by: RAJ, text: 'mine' });
  expect(await after(600)).toBe(0);
  expect((await control('GET', '/defender/incidents')).body).toHaveLength(before);
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
