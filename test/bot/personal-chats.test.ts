import { createPersonalChats } from '../../src/bot/personal-chats.ts';
import type { Person } from '../../src/simulator/teams/person.ts';
import { startChatWorld } from '../support/chat-world.ts';
import type { ChatWorld } from '../support/chat-world.ts';
import { createFakeClock } from '../support/fake-clock.ts';

/** People who never wrote to the bot are found in the rosters of where it is; the simulated Teams is as strict as Teams. */

let world: ChatWorld;
beforeEach(async () => {
  world = await startChatWorld({ requestTimeoutSeconds: 1 });
  await world.keeper.stop();
  await world.answerTo(await world.teams.say(world.people.ana, world.channel, 'bind'));
}, 30_000);
afterEach(() => world.stop());

const clock = createFakeClock();
const create = (others: string[] = []) => {
  const otherPlaces = () => Promise.all(others.map((id) => world.chat.conversation(id)));
  return createPersonalChats({ ...world, otherPlaces, clock });
};
const listed = ({ name, objectId }: Person) => ({ name, objectId: objectId! });
const message = {
  card: { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'hi' }] },
  summary: 'hi',
};
const opened = () =>
  world.teams.connector.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/v3/conversations'));

test('somebody of a bound team is found by the directory’s id, and a chat is opened without a word, once', async () => {
  const { teams, chat, gateway, people } = world;
  const { reach, closed } = create();
  const [reached, again] = await Promise.all([reach(listed(people.raj)), reach(listed(people.raj))]);
  expect(again).toEqual(reached);
  if (reached.outcome !== 'open') throw new Error(reached.reason);
  expect(reached.conversation).toMatchObject({
    kind: 'personal',
    personObjectId: people.raj.objectId,
    reachable: true,
  });
  expect(await chat.conversation(reached.conversation.id)).toEqual(reached.conversation);
  expect(teams.messages(teams.personalChat(people.raj))).toEqual([]);
  await reach(listed(people.raj));
  expect([opened().length, closed()]).toEqual([1, []]);
  expect(await gateway.postRoot(reached.conversation, message)).toMatchObject({ outcome: 'sent' });
  expect(teams.messages(teams.personalChat(people.raj))).toHaveLength(1);
});

test('who is a guest, in no roster, or kept from the app by a policy, cannot be written to, and it is said why', async () => {
  const { teams, people } = world;
  const { reach, closed } = create();
  await teams.leave(world.team, people.mira);
  teams.bar(people.jo);
  expect(await reach(listed(people.guest))).toMatchObject({
    outcome: 'closed',
    reason: expect.stringContaining('guest'),
  });
  expect(await reach(listed(people.mira))).toMatchObject({ reason: expect.stringContaining('no team or chat') });
  expect(await reach(listed(people.jo))).toMatchObject({
    reason: expect.stringContaining('403 BotNotInConversationRoster'),
  });
  expect(closed().map(({ name }) => name)).toEqual([people.guest, people.mira, people.jo].map(({ name }) => name));
  // Rosters are not asked again at once; once they can be written to, nothing is said of them any more.
  const { length } = teams.connector.requests;
  await reach(listed(people.mira));
  expect(teams.connector.requests).toHaveLength(length);
  await teams.join(world.team, people.mira);
  clock.advance(61_000);
  expect(await reach(listed(people.mira))).toMatchObject({ outcome: 'open' });
  expect(closed()).toHaveLength(2);
});

test('what Teams cannot answer now is unknown, and no verdict', async () => {
  const { teams, people } = world;
  const { reach, closed } = create();
  teams.faults.fail({ kind: 'status', status: 503, times: 10 });
  expect(await reach(listed(people.raj))).toMatchObject({ outcome: 'unknown' });
  teams.faults.clear();
  expect(closed()).toEqual([]);
  expect(await reach(listed(people.raj))).toMatchObject({ outcome: 'open' });
});

test('whoever removed the app is not taken for reachable because a chat of old is found', async () => {
  const { teams, chat, people } = world;
  const { reach } = create();
  const first = await reach(listed(people.raj));
  if (first.outcome !== 'open') throw new Error(first.reason);
  await chat.saveConversation({ ...first.conversation, reachable: false });
  expect(await reach(listed(people.raj))).toMatchObject({
    outcome: 'closed',
    reason: 'they blocked or removed the app',
  });
  await teams.install(teams.personalChat(people.raj), people.raj);
  expect(await reach(listed(people.raj))).toMatchObject({ outcome: 'open' });
});

test('people are also looked for where handovers and admins are told', async () => {
  const { chat, channel, people } = world;
  await chat.unbind(channel.id);
  expect(await create().reach(listed(people.raj))).toMatchObject({ outcome: 'closed' });
  expect(await create([channel.id]).reach(listed(people.raj))).toMatchObject({ outcome: 'open' });
});
