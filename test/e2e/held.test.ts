import { verbsOf } from '../../src/simulator/teams/card-actions.ts';
import { says, startAdminStage } from './admin-stage.ts';
import type { AdminStage } from './admin-stage.ts';
import { eventually } from './stage.ts';

/** Held back, asked and released from chat: the real process, and both systems read back over HTTP. */

let stage: AdminStage;
const order = (text: string) => stage.teams.say(stage.admin, stage.channel, text);
const severities = async ({ id, name }: { id: string; name: string }) => {
  const [defender, sentinel] = [await stage.read.defenderIncident(id), await stage.sentinelProperties(name)];
  return [String(defender['severity']), String(sentinel['severity']).toLowerCase()];
};
const inDefender = (id: string, severity: string) =>
  stage.simulator.microsoft.defender.edit(id, { severity }, 'raj@contoso.com');

describe('a running connection', () => {
  beforeAll(
    async () =>
      void (stage = await startAdminStage({
        SYNC_MODE: 'bridge',
        SYNC_START: 'go',
        MASS_CHANGE_LIMIT: '3',
        CONFLICT_POLICY: 'severity=ask',
      })),
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
    const health = await stage.cardIn(stage.adminChannel, says('4 changes at once'));
    for (const incident of incidents) expect(await severities(incident)).toEqual(['high', 'medium']);
    await order('sync go');
    for (const incident of incidents)
      await eventually(async () => expect(await severities(incident)).toEqual(['high', 'high']));
    const over = await stage.cardIn(stage.adminChannel, ({ id, edited }) => id === health.id && edited > 0);
    expect(JSON.stringify(over.card)).toContain('Ana Diaz said');
    expect(verbsOf(over.card!)).toEqual([]);
  }, 60_000);

  test('asks whose change stands where the policy says so, and writes the one that is kept', async () => {
    const incident = await stage.raise('Seen differently', 'medium');
    inDefender(incident.id, 'low');
    stage.simulator.microsoft.sentinel.edit(incident.name, { severity: 'High' }, stage.admin.userPrincipalName!);
    await stage.syncNow();
    const question = await stage.cardIn(stage.channel, says('⚠ Conflict'));
    expect(question.rootId).toBe(incident.card().id);
    expect(await severities(incident)).toEqual(['low', 'high']);
    const tap = await stage.teams.execute(stage.admin, question, 'keepSentinel');
    expect(tap.outcome.kind).toBe('card');
    await eventually(async () => expect(await severities(incident)).toEqual(['high', 'high']));
    const decided = await stage.cardIn(stage.channel, ({ id, edited }) => id === question.id && edited > 0);
    expect(JSON.stringify(decided.card)).toContain('chosen by Ana Diaz');
    await stage.syncNow();
    expect(await severities(incident)).toEqual(['high', 'high']);
  }, 60_000);
});
