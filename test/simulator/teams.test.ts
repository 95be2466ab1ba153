import { tokenFlaws } from '../../src/simulator/teams/token-signer.ts';
import { card, cardMessage, setStage } from './teams-stage.ts';
import type { Stage } from './teams-stage.ts';

/** What the scripted bot answers next to an invoke. */
let answer: (value: any) => unknown = () => undefined;
let heard: any[] = [];
let stage: Stage;

beforeAll(async () => {
  stage = await setStage({
    onMessage: async (context) => {
      heard.push(context.activity);
      if (context.activity.value === undefined) await context.sendActivity('heard');
    },
    onInvoke: async (context) => {
      heard.push(context.activity);
      return answer(context.activity.value);
    },
  });
  await stage.teams.install(stage.team, stage.ana);
});
afterAll(() => stage.strike());
beforeEach(() => {
  heard = [];
  stage.teams.limits.clear();
});

const postCard = async (content: unknown) => {
  const body = { isGroup: true, channelData: { channel: { id: stage.soc.id } }, activity: cardMessage(content) };
  const { body: made } = await stage.call('POST', 'conversations', body);
  return { id: String(made.activityId), thread: String(made.id) };
};
const execute = { type: 'Action.Execute', title: 'Take', verb: 'take', data: { verb: 'take', incident: 7 } };
const form = { type: 'Action.Submit', title: 'Close', data: { msteams: { type: 'task/fetch' }, verb: 'close' } };
const asCard = (content: unknown) => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.card.adaptive',
  value: content,
});

describe('a person who writes', () => {
  test('is heard by a bot on the SDK, whose answer stands in the same thread', async () => {
    const { teams, ana, soc } = stage;
    const said = await teams.say(ana, soc, 'help @Raj Patel', { mentions: [stage.raj] });
    expect(said).toMatchObject({ isDelivered: true, status: 200 });
    expect(heard[0].text).toBe('<at>Dragoman</at>\u00a0help <at>Raj Patel</at>\n');
    expect(heard[0].conversation.id).toBe(`${soc.id};messageid=${said.message.id}`);
    const thread = teams.messages(soc).find((one) => one.id === said.message.id);
    expect(thread?.replies.map((reply) => reply.text)).toEqual(['heard']);
  });

  test('is not heard in a channel without a mention', async () => {
    const said = await stage.teams.say(stage.ana, stage.soc, 'lunch?', { mentionBot: false });
    expect(said.isDelivered).toBe(false);
    expect(heard).toEqual([]);
  });

  test('needs no mention in a chat with the bot', async () => {
    const chat = stage.teams.personalChat(stage.raj);
    await stage.teams.install(chat, stage.raj);
    await stage.teams.say(stage.raj, chat, 'mine');
    expect(heard[0]).toMatchObject({ text: 'mine', conversation: { conversationType: 'personal', id: chat.id } });
    expect(stage.teams.messages(chat).map((one) => one.text)).toEqual(['mine', 'heard']);
  });
});

describe('a card', () => {
  test('that answers a tap is seen by nobody else', async () => {
    const { teams, ana, raj, soc } = stage;
    const { id } = await postCard(card({ actions: [execute] }));
    const mine = card({ body: [{ type: 'TextBlock', text: 'Taken by you' }] });
    answer = () => asCard(mine);
    const tap = await teams.execute(ana, { id }, 'take');
    expect(tap.outcome).toEqual({ kind: 'card', card: mine });
    expect(heard[0]).toMatchObject({
      name: 'adaptiveCard/action',
      replyToId: id,
      value: { trigger: 'manual', action: { verb: 'take', data: { incident: 7 } } },
    });
    const seenBy = (person: typeof ana) => teams.messages(soc, person).find((one) => one.id === id)?.card;
    expect(seenBy(ana)).toEqual(mine);
    expect(seenBy(raj)).toEqual(card({ actions: [execute] }));
  });

  test('that is edited is the same for everybody again, and marked', async () => {
    const { teams, ana, soc } = stage;
    const { id, thread } = await postCard(card({ actions: [execute] }));
    answer = () => asCard(card());
    await teams.execute(ana, { id }, 'take');
    const next = card({ body: [{ type: 'TextBlock', text: 'Closed' }] });
    const path = `conversations/${encodeURIComponent(thread)}/activities/${id}`;
    expect((await stage.call('PUT', path, cardMessage(next))).status).toBe(200);
    const view = teams.messages(soc, ana).find((one) => one.id === id);
    expect(view).toMatchObject({ card: next, edited: 1 });
  });

  test('can be pressed as it was before an edit, which is on its way to every screen for a while', async () => {
    const { teams, ana, raj } = stage;
    const { id, thread } = await postCard(card({ actions: [execute] }));
    const mine = { ...execute, data: { ...execute.data, incident: 8 } };
    answer = () => asCard(card({ actions: [mine] }));
    await teams.execute(ana, { id }, 'take');
    const path = `conversations/${encodeURIComponent(thread)}/activities/${id}`;
    expect((await stage.call('PUT', path, cardMessage(card()))).status).toBe(200);
    await teams.execute(ana, { id }, execute);
    await teams.execute(ana, { id }, mine);
    expect(heard.map(({ value }) => value.action.data.incident)).toEqual([7, 7, 8]);
    // What only Ana saw nobody else can press, nor what never was.
    await expect(teams.execute(raj, { id }, mine)).rejects.toThrow('shows no execute button "take"');
    await expect(teams.execute(ana, { id }, { ...execute, title: 'Other' })).rejects.toThrow('shows no execute button');
  });

  test('has only the buttons it shows', async () => {
    const { id } = await postCard(card({ actions: [execute] }));
    await expect(stage.teams.execute(stage.ana, { id }, 'reopen')).rejects.toThrow('it shows: take');
  });

  test('refreshes by itself for those it names', async () => {
    const { id } = await postCard(card({ refresh: { action: execute, userIds: [stage.ana.mri] } }));
    answer = () => asCard(card());
    expect(await stage.teams.refresh(stage.ana, { id })).toMatchObject({ status: 200, outcome: { kind: 'card' } });
    expect(heard[0].value.trigger).toBe('automatic');
  });

  test('whose answer is a message shows that message, and whose answer is no answer shows an error', async () => {
    const { id } = await postCard(card({ actions: [execute] }));
    answer = () => ({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Already yours' });
    expect((await stage.teams.execute(stage.ana, { id }, 'take')).outcome).toEqual({
      kind: 'message',
      text: 'Already yours',
    });
    answer = () => asCard({ ...card(), version: '1.6' });
    expect((await stage.teams.execute(stage.ana, { id }, 'take')).outcome).toMatchObject({ kind: 'error' });
    answer = () => undefined;
    expect((await stage.teams.execute(stage.ana, { id }, 'take')).outcome).toMatchObject({ kind: 'error' });
  });

  test('that a person inserted elsewhere is pressed there', async () => {
    const elsewhere = stage.teams.addGroupChat('Lunch', [stage.ana, stage.raj]);
    const message = stage.teams.insertCard(stage.raj, elsewhere, card({ actions: [execute] }));
    answer = () => asCard(card());
    await stage.teams.execute(stage.ana, message, 'take');
    expect(heard[0].conversation).toMatchObject({ id: elsewhere.id, conversationType: 'groupChat' });
  });

  test('can be pressed where Action.Execute is not understood: the fallback comes as a message with a value', async () => {
    const fallback = { type: 'Action.Submit', title: 'Take', data: { verb: 'take' } };
    const { id } = await postCard(card({ actions: [{ ...execute, fallback }] }));
    expect((await stage.teams.submit(stage.ana, { id }, 'take')).status).toBe(200);
    expect(heard[0]).toMatchObject({ type: 'message', value: { verb: 'take' }, replyToId: id });
    expect(heard[0].text).toBeUndefined();
  });
});

describe('a form', () => {
  const closeForm = card({
    body: [
      { type: 'Input.Text', id: 'comment' },
      {
        type: 'Input.ChoiceSet',
        id: 'classification',
        isRequired: true,
        errorMessage: 'Choose one',
        choices: [{ title: 'True positive', value: 'truePositive' }],
      },
    ],
    actions: [{ type: 'Action.Submit', title: 'Close', data: { verb: 'close' } }],
  });
  const showForm = (content: unknown, title = 'Close') => ({
    task: {
      type: 'continue',
      value: { title, card: { contentType: 'application/vnd.microsoft.card.adaptive', content } },
    },
  });
  const open = async () => {
    const { id } = await postCard(card({ actions: [form] }));
    answer = () => showForm(closeForm);
    const { outcome } = await stage.teams.openForm(stage.ana, { id }, 'close');
    if (outcome.kind !== 'form') throw new Error('no form');
    return outcome.dialog;
  };

  test('is filled, goes to a second step, and ends with a word', async () => {
    const dialog = await open();
    answer = () =>
      showForm(card({ actions: [{ type: 'Action.Submit', title: 'Yes', data: { sure: true } }] }), 'Sure?');
    await stage.teams.submitForm(stage.ana, dialog, undefined, { classification: 'truePositive' });
    expect(heard.at(-1)).toMatchObject({
      name: 'task/submit',
      value: { data: { verb: 'close', classification: 'truePositive', comment: '' } },
    });
    expect(dialog).toMatchObject({ title: 'Sure?', isOpen: true });
    answer = () => ({ task: { type: 'message', value: 'Closed' } });
    const { outcome } = await stage.teams.submitForm(stage.ana, dialog);
    expect(outcome).toEqual({ kind: 'message', text: 'Closed' });
    expect(dialog.isOpen).toBe(false);
  });

  test('does not send what the client would stop', async () => {
    const dialog = await open();
    await expect(stage.teams.submitForm(stage.ana, dialog)).rejects.toThrow('Choose one');
    const wrong = { classification: 'benign' };
    await expect(stage.teams.submitForm(stage.ana, dialog, 'Close', wrong)).rejects.toThrow('Choose one');
  });

  test('with an Action.Execute in it cannot be shown', async () => {
    const { id } = await postCard(card({ actions: [form] }));
    answer = () => showForm(card({ actions: [execute] }));
    expect((await stage.teams.openForm(stage.ana, { id }, 'close')).outcome).toMatchObject({ kind: 'error' });
  });
});

describe('a bot on the SDK', () => {
  test.each(tokenFlaws.filter((flaw) => flaw !== 'no-service-url'))('refuses a token that is %s', async (flaw) => {
    const quiet = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const activity = { ...stage.teams.activityBase(stage.ana, stage.soc), type: 'message', text: 'hi' };
    const { status } = await stage.teams.post(activity, { flaw });
    quiet.mockRestore();
    expect([401, 500]).toContain(status);
    expect(heard).toEqual([]);
  });

  test('refuses an activity without a token', async () => {
    const quiet = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const activity = { ...stage.teams.activityBase(stage.ana, stage.soc), type: 'message', text: 'hi' };
    const { status } = await stage.teams.post(activity, { token: null });
    quiet.mockRestore();
    expect(status).toBe(401);
  });

  test('is told twice that it was installed, and with whom it speaks', () => {
    const events = stage.teams.deliveries.slice(0, 2).map(({ activity, status }) => ({ type: activity.type, status }));
    expect(events).toEqual([
      { type: 'conversationUpdate', status: 200 },
      { type: 'installationUpdate', status: 200 },
    ]);
  });
});

test('waiting for something that never happens ends with what it was', async () => {
  await expect(stage.teams.until(() => false, 5, 'a card in SOC')).rejects.toThrow('a card in SOC');
});
