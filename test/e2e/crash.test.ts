import type { JsonObject } from '../../src/simulator/teams/json.ts';
import { cardsOf, eventually, startStage } from './stage.ts';
import type { Stage } from './stage.ts';

/** The real process is killed with SIGKILL while a close is under way, and started again on the same database. */
let stage: Stage;
beforeEach(async () => {
  // A comment without an answer is in doubt for twice this long.
  stage = await startStage({ REQUEST_TIMEOUT_SECONDS: '2' });
}, 60_000);
afterEach(() => stage.stop(), 60_000);

const closing = { classification: 'truePositive', determination: 'phishing', comment: 'Contained.' };

async function expectClosedOnce(incident: { id: string; name: string }): Promise<void> {
  await eventually(async () => {
    const original = await stage.read.defenderIncident(incident.id);
    const twin = await stage.sentinelProperties(incident.name);
    expect([original['status'], twin['status']]).toEqual(['resolved', 'Closed']);
    const comments = [original['comments'] as JsonObject[], await stage.read.sentinelComments(incident.name)];
    expect(comments.map((list) => list.filter((one) => JSON.stringify(one).includes('Contained.')).length)).toEqual([
      1, 1,
    ]);
  });
  // Nothing more comes after it has come to rest.
  await stage.syncNow();
  await stage.syncNow();
  const original = await stage.read.defenderIncident(incident.id);
  expect((original['comments'] as JsonObject[]).length).toBe(1);
  expect(await stage.read.sentinelComments(incident.name)).toHaveLength(1);
  expect(cardsOf(stage.simulator, stage.channel.id)).toHaveLength(1);
  await stage.teams.until(
    () => JSON.stringify(cardsOf(stage.simulator, stage.channel.id)[0]?.card).includes('Closed'),
    20_000,
  );
}

test('killed between the two writes of a close, it ends with both systems closed, one comment each, one card', async () => {
  const incident = await stage.raise('Killed between two writes');
  stage.simulator.microsoft.arm.faults.fail({ kind: 'hang', match: { method: 'PUT' }, times: 100 });
  const answer = stage.fill(incident.card(), 'close', closing).catch(() => undefined);
  await eventually(async () => expect((await stage.read.defenderIncident(incident.id))['status']).toBe('resolved'));
  await stage.bot.kill();
  await answer;
  stage.simulator.microsoft.arm.faults.clear();
  await stage.bot.start();
  await expectClosedOnce(incident);
}, 120_000);

test('killed when Defender took the comment but its answer was lost, the comment is there once', async () => {
  const incident = await stage.raise('Killed in doubt');
  stage.simulator.microsoft.graph.faults.fail({ kind: 'dropResponse', match: { method: 'POST' } });
  const answer = stage.fill(incident.card(), 'close', closing).catch(() => undefined);
  await eventually(async () => expect((await stage.read.defenderIncident(incident.id))['comments']).toHaveLength(1));
  await stage.bot.kill();
  await answer;
  await stage.bot.start();
  await expectClosedOnce(incident);
}, 120_000);
