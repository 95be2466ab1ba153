import { textAt } from '../../src/simulator/teams/json.ts';
import { cardsOf, dataOf, eventually, startStage } from './stage.ts';
import type { Stage } from './stage.ts';

/** The real process beside Microsoft's own sync: `auto` finds out, and nobody does the other's work. */
let stage: Stage;
beforeAll(async () => {
  stage = await startStage(
    { SYNC_MODE: 'auto', NATIVE_DEADLINE_SECONDS: '3', DRIFT_REPAIR: 'auto' },
    { nativeSync: { state: 'on', creationDelaySeconds: 1, batchingSeconds: 0.2 } },
  );
}, 60_000);
afterAll(() => stage.stop(), 60_000);

const cards = () => cardsOf(stage.simulator, stage.channel.id);

async function raised(title: string) {
  const { microsoft } = stage.simulator;
  const id = String(microsoft.defender.raiseIncident({ title, severity: 'medium' })['id']);
  await eventually(async () => expect(microsoft.nativeSync.twinOf(id)).not.toBeNull());
  const name = microsoft.nativeSync.twinOf(id)!;
  await eventually(async () => {
    await stage.syncNow();
    const card = cards().find((one) => dataOf(one)['defenderId'] === id);
    expect(textAt(dataOf(card!), 'sentinelName')).toBe(name);
  });
  return { id, name, card: () => cards().find((one) => dataOf(one)['defenderId'] === id)! };
}

test("Microsoft's twin is linked and none is made, and a close from chat reaches both with one comment each", async () => {
  const { microsoft } = stage.simulator;
  const incident = await raised('Beside the native sync');
  await stage.fill(incident.card(), 'close', {
    classification: 'truePositive',
    determination: 'phishing',
    comment: 'Mailbox cleaned.',
  });
  await eventually(async () => {
    expect(microsoft.defender.get(incident.id)).toMatchObject({ status: 'resolved', determination: 'phishing' });
    expect((await stage.sentinelProperties(incident.name))['status']).toBe('Closed');
    expect(microsoft.defender.get(incident.id).comments).toHaveLength(1);
    expect(await stage.read.sentinelComments(incident.name)).toHaveLength(1);
  });
  await stage.syncNow();
  await stage.syncNow();
  expect(microsoft.defender.get(incident.id)).toMatchObject({ status: 'resolved', determination: 'phishing' });
  expect(microsoft.defender.get(incident.id).comments).toHaveLength(1);
  expect(await stage.read.sentinelComments(incident.name)).toHaveLength(1);
}, 60_000);

test('a portal edit that Microsoft does not carry is repaired after the deadline', async () => {
  const { microsoft } = stage.simulator;
  const incident = await raised('Lost by the native sync');
  microsoft.nativeSync.apply({ state: 'paused' });
  microsoft.defender.edit(incident.id, { severity: 'high' }, stage.admin.userPrincipalName!);
  await stage.syncNow();
  expect((await stage.sentinelProperties(incident.name))['severity']).toBe('Medium');
  await eventually(async () => {
    await stage.syncNow();
    expect((await stage.sentinelProperties(incident.name))['severity']).toBe('High');
  });
}, 60_000);
