import type { Channel } from '../../src/simulator/teams/conversation.ts';
import type { MessageView } from '../../src/simulator/teams/message.ts';
import { verbsOf } from '../../src/simulator/teams/card-actions.ts';
import { eventually, startStage } from './stage.ts';
import type { Stage } from './stage.ts';

/** A rehearsal is reported and ended from chat: the real process, and both systems read back over HTTP. */

let stage: Stage;
let adminChannel: Channel;

const begin = async (settings: Record<string, string>) => {
  stage = await startStage(({ teams }) => {
    const team = teams.addTeam('Administration', ['Admins'], teams.state.people);
    adminChannel = teams.channel(team, 'Admins');
    return { ADMIN_CHANNEL: adminChannel.id, ...settings };
  });
  await stage.teams.install(adminChannel.team, stage.admin);
};

const says = (text: string) => (message: MessageView) => JSON.stringify(message.card ?? null).includes(text);
const cardIn = (where: Channel, wanted: (message: MessageView) => boolean) =>
  stage.teams.until(
    () =>
      stage.teams
        .messages(where)
        .flatMap((thread) => [thread, ...thread.replies])
        .find((message) => message.isBot && wanted(message)),
    20_000,
  );

describe('a new connection', () => {
  beforeAll(() => begin({ SYNC_MODE: 'bridge', SYNC_START: 'rehearse' }), 60_000);
  afterAll(() => stage.stop(), 60_000);

  test('reports what it would do, in a channel that never said anything, and does it when an admin presses go', async () => {
    const { microsoft } = stage.simulator;
    for (const title of ['Before the first day', 'Another one'])
      microsoft.defender.raiseIncident({ title, severity: 'medium' });
    await stage.syncNow();
    const report = await cardIn(adminChannel, says('Sentinel incidents to make'));
    await stage.syncNow();
    await cardIn(adminChannel, (message) => message.id === report.id && says('"2"')(message));
    expect(await stage.read.sentinelIncidents()).toEqual([]);
    expect((await stage.teams.execute(stage.admin, report, 'syncGo')).outcome.kind).toBe('card');
    await eventually(async () => expect(await stage.read.sentinelIncidents()).toHaveLength(2));
    const over = await cardIn(adminChannel, (message) => message.id === report.id && says('Rehearsed')(message));
    expect(verbsOf(over.card!)).toEqual([]);
    const incident = await stage.raise('After the first day');
    expect(JSON.stringify(incident.card().card)).toContain('After the first day');
  }, 60_000);
});
