import { federatedPerson, otherBot } from '../../src/simulator/teams/person.ts';
import { buttonNamed, setCardStage } from '../support/card-stage.ts';
import { codeIn } from '../support/chat-world.ts';

const stage = setCardStage();

describe('who may press', () => {
  it.each([
    ['a viewer', 'mira', 'role_required'],
    ['a guest', 'guest', 'guest'],
  ] as const)('refuses %s and audits it', async (_who, name, code) => {
    const { teams, people } = stage.world;
    const { number, message } = await stage.shown();
    const tap = await teams.execute(people[name], message, 'assignToMe');
    expect(tap.status).toBe(200);
    expect(tap.body).toMatchObject({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      data: { code },
    });
    expect(stage.auditedLast()).toMatchObject({
      actorObjectId: people[name].objectId,
      action: 'assign',
      incident: number,
      outcome: `refused:${code}`,
    });
  });

  it('refuses people of other organisations, other bots and people without an account', async () => {
    const { teams, team } = stage.world;
    const { message } = await stage.shown();
    const stranger = teams.addPerson(federatedPerson('Eve Stone', 'eve@other.example'));
    const bot = teams.addPerson(otherBot('Other bot', teams.state.tenantId));
    const nobody = teams.addPerson({ ...stranger, mri: '29:nobody', objectId: undefined, role: 'anonymous' });
    team.members.push(stranger, bot, nobody);
    expect(codeIn((await teams.execute(stranger, message, 'assignToMe')).body)).toBe('other_tenant');
    expect(codeIn((await teams.execute(bot, message, 'assignToMe')).body)).toBe('bot_sender');
    expect(codeIn((await teams.execute(nobody, message, 'assignToMe')).body)).toBe('no_identity');
    expect(stage.auditedLast()).toMatchObject({
      actorObjectId: null,
      actorName: 'Eve Stone',
      outcome: 'refused:no_identity',
    });
    team.members.splice(-3);
  });

  it('refuses another tenant before anything else, with a row in the audit', async () => {
    const { teams, people, channel } = stage.world;
    const { message } = await stage.shown();
    const base = teams.activityBase(people.raj, channel, message.rootId);
    const elsewhere = { tenant: { id: '11111111-2222-4333-8444-555555555555' } };
    const answer = await teams.post({
      ...base,
      channelData: elsewhere,
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: buttonNamed(message.card!, 'assignToMe') },
    });
    expect(codeIn(answer.body)).toBe('tenant_not_allowed');
    expect(stage.auditedLast()?.outcome).toBe('refused:tenant_not_allowed');
  });

  it('refuses to change anything while Teams cannot say who somebody is', async () => {
    const { teams, people, team } = stage.world;
    const { message } = await stage.shown();
    const lee = teams.person('Lee');
    team.members.push(lee);
    await stage.world.grant(lee, 'responder');
    teams.faults.fail({ kind: 'status', status: 503, times: 4, match: (_method, path) => path.includes('/members/') });
    const tap = await teams.execute(lee, message, 'assignToMe');
    expect(codeIn(tap.body)).toBe('identity_unverified');
    expect(codeIn((await teams.execute(people.raj, message, 'assignToMe')).body)).toBeNull();
  });

  it('asks for a lead to close an incident of high severity', async () => {
    const { teams, people } = stage.world;
    const { message } = await stage.shown({ severity: 'high' });
    expect(codeIn((await teams.openForm(people.raj, message, 'close')).body)).toBe('role_required');
    expect((await teams.openForm(people.jo, message, 'close')).outcome.kind).toBe('form');
  });
});
