import { join } from 'node:path';
import { FABRIKAM } from '../../src/simulator/fabrikam.ts';
import type { Place } from '../../src/simulator/microsoft.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { temporaryFiles } from '../support/temporary-files.ts';
import { cardsOf, dataOf, eventually, startStage } from './stage.ts';
import type { Stage } from './stage.ts';

/**
 * One process with several connections: Contoso's own, Fabrikam's Defender watched from Contoso's tenant, and one that
 * cannot begin.
 */
const files = temporaryFiles();
let stage: Stage;
let fabrikam: Place;
let ours: Awaited<ReturnType<typeof raise>>;
/** A workspace's own part of every address in it. */
const contosoSentinel = { pathIncludes: '/workspaces/law-sentinel/' };

function environment({ microsoft }: Simulator): Record<string, string> {
  const { AZURE_CLIENT_SECRET: secret, ...contoso } = microsoft.connection();
  const unset = [...Object.keys(contoso), 'AZURE_CLIENT_SECRET'].map((name) => [name, '']);
  const [ana] = microsoft.users;
  const accounts = [
    { tenantId: microsoft.tenantId, objectId: ana!.id, upn: ana!.userPrincipalName },
    { tenantId: FABRIKAM.tenantId, objectId: '3e7d1b52-60c8-4f9a-b1d4-8a25c0e6f001', upn: 'ana.diaz@fabrikam.example' },
  ];
  // The file that proves who it is has not been put in place.
  const litware = {
    ...contoso,
    SENTINEL_WORKSPACE: 'law-litware',
    AZURE_CLIENT_CERTIFICATE_PATH: join(files.folder, 'litware.pem'),
  };
  return {
    ...Object.fromEntries(unset),
    CONTOSO_SECRET: secret!,
    PEOPLE_FILE: files.write([{ name: 'Ana Diaz', accounts }]),
    CONNECTIONS_FILE: files.write({
      connections: [
        { name: 'Contoso', ...contoso, AZURE_CLIENT_SECRET_VARIABLE: 'CONTOSO_SECRET' },
        { name: 'Fabrikam', ...microsoft.fabrikam!.connection() },
        { name: 'Litware', ...litware },
      ],
    }),
  };
}

beforeAll(async () => {
  stage = await startStage(environment, { fabrikam: true });
  fabrikam = stage.simulator.microsoft.fabrikam!;
}, 60_000);
afterAll(async () => {
  await stage.stop();
  files.remove();
}, 60_000);

/** Raises an incident at a place and returns it once it has its twin and its card. */
async function raise(place: Place, title: string) {
  const id = String(place.defender.raiseIncident({ title, severity: 'medium' })['id']);
  await stage.syncNow();
  const find = () =>
    cardsOf(stage.simulator, stage.channel.id).find(({ card }) => JSON.stringify(card).includes(title));
  const data = await stage.teams.until(() => {
    const shown = find();
    const carried = shown === undefined ? {} : dataOf(shown);
    return typeof carried['sentinelName'] === 'string' ? carried : null;
  });
  return { id, number: Number(data['incident']), name: String(data['sentinelName']), card: () => find()! };
}

const both = (place: Place, { id, name }: { id: string; name: string }) => [
  place.defender.get(id).status,
  place.sentinel.get(name).properties.status,
];

async function readiness(): Promise<Record<string, (string | null)[]>> {
  const response = await fetch(`${stage.simulator.botUrl}/readyz`);
  const body = (await response.json()) as {
    connections: { name: string; sides: { side: string; fault: string | null }[] }[];
  };
  return Object.fromEntries(body.connections.map(({ name, sides }) => [name, sides.map(({ fault }) => fault)]));
}

test('the main job is done in both, each with its own credential, and an owner is who each tenant knows', async () => {
  const { microsoft } = stage.simulator;
  ours = await raise(microsoft, 'Phishing at Contoso');
  const theirs = await raise(fabrikam, 'Malware at Fabrikam');
  // Both tenants number from the same first one; Dragoman's own numbers are unique.
  expect(theirs.id).toBe(ours.id);
  expect(theirs.number).not.toBe(ours.number);
  expect(microsoft.sentinel.list().map(({ properties }) => properties.title)).toEqual(['Phishing at Contoso']);
  expect(fabrikam.sentinel.list().map(({ properties }) => properties.title)).toEqual(['Malware at Fabrikam']);

  await stage.teams.execute(stage.admin, theirs.card(), 'assignToMe');
  await eventually(async () => {
    expect(fabrikam.defender.get(theirs.id).assignedTo).toBe('ana.diaz@fabrikam.example');
    expect(fabrikam.sentinel.get(theirs.name).properties.owner.objectId).toBe(stage.admin.objectId);
  });
  const closing = { classification: 'truePositive', determination: 'malware' };
  await stage.fill(theirs.card(), 'close', closing);
  await eventually(async () => expect(both(fabrikam, theirs)).toEqual(['resolved', 'Closed']));
  expect(both(microsoft, ours)).toEqual(['active', 'New']);

  microsoft.sentinel.edit(ours.name, { severity: 'High' }, stage.admin.userPrincipalName!);
  await stage.syncNow();
  await eventually(async () => expect(microsoft.defender.get(ours.id).severity).toBe('high'));
  // Rest: the next cycle reads one list a side and connection, and writes nothing.
  await stage.syncNow();
  const before = [microsoft.graph, microsoft.arm].map(({ server }) => server.requests.length);
  await stage.syncNow();
  const requests = [microsoft.graph, microsoft.arm].flatMap(({ server }, at) => server.requests.slice(before[at]));
  expect(requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'GET']);
}, 60_000);

test('a connection whose credential cannot be used says so and keeps none of the others', async () => {
  const { Litware } = await readiness();
  const reason = expect.stringContaining("the credential's file cannot be read (ENOENT)");
  expect(Litware).toEqual([reason, reason]);
});

test('an id that two tenants share is asked about', async () => {
  const said = await stage.teams.say(stage.admin, stage.channel, 'show 4101');
  const answer = JSON.stringify(stage.teams.messages(stage.channel).find(({ id }) => id === said.message.id)?.replies);
  expect(answer).toContain('ambiguous_incident');
  expect(answer).toContain('Phishing at Contoso');
  expect(answer).toContain('Malware at Fabrikam');
  expect(answer).toMatch(/"Contoso · .*"Fabrikam · /s);
}, 60_000);

/** Something is said of Contoso's incident, and an incident of Fabrikam's begins and ends, whatever Contoso's Sentinel does. */
async function workInBoth(title: string): Promise<void> {
  await stage.fill(ours.card(), 'comment', { comment: 'Looking into it.' });
  const theirs = await raise(fabrikam, title);
  await stage.fill(theirs.card(), 'close', { classification: 'falsePositive', determination: 'notMalicious' });
  await eventually(async () => expect(both(fabrikam, theirs)).toEqual(['resolved', 'Closed']));
}

test('one connection’s Sentinel is down: the other goes on, the first says so, and catches up when it is back', async () => {
  const { arm, sentinel } = stage.simulator.microsoft;
  arm.faults.fail({ kind: 'status', status: 503, match: contosoSentinel, times: 100_000 });
  await workInBoth('While it is down');
  expect(await readiness()).toMatchObject({ Contoso: [null, expect.any(String)], Fabrikam: [null, null] });
  expect(sentinel.comments(ours.name)).toEqual([]);

  arm.faults.clear();
  await stage.syncNow();
  await eventually(async () => expect(sentinel.comments(ours.name)).toHaveLength(1));
  expect(await readiness()).toMatchObject({ Contoso: [null, null], Fabrikam: [null, null] });
}, 60_000);

test('one connection’s Sentinel asks it to wait a minute: the other, in the same subscription, does not wait', async () => {
  const { arm, sentinel } = stage.simulator.microsoft;
  const headers = { 'Retry-After': '60' };
  arm.faults.fail({ kind: 'status', status: 429, headers, match: contosoSentinel, times: 100_000 });
  await workInBoth('While it is throttled');
  expect(await readiness()).toMatchObject({ Contoso: [null, expect.any(String)], Fabrikam: [null, null] });
  expect(sentinel.comments(ours.name)).toHaveLength(1);
}, 60_000);
