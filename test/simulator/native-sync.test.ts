import { startStage } from './microsoft-stage.ts';
import { ANA, GUID, onNativeSyncStage } from './native-sync-stage.ts';

const { microsoft, arm, control, tell, after, raise, twinsOf, pair, inSentinel, editDefender } = onNativeSyncStage();

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
      (await arm('GET', `/dataConnectors?api-version=${version}`)).body.value;
    expect(await connectors('2025-07-01-preview')).toMatchObject([
      {
        kind: 'MicrosoftThreatProtection',
        properties: { tenantId: microsoft().tenantId, dataTypes: { incidents: { state: 'Enabled' } } },
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
