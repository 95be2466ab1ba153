import type { Channel } from '../../src/simulator/teams/conversation.ts';
import type { MessageView } from '../../src/simulator/teams/message.ts';
import { verbsOf } from '../../src/simulator/teams/card-actions.ts';
import { eventually, startStage } from './stage.ts';
import type { Stage } from './stage.ts';

/** Held back, asked and released from chat: the real process, and both systems read back over HTTP. */

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
const order = (text: string) => stage.teams.say(stage.admin, stage.channel, text);
const severities = async ({ id, name }: { id: string; name: string }) => {
  const [defender, sentinel] = [await stage.read.defenderIncident(id), await stage.sentinelProperties(name)];
  return [String(defender['severity']), String(sentinel['severity']).toLowerCase()];
};
const inDefender = (id: string, severity: string) =>
  stage.simulator.microsoft.defender.edit(id, { severity }, 'raj@contoso.com');

describe('a running connection', () => {
  beforeAll(
    () => begin({ SYNC_MODE: 'bridge', SYNC_START: 'go', MASS_CHANGE_LIMIT: '3', CONFLICT_POLICY: 'severity=ask' }),
    60_000,
  );
  afterAll(() => stage.stop(), 60_000);

  test('that is paused leaves a portal edit alone and writes a click; resumed, it carries the edit', async () => {
    const incident = await stage.raise('Held for a while', 'medium');
    await order('sync pause');
    inDefender(incident.id, 'low');
    await stage.syncNow();
    await eventually(async () => expect(JSON.stringify(incident.card().card)).toContain('held: Paused by Ana Diaz'));
    expect(await severities(incident)).toEqual(['low', 'medium']);
    await stage.fill(incident.card(), 'comment', { comment: 'Written all the same.' });
    await eventually(async () => expect(await stage.read.sentinelComments(incident.name)).toHaveLength(1));
    expect(await severities(incident)).toEqual(['low', 'medium']);
    await order('sync resume');
    await eventually(async () => expect(await severities(incident)).toEqual(['low', 'low']));
    await eventually(async () => expect(JSON.stringify(incident.card().card)).not.toContain('held'));
  }, 60_000);

  test('that would change much at once stops, tells admins, and goes on when one says go', async () => {
    const incidents = [];
    for (const number of [1, 2, 3, 4]) incidents.push(await stage.raise(`One of many ${number}`, 'medium'));
    for (const { id } of incidents) inDefender(id, 'high');
    await stage.syncNow();
    const health = await cardIn(adminChannel, says('4 changes at once'));
    for (const incident of incidents) expect(await severities(incident)).toEqual(['high', 'medium']);
    await order('sync go');
    for (const incident of incidents)
      await eventually(async () => expect(await severities(incident)).toEqual(['high', 'high']));
    const over = await cardIn(adminChannel, ({ id, edited }) => id === health.id && edited > 0);
    expect(JSON.stringify(over.card)).toContain('Ana Diaz said');
    expect(verbsOf(over.card!)).toEqual([]);
  }, 60_000);

  test('asks whose change stands where the policy says so, and writes the one that is kept', async () => {
    const incident = await stage.raise('Seen differently', 'medium');
    inDefender(incident.id, 'low');
    stage.simulator.microsoft.sentinel.edit(incident.name, { severity: 'High' }, stage.admin.userPrincipalName!);
    await stage.syncNow();
    const question = await cardIn(stage.channel, says('⚠ Conflict'));
    expect(question.rootId).toBe(incident.card().id);
    expect(await severities(incident)).toEqual(['low', 'high']);
    const tap = await stage.teams.execute(stage.admin, question, 'keepSentinel');
    expect(tap.outcome.kind).toBe('card');
    await eventually(async () => expect(await severities(incident)).toEqual(['high', 'high']));
    const decided = await cardIn(stage.channel, ({ id, edited }) => id === question.id && edited > 0);
    expect(JSON.stringify(decided.card)).toContain('chosen by Ana Diaz');
    await stage.syncNow();
    expect(await severities(incident)).toEqual(['high', 'high']);
  }, 60_000);
});
