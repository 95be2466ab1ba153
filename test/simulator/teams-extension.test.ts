import { card, setStage } from './teams-stage.ts';
import type { Stage } from './teams-stage.ts';

/** What the scripted bot answers next, and what it was asked. */
let answer: unknown;
let heard: any[] = [];
let stage: Stage;

const manifest = {
  composeExtensions: [
    {
      commands: [
        { id: 'find', type: 'query', parameters: [{ name: 'q' }] },
        { id: 'add', type: 'action', context: ['message'], fetchTask: true },
        { id: 'new', type: 'action', context: ['compose'], fetchTask: true },
      ],
      messageHandlers: [{ type: 'link', value: { domains: ['portal.example'] } }],
    },
  ],
};

beforeAll(async () => {
  const onInvoke = async (context: { activity: unknown }) => {
    heard.push(context.activity);
    return answer;
  };
  stage = await setStage({ onInvoke }, manifest);
});
afterAll(() => stage.strike());
beforeEach(() => {
  heard = [];
});

const result = (content: object, preview: object = { title: 'One' }) => ({
  contentType: 'application/vnd.microsoft.card.adaptive',
  content,
  preview: { contentType: 'application/vnd.microsoft.card.thumbnail', content: preview },
});
const found = (...attachments: object[]) => ({
  composeExtension: { type: 'result', attachmentLayout: 'list', attachments },
});

describe('a search', () => {
  const search = (text?: string) => stage.teams.extension.search(stage.ana, stage.soc, text);

  test('asks the bot with the manifest’s own names, and gives what it found', async () => {
    answer = found(result(card()));
    expect((await search('phish')).outcome).toEqual({
      kind: 'results',
      results: [{ title: 'One', text: '', card: card() }],
    });
    expect(heard[0]).toMatchObject({
      name: 'composeExtension/query',
      value: { commandId: 'find', parameters: [{ name: 'q', value: 'phish' }], queryOptions: { skip: 0, count: 25 } },
    });
  });

  test.each([
    ['no preview', found({ ...result(card()), preview: undefined })],
    ['a preview without a title', found(result(card(), { text: 'x' }))],
    ['a card it cannot draw', found(result({ ...card(), version: '1.6' }))],
    ['more than it asked for', found(...Array.from({ length: 26 }, () => result(card())))],
    ['no layout', { composeExtension: { type: 'result', attachments: [] } }],
    ['something else', { task: {} }],
  ])('shows an error for %s', async (_, body) => {
    answer = body;
    expect((await search('x')).outcome.kind).toBe('error');
  });

  test('shows nothing before something is typed, unless the manifest says so', async () => {
    await expect(search()).rejects.toThrow('before something is typed');
  });
});

test('a link is asked about only where the manifest names its site, and its card may not be newer than 1.3', async () => {
  const paste = (url: string) => stage.teams.extension.pasteLink(stage.ana, stage.soc, url);
  expect(await paste('https://elsewhere.example/1')).toBeNull();
  expect(heard).toEqual([]);
  answer = found(result({ ...card(), version: '1.3' }));
  expect((await paste('https://portal.example/1'))?.outcome.kind).toBe('results');
  answer = found(result({ ...card(), version: '1.5' }));
  expect((await paste('https://portal.example/1'))?.outcome.kind).toBe('error');
});

describe('an action on a message', () => {
  test('hands the bot the message, again when the form is sent', async () => {
    const { teams, ana, raj, soc } = stage;
    const { message } = await teams.say(ana, soc, 'look & see', { mentionBot: false });
    const form = card({
      body: [{ type: 'Input.Text', id: 'why' }],
      actions: [{ type: 'Action.Submit', title: 'Add' }],
    });
    const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', content: form };
    answer = { task: { type: 'continue', value: { title: 'Add', card: attachment } } };
    const opened = await teams.extension.openAction(raj, message);
    if (opened.outcome.kind !== 'form') throw new Error(JSON.stringify(opened));
    answer = { task: { type: 'message', value: 'Added.' } };
    const sent = await teams.submitForm(raj, opened.outcome.dialog, undefined, { why: 'evidence' });
    expect(sent.outcome).toEqual({ kind: 'message', text: 'Added.' });
    const payload = {
      id: message.id,
      from: { user: { displayName: 'Ana Diaz' } },
      body: { contentType: 'html', content: '<div><div>look &amp; see</div></div>' },
    };
    expect(heard.map(({ name, value }) => ({ name, value }))).toMatchObject([
      {
        name: 'composeExtension/fetchTask',
        value: { commandId: 'add', commandContext: 'message', messagePayload: payload },
      },
      { name: 'composeExtension/submitAction', value: { data: { why: 'evidence' }, messagePayload: payload } },
    ]);
  });

  test('is there only when the manifest puts it on messages', async () => {
    const { message } = await stage.teams.say(stage.ana, stage.soc, 'x', { mentionBot: false });
    await expect(stage.teams.extension.openAction(stage.raj, message, 'new')).rejects.toThrow('no action "new"');
  });
});
