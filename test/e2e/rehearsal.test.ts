import { verbsOf } from '../../src/simulator/teams/card-actions.ts';
import { says, startAdminStage } from './admin-stage.ts';
import type { AdminStage } from './admin-stage.ts';
import { eventually } from './stage.ts';

/** A rehearsal is reported and ended from chat: the real process, and both systems read back over HTTP. */

let stage: AdminStage;

describe('a new connection', () => {
  beforeAll(async () => void (stage = await startAdminStage({ SYNC_MODE: 'bridge', SYNC_START: 'rehearse' })), 60_000);
  afterAll(() => stage.stop(), 60_000);

  test('reports what it would do, in a channel that never said anything, and does it when an admin presses go', async () => {
    const { microsoft } = stage.simulator;
    for (const title of ['Before the first day', 'Another one'])
      microsoft.defender.raiseIncident({ title, severity: 'medium' });
    await stage.syncNow();
    const report = await stage.cardIn(stage.adminChannel, says('Sentinel incidents to make'));
    await stage.syncNow();
    await stage.cardIn(stage.adminChannel, (message) => message.id === report.id && says('"2"')(message));
    expect(await stage.read.sentinelIncidents()).toEqual([]);
    expect((await stage.teams.execute(stage.admin, report, 'syncGo')).outcome.kind).toBe('card');
    await eventually(async () => expect(await stage.read.sentinelIncidents()).toHaveLength(2));
    const over = await stage.cardIn(
      stage.adminChannel,
      (message) => message.id === report.id && says('Rehearsed')(message),
    );
    expect(verbsOf(over.card!)).toEqual([]);
    const incident = await stage.raise('After the first day');
    expect(JSON.stringify(incident.card().card)).toContain('After the first day');
  }, 60_000);
});
