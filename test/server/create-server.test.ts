import { tokenFlaws } from '../../src/simulator/teams/token-signer.ts';
import { startChatWorld } from '../support/chat-world.ts';
import type { ChatWorld } from '../support/chat-world.ts';

let world: ChatWorld;
beforeAll(async () => {
  world = await startChatWorld();
}, 30_000);
afterAll(() => world.stop());

const activity = (change: Record<string, unknown> = {}) => ({
  ...world.teams.activityBase(world.people.ana, world.channel),
  type: 'message',
  text: 'help',
  ...change,
});
const turnsRun = () =>
  world.chat.conversations.size + world.desk.rows.length + world.teams.messages(world.channel).length;

describe('POST /api/messages', () => {
  it('takes a signed activity', async () => {
    expect(await world.teams.post(activity())).toEqual({ status: 200, body: undefined });
  });

  // The SDK prints what it thinks of bad tokens.
  beforeEach(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));
  afterEach(() => jest.restoreAllMocks());

  it.each(tokenFlaws)('answers 401 to a token that is %s, and runs nothing', async (flaw) => {
    const before = turnsRun();
    const answer = await world.teams.post(activity(), { flaw });
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ error: { code: 'unauthorised' } });
    expect(turnsRun()).toBe(before);
  });

  it.each([null, '', 'nonsense', 'a.b.c', 'e30.e30.e30'])('answers 401 to the token %p', async (token) => {
    expect((await world.teams.post(activity(), { token })).status).toBe(401);
  });

  it.each([
    ['no service address', { serviceUrl: undefined }, 400],
    ['a service address elsewhere', { serviceUrl: 'https://evil.example/teams/' }, 403],
    ['a service address over http', { serviceUrl: 'http://localhost/teams/' }, 403],
    ['another channel', { channelId: 'emulator' }, 400],
    ['the channel with another way to check tokens', { channelId: 'AseChannel' }, 400],
    ['no channel', { channelId: undefined }, 400],
    ['no type', { type: undefined }, 400],
    ['no sender', { from: undefined }, 400],
    ['no conversation', { conversation: {} }, 400],
  ])('answers 4xx to an activity with %s', async (_what, change, status) => {
    expect((await world.teams.post(activity(change))).status).toBe(status);
  });

  it('answers 413 to a body that is too large, 400 to one that is no JSON or no activity', async () => {
    const url = `${world.teams.botUrl}/api/messages`;
    const post = async (body: string) => (await fetch(url, { method: 'POST', body })).status;
    expect(await post(JSON.stringify({ padding: 'x'.repeat(300_000) }))).toBe(413);
    expect(await post('{')).toBe(400);
    expect(await post('[]')).toBe(400);
    expect(await post('"text"')).toBe(400);
    expect(await post('')).toBe(400);
  });

  it('answers HEAD', async () => {
    expect((await fetch(`${world.teams.botUrl}/api/messages`, { method: 'HEAD' })).status).toBe(200);
  });
});

describe('the operators’ endpoints', () => {
  const get = async (path: string) => {
    const response = await fetch(`${world.teams.botUrl}${path}`);
    return { status: response.status, text: await response.text() };
  };

  it('tell that the process is alive and how each side stands', async () => {
    expect((await get('/healthz')).status).toBe(200);
    const ready = await get('/readyz');
    expect(ready.status).toBe(200);
    expect(JSON.parse(ready.text)).toMatchObject({
      ready: true,
      connections: [{ sides: [{ side: 'defender', fault: null }, { side: 'sentinel' }] }],
    });
  });

  it('give figures to Prometheus', async () => {
    const { text } = await get('/metrics');
    expect(text).toContain(
      '# TYPE dragoman_intents_open gauge\ndragoman_intents_open{connection="tenant|workspace"} 1\n',
    );
    expect(text).toContain('dragoman_side_up{connection="tenant|workspace",side="sentinel"} 1\n');
  });

  it('know nothing else', async () => {
    expect((await get('/admin')).status).toBe(404);
  });
});
