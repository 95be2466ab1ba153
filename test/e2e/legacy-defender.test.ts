import { deviceEvidence } from '../../src/simulator/graph/evidence.ts';
import { eventually, startStage } from './stage.ts';
import type { Stage } from './stage.ts';

/** The real process over the older Defender API; Graph is left with the directory of people. */
let stage: Stage;
beforeAll(async () => {
  stage = await startStage({}, { defenderApi: 'legacy' });
}, 60_000);
afterAll(() => stage.stop(), 60_000);

test('an incident is linked, commented, closed in chat and reopened in Sentinel, and then all is quiet', async () => {
  const { microsoft } = stage.simulator;
  const incident = await stage.raise('Over the older API');
  const both = async () => [
    microsoft.defender.get(incident.id).status,
    (await stage.sentinelProperties(incident.name))['status'],
  ];
  await stage.fill(incident.card(), 'comment', { comment: 'Looking into it.' });
  await eventually(async () => {
    expect(microsoft.defender.get(incident.id).comments).toHaveLength(1);
    expect(await stage.read.sentinelComments(incident.name)).toHaveLength(1);
  });
  await stage.fill(incident.card(), 'close', { classification: 'falsePositive', determination: 'notMalicious' });
  await eventually(async () => expect(await both()).toEqual(['resolved', 'Closed']));
  expect(microsoft.defender.get(incident.id)).toMatchObject({
    classification: 'falsePositive',
    determination: 'notMalicious',
  });
  microsoft.sentinel.edit(incident.name, { status: 'Active' }, stage.admin.userPrincipalName!);
  await stage.syncNow();
  await eventually(async () => expect(await both()).toEqual(['inProgress', 'Active']));

  await stage.syncNow();
  const { requests } = microsoft.legacyDefender.server;
  const before = requests.length;
  await stage.syncNow();
  expect(requests.slice(before).map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /defender/api/incidents',
  ]);
  expect(microsoft.graph.server.requests.filter(({ path }) => path.includes('/security/'))).toEqual([]);
}, 60_000);

test('its alerts are bookmarks of the Sentinel incident, read with the incident they are embedded in', async () => {
  const { microsoft } = stage.simulator;
  const incident = await stage.raise('With an alert');
  microsoft.defender.addAlert(incident.id, { title: 'A click', evidence: [deviceEvidence('fin-07.contoso.example')] });
  await stage.syncNow();
  await eventually(async () => {
    const [bookmark] = await stage.read.sentinelBookmarks(incident.name);
    expect(bookmark).toMatchObject({ properties: { displayName: 'A click' } });
    expect(JSON.stringify(bookmark)).toContain('fin-07');
  });
  expect((await stage.sentinelProperties(incident.name))['description']).toContain('Alerts: 1');
}, 60_000);

test('a severity chosen in chat reaches Sentinel, stays as it is in Defender, and is not tried for ever', async () => {
  const { microsoft } = stage.simulator;
  const incident = await stage.raise('Severe in Sentinel only', 'medium');
  await stage.fill(incident.card(), 'severity', { severity: 'high' });
  await eventually(async () => expect((await stage.sentinelProperties(incident.name))['severity']).toBe('High'));
  const { requests } = microsoft.legacyDefender.server;
  await stage.syncNow();
  expect(requests.some(({ method, path }) => method === 'PATCH' && path.endsWith(`/${incident.id}`))).toBe(false);
  expect(microsoft.defender.get(incident.id).severity).toBe('medium');
  expect((await stage.sentinelProperties(incident.name))['severity']).toBe('High');
}, 60_000);
