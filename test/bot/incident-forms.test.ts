import { buttonNamed, formOf, setCardStage } from '../support/card-stage.ts';
import { walkCard } from '../../src/simulator/teams/card-walk.ts';
import { codeIn } from '../support/chat-world.ts';
import { aClosedView } from '../support/views.ts';

const stage = setCardStage();

describe('the other forms', () => {
  it('assigns to somebody who holds a role, or to nobody', async () => {
    const { teams, people } = stage.world;
    const { message } = await stage.shown();
    const dialog = formOf(await teams.openForm(people.raj, message, 'assign'));
    await teams.submitForm(people.raj, dialog, undefined, { assignee: people.jo.objectId! });
    expect(stage.lastAsk()).toMatchObject({
      kind: 'assign',
      to: { objectId: people.jo.objectId, upn: people.jo.userPrincipalName },
    });
    const again = formOf(await teams.openForm(people.raj, message, 'assign'));
    await teams.submitForm(people.raj, again, undefined, { assignee: 'nobody' });
    expect(stage.lastAsk()).toEqual({ kind: 'assign', to: null });
  });

  it('offers whoever holds a role, by a grant or an Entra group, once each and by name, as many as fit', async () => {
    const { teams, people, groupPeople, tenantId } = stage.world;
    const person = (n: number, name: string) => ({
      objectId: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      tenantId,
      upn: `p${n}@contoso.test`,
      name,
    });
    groupPeople.push(person(1, 'Zoe'), person(2, 'Ada'), { ...person(3, 'Jo'), objectId: people.jo.objectId! });
    const { message } = await stage.shown();
    const choices = async (verb: 'assign' | 'handoff') => {
      const { card } = formOf(await teams.openForm(people.raj, message, verb));
      const input = walkCard(card).find(({ node }) => node.id === 'assignee');
      return (input!.node.choices as { title: string }[]).map(({ title }) => title);
    };
    expect(await choices('assign')).toEqual(['Me (Raj Patel)', 'Ada', 'Jo', 'Zoe', 'Nobody']);
    expect(await choices('handoff')).toEqual(['Ada', 'Jo', 'Zoe']);

    const dialog = formOf(await teams.openForm(people.raj, message, 'assign'));
    await teams.submitForm(people.raj, dialog, undefined, { assignee: person(1, 'Zoe').objectId });
    expect(stage.lastAsk()).toEqual({ kind: 'assign', to: person(1, 'Zoe') });

    for (let n = 10; n < 100; n += 1) groupPeople.push(person(n, `Member ${n}`));
    expect(await choices('assign')).toHaveLength(52);
    groupPeople.splice(0);
  });

  it('does not assign to a guest or a stranger whose id a client sends', async () => {
    const { teams, people } = stage.world;
    for (const assignee of [stage.world.people.guest.objectId!, '11111111-2222-4333-8444-555555555555', 'x']) {
      const { message } = await stage.shown();
      const { data } = buttonNamed(formOf(await teams.openForm(people.raj, message, 'assign')).card, 'assign');
      const base = teams.activityBase(people.raj, stage.world.channel, message.rootId);
      const answer = await teams.post({
        ...base,
        type: 'invoke',
        name: 'task/submit',
        value: { data: { ...data, assignee } },
      });
      expect(codeIn(answer.body)).toBe('invalid_assignee');
    }
  });

  it('takes the tags that come back as the whole list', async () => {
    const { teams, people } = stage.world;
    const { message } = await stage.shown({ tags: ['vip', 'old'] });
    const dialog = formOf(await teams.openForm(people.raj, message, 'tag'));
    await teams.submitForm(people.raj, dialog, undefined, { tags: 'vip, new' });
    expect(stage.lastAsk()).toEqual({ kind: 'tags', tags: ['vip', 'new'], shown: ['vip', 'old'] });
  });

  it('adds a comment, but no empty one', async () => {
    const { teams, people } = stage.world;
    const { message } = await stage.shown();
    const dialog = formOf(await teams.openForm(people.raj, message, 'comment'));
    await teams.submitForm(people.raj, dialog, undefined, { comment: ' Looking into it ' });
    expect(stage.lastAsk()).toEqual({ kind: 'comment', text: 'Looking into it' });
  });

  it('lets a lead change the severity, and nobody to a value only one side knows', async () => {
    const { teams, people } = stage.world;
    const { message } = await stage.shown();
    expect(codeIn((await teams.openForm(people.raj, message, 'severity')).body)).toBe('role_required');
    const dialog = formOf(await teams.openForm(people.jo, message, 'severity'));
    await teams.submitForm(people.jo, dialog, undefined, { severity: 'low' });
    expect(stage.lastAsk()).toEqual({ kind: 'severity', severity: 'low' });
  });

  it('reopens without any input', async () => {
    const { teams, people } = stage.world;
    const { message } = await stage.shown({ state: aClosedView().state });
    const dialog = formOf(await teams.openForm(people.raj, message, 'reopen'));
    await teams.submitForm(people.raj, dialog);
    expect(stage.lastAsk()).toEqual({ kind: 'reopen' });
  });
});
