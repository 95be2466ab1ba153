import { startChatWorld } from '../support/chat-world.ts';
import type { ChatWorld } from '../support/chat-world.ts';
import type { Conversation } from '../../src/sync/ports/chat-records.ts';

let world: ChatWorld;
let conversation: Conversation;
beforeAll(async () => {
  // The client's timer of a request whose connection broke runs on: not for long.
  world = await startChatWorld({ requestTimeoutSeconds: 1 });
  await world.keeper.stop();
  conversation = {
    id: world.channel.id,
    kind: 'channel',
    tenantId: world.teams.state.tenantId,
    serviceUrl: world.teams.serviceUrl,
    teamId: world.team.id,
    name: 'Alerts',
    personObjectId: null,
    reachable: true,
  };
}, 30_000);
afterAll(() => world.stop());
afterEach(() => world.teams.faults.clear());

const message = {
  card: { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'hi' }] },
  summary: 'hi',
};

describe('the gateway to Teams', () => {
  it('begins a thread and learns the id of its message, answers in it and edits it', async () => {
    const { gateway, teams, channel } = world;
    const root = await gateway.postRoot(conversation, message);
    if (root.outcome !== 'sent') throw new Error(root.outcome);
    expect(root.threadId).toBe(`${channel.id};messageid=${root.activityId}`);
    const reply = await gateway.send(conversation, root.threadId, message);
    expect(reply).toMatchObject({ outcome: 'sent', threadId: root.threadId });
    await gateway.edit(conversation, root.threadId, root.activityId, { ...message, summary: 'edited' });
    const [thread] = teams.messages(channel).filter((one) => one.id === root.activityId);
    expect(thread).toMatchObject({ summary: 'edited', edited: 1 });
    expect(thread?.replies).toHaveLength(1);
  });

  it.each([
    [
      { status: 429, headers: { 'Retry-After': '7' } },
      { outcome: 'retry', afterSeconds: 7 },
    ],
    [{ status: 412 }, { outcome: 'retry' }],
    [{ status: 502 }, { outcome: 'retry' }],
    [{ status: 504 }, { outcome: 'retry' }],
    [{ status: 403 }, { outcome: 'gone', what: 'conversation' }],
    [{ status: 404 }, { outcome: 'gone', what: 'conversation' }],
    [{ status: 413 }, { outcome: 'rejected' }],
    [{ status: 400 }, { outcome: 'rejected' }],
  ])('tells what became of a message after %o, and does not try again by itself', async (fault, outcome) => {
    const { gateway, teams } = world;
    teams.faults.fail({ kind: 'status', ...fault });
    const before = teams.connector.requests.length;
    expect(await gateway.postRoot(conversation, message)).toMatchObject(outcome);
    expect(teams.connector.requests.length - before).toBe(1);
  });

  it('takes a lost connection for something that passes', async () => {
    world.teams.faults.fail({ kind: 'dropRequest' });
    expect(await world.gateway.postRoot(conversation, message)).toMatchObject({ outcome: 'retry' });
  });

  it('knows a deleted message from a deleted conversation', async () => {
    const { gateway, channel } = world;
    expect(await gateway.edit(conversation, channel.id, '1', message)).toMatchObject({
      outcome: 'gone',
      what: 'message',
    });
    const elsewhere = { ...conversation, id: '19:gone@thread.tacv2' };
    expect(await gateway.send(elsewhere, elsewhere.id, message)).toMatchObject({
      outcome: 'gone',
      what: 'conversation',
    });
  });

  it('never sends the bot’s token to an address that is not trusted', async () => {
    const stored = { ...conversation, serviceUrl: 'https://127.0.0.1:1/teams/' };
    expect(await world.gateway.send(stored, stored.id, message)).toMatchObject({
      outcome: 'retry',
      reason: 'the service address is not trusted',
    });
  });

  it('looks people up with everything that tells who they are', async () => {
    const { gateway, people } = world;
    expect(await gateway.member(conversation, people.guest.mri)).toEqual({
      outcome: 'found',
      member: {
        id: people.guest.mri,
        objectId: people.guest.objectId,
        tenantId: people.guest.tenantId,
        upn: people.guest.userPrincipalName,
        name: 'Sam Visser',
        role: 'guest',
      },
    });
    expect(await gateway.member(conversation, '29:nobody')).toEqual({ outcome: 'absent' });
  });
});
