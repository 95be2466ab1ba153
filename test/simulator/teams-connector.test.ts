import { RESOURCES } from '../../src/simulator/entra/resources.ts';
import { federatedPerson } from '../../src/simulator/teams/person.ts';
import { card, cardMessage, setStage } from './teams-stage.ts';
import type { Stage } from './teams-stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
  await stage.teams.install(stage.team, stage.ana);
});
afterAll(() => stage.strike());
beforeEach(() => {
  stage.teams.limits.clear();
  stage.teams.limits.enabled = true;
  stage.teams.faults.clear();
});

const text = { type: 'message', text: 'hello' };
const thread = (activity: unknown, channelId = stage.soc.id) => ({
  isGroup: true,
  channelData: { channel: { id: channelId } },
  activity,
});
const startThread = async () => {
  const { body } = await stage.call('POST', 'conversations', thread(text));
  return { id: String(body.activityId), path: `conversations/${encodeURIComponent(String(body.id))}/activities` };
};

describe('who may call', () => {
  test('the bot with its own token for the connector, and nobody else', async () => {
    const refused = [
      null,
      'nonsense',
      await stage.token(stage.otherAppId),
      await stage.token(stage.otherAppId, RESOURCES.graph),
    ];
    for (const bearer of refused) {
      expect((await stage.call('POST', 'conversations', thread(text), bearer)).status).toBe(401);
    }
  });
});

describe('posting', () => {
  test('to a channel begins a thread, whose id holds the id of the message', async () => {
    const { status, body } = await stage.call('POST', 'conversations', thread(text));
    expect(status).toBe(201);
    expect(body.id).toBe(`${stage.soc.id};messageid=${body.activityId}`);
    expect(body.activityId).toMatch(/^\d{13}$/);
  });

  test('in a thread answers there, also as an answer to a message or to an invoke', async () => {
    const { id, path } = await startThread();
    for (const end of ['', `/${id}`, '/f:0b7e'])
      expect((await stage.call('POST', `${path}${end}`, text)).status).toBe(201);
    expect(stage.teams.messages(stage.soc).find((one) => one.id === id)?.replies).toHaveLength(3);
  });

  test.each([
    ['an unknown channel', () => thread(text, '19:none@thread.tacv2'), 404],
    ['an activity without a type', () => thread({ text: 'x' }), 400],
    ['a message without content', () => thread({ type: 'message' }), 400],
    ['a message over 100 KB in UTF-16', () => thread({ type: 'message', text: 'x'.repeat(52_000) }), 413],
    ['a card newer than 1.5', () => thread(cardMessage(card({ version: '1.6' }))), 400],
    ['a card as text', () => thread(cardMessage(JSON.stringify(card()))), 400],
    ['a button without a verb', () => thread(cardMessage(card({ actions: [{ type: 'Action.Execute' }] }))), 400],
    [
      'a form behind an Action.Execute',
      () =>
        thread(
          cardMessage(
            card({ actions: [{ type: 'Action.Execute', verb: 'a', data: { msteams: { type: 'task/fetch' } } }] }),
          ),
        ),
      400,
    ],
    [
      'two inputs of one id',
      () =>
        thread(
          cardMessage(
            card({
              body: [
                { type: 'Input.Text', id: 'a' },
                { type: 'Input.Date', id: 'a' },
              ],
            }),
          ),
        ),
      400,
    ],
    [
      'a mention that is not in the text',
      () =>
        thread({ ...text, entities: [{ type: 'mention', text: '<at>Ana</at>', mentioned: { id: stage.ana.mri } }] }),
      400,
    ],
  ])('refuses %s', async (_what, body, status) => {
    expect((await stage.call('POST', 'conversations', body())).status).toBe(status);
  });

  test('where the bot is not installed is refused', async () => {
    const elsewhere = stage.teams.addTeam('Sales', [], [stage.ana]);
    expect((await stage.call('POST', 'conversations', thread(text, elsewhere.id))).status).toBe(403);
    expect((await stage.call('GET', `teams/${elsewhere.id}`)).status).toBe(403);
  });
});

describe('editing', () => {
  test('changes the bot’s own message and deletes it once', async () => {
    const { id, path } = await startThread();
    expect((await stage.call('PUT', `${path}/${id}`, { type: 'message', text: 'new' })).status).toBe(200);
    expect((await stage.call('DELETE', `${path}/${id}`)).status).toBe(200);
    expect((await stage.call('PUT', `${path}/${id}`, text)).status).toBe(404);
    expect((await stage.call('PUT', `${path}/12`, text)).status).toBe(404);
  });

  test('leaves what people wrote alone', async () => {
    const { message } = await stage.teams.say(stage.ana, stage.soc, 'mine', { mentionBot: false });
    const path = `conversations/${encodeURIComponent(stage.soc.id)}/activities/${message.id}`;
    expect((await stage.call('PUT', path, text)).status).toBe(403);
  });
});

describe('a chat with one person', () => {
  const chat = (id: string) => ({
    bot: { id: '28:the-bot' },
    members: [{ id }],
    tenantId: stage.tenantId,
    isGroup: false,
  });

  test('opens for members of a team that has the app, by their 29: id alone, and stays the same', async () => {
    const first = await stage.call('POST', 'conversations', chat(stage.raj.mri));
    const again = await stage.call('POST', 'conversations', chat(stage.raj.mri));
    expect(first.status).toBe(201);
    expect(again.body.id).toBe(first.body.id);
    expect((await stage.call('POST', 'conversations', chat(stage.raj.objectId ?? ''))).status).toBe(400);
    const { bot: _, ...withoutBot } = chat(stage.raj.mri);
    expect((await stage.call('POST', 'conversations', withoutBot)).status).toBe(400);
    expect((await stage.call('POST', `conversations/${String(first.body.id)}/activities`, text)).status).toBe(201);
  });

  test('does not open for people without the app, and takes nothing when blocked', async () => {
    const stranger = stage.teams.addPerson(federatedPerson('Fay Fabrikam', 'fay@fabrikam.example'));
    expect((await stage.call('POST', 'conversations', chat(stranger.mri))).status).toBe(403);
    stage.teams.bar(stage.gil);
    expect((await stage.call('POST', 'conversations', chat(stage.gil.mri))).status).toBe(403);
    const ours = stage.teams.personalChat(stage.ana);
    await stage.teams.install(ours, stage.ana);
    ours.blocked = true;
    const { status, body } = await stage.call('POST', `conversations/${ours.id}/activities`, text);
    expect([status, body.error.code]).toEqual([403, 'MessageWritesBlocked']);
  });
});

describe('reading', () => {
  test('finds a member by either id, with role and tenant', async () => {
    const path = `conversations/${encodeURIComponent(stage.soc.id)}/members`;
    const byObjectId = await stage.call('GET', `${path}/${stage.gil.objectId}`);
    const byMri = await stage.call('GET', `${path}/${stage.gil.mri}`);
    expect(byObjectId.body).toEqual(byMri.body);
    expect(byMri.body).toMatchObject({
      userRole: 'guest',
      tenantId: stage.tenantId,
      userPrincipalName: 'gil@contoso.example',
    });
    expect((await stage.call('GET', `${path}/nobody`)).status).toBe(404);
  });

  test('pages members and lists channels', async () => {
    const members = await stage.call(
      'GET',
      `conversations/${encodeURIComponent(stage.team.id)}/pagedmembers?pageSize=50`,
    );
    expect(members.body.members).toHaveLength(3);
    expect(members.body.continuationToken).toBeUndefined();
    const { body } = await stage.call('GET', `teams/${encodeURIComponent(stage.team.id)}/conversations`);
    expect(body.conversations).toEqual([
      { id: stage.team.id, type: 'standard' },
      { id: stage.soc.id, name: 'SOC', type: 'standard' },
    ]);
  });
});

describe('limits and faults', () => {
  test('the eighth message of a second in one channel is told to wait', async () => {
    for (let sent = 0; sent < 7; sent += 1)
      expect((await stage.call('POST', 'conversations', thread(text))).status).toBe(201);
    const { status, retryAfter } = await stage.call('POST', 'conversations', thread(text));
    expect(status).toBe(429);
    expect(Number(retryAfter)).toBeGreaterThanOrEqual(1);
  });

  test('a lost answer is a message that was posted all the same', async () => {
    const before = stage.teams.messages(stage.soc).length;
    stage.teams.faults.fail({ kind: 'dropResponse' });
    await expect(stage.call('POST', 'conversations', thread(text))).rejects.toThrow();
    expect(stage.teams.messages(stage.soc)).toHaveLength(before + 1);
  });

  test.each([412, 413, 429, 502, 504, 403, 404])('a fault %s leaves no message', async (status) => {
    const before = stage.teams.messages(stage.soc).length;
    stage.teams.faults.fail({ kind: 'status', status });
    expect((await stage.call('POST', 'conversations', thread(text))).status).toBe(status);
    expect(stage.teams.messages(stage.soc)).toHaveLength(before);
  });
});
