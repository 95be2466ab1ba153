import { buttonNamed, formOf, setCardStage } from '../support/card-stage.ts';
import { codeIn } from '../support/chat-world.ts';

const stage = setCardStage();
const handedTo = (name: string, note: string) => ({ kind: 'handoff', to: expect.objectContaining({ name }), note });

describe('handing an incident off', () => {
  it('gives it to somebody who may act on it, with a note, in one action', async () => {
    const { teams, people, desk } = stage.world;
    const { message } = await stage.shown();
    const dialog = formOf(await teams.openForm(people.raj, message, 'handoff'));
    expect(JSON.stringify(dialog.card)).toContain(people.jo.objectId);
    expect(JSON.stringify(dialog.card)).not.toContain(people.raj.objectId);
    const before = desk.acted.length;
    const inputs = { assignee: people.jo.objectId!, note: ' Call the owner at 17:00. ' };
    const done = await teams.submitForm(people.raj, dialog, undefined, inputs);
    expect(done.outcome).toMatchObject({ kind: 'message', text: expect.stringMatching(/^Handed off to Jo /) });
    expect(desk.acted.slice(before).map(({ ask }) => ask)).toEqual([
      handedTo(people.jo.name, 'Call the owner at 17:00.'),
    ]);
  });

  it('asks again, with what was written, when nobody or a stranger is to have it', async () => {
    const { teams, people, channel } = stage.world;
    const { message } = await stage.shown();
    const { data } = buttonNamed(formOf(await teams.openForm(people.raj, message, 'handoff')).card, 'handoff');
    const submit = (inputs: object) =>
      teams.post({
        ...teams.activityBase(people.raj, channel, message.rootId),
        type: 'invoke',
        name: 'task/submit',
        value: { data: { ...data, ...inputs } },
      });
    const guest = await submit({ assignee: people.guest.objectId, note: 'mine no more' });
    expect(codeIn(guest.body)).toBe('invalid_assignee');
    expect(JSON.stringify(guest.body)).toContain('mine no more');
    expect(codeIn((await submit({ assignee: people.jo.objectId, note: ' ' })).body)).toBe('invalid_comment');
  });

  it('is a command too', async () => {
    const { teams, people, channel, answerTo } = stage.world;
    const { number } = await stage.shown();
    const say = async (text: string) =>
      (await answerTo(await teams.say(people.raj, channel, text, { mentions: [people.jo] }))).card;
    const done = await say(`handoff #${number} @${people.jo.name} "Waiting for the owner"`);
    expect(JSON.stringify(done)).toContain('Handed off to Jo');
    expect(stage.lastAsk()).toEqual(handedTo(people.jo.name, 'Waiting for the owner'));
    expect(codeIn(await say(`handoff #${number} @${people.jo.name}`))).toBe('invalid_usage');
  });

  it('needs a responder', async () => {
    const { teams, people } = stage.world;
    const { message } = await stage.shown();
    expect(codeIn((await teams.openForm(people.mira, message, 'handoff')).body)).toBe('role_required');
    expect(stage.auditedLast()).toMatchObject({ action: 'handoff', outcome: 'refused:role_required' });
  });
});
