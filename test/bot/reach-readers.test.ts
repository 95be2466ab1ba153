import { createAdminPlaces } from '../../src/bot/admin-places.ts';
import { createPersonalChats } from '../../src/bot/personal-chats.ts';
import { createReaders } from '../../src/bot/reach-readers.ts';
import { startChatWorld } from '../support/chat-world.ts';
import type { ChatWorld } from '../support/chat-world.ts';
import { createFakeClock } from '../support/fake-clock.ts';

/** Whom the configuration names is written to without having written first. */

let world: ChatWorld;
const clock = createFakeClock();
beforeEach(async () => {
  world = await startChatWorld({ requestTimeoutSeconds: 1 });
  await world.keeper.stop();
  await world.answerTo(await world.teams.say(world.people.ana, world.channel, 'bind'));
}, 30_000);
afterEach(() => world.stop());

const create = (named: { digests?: string[]; admins?: string[] }) => {
  const chats = createPersonalChats({ ...world, otherPlaces: async () => [], clock });
  let looks = 0;
  const onLooked = () => void (looks += 1);
  const readers = createReaders({ digests: named.digests ?? [], admins: named.admins ?? [], chats, onLooked });
  return { ...readers, looks: () => looks };
};

test('a manager of DIGEST_TO who is in a team with the app has a chat before the digest is due', async () => {
  const { chat, people } = world;
  const id = people.mira.objectId!;
  const readers = create({ digests: [id] });
  expect(await chat.personalChats([id])).toEqual([]);
  await readers.look();
  expect(await chat.personalChats([id])).toMatchObject([{ kind: 'personal', personObjectId: id, reachable: true }]);
  expect([readers.troubles(), readers.looks()]).toEqual([[], 1]);
});

test('an admin of ADMIN_IDS has a chat, where admins are told of troubles', async () => {
  const { chat, people } = world;
  const id = people.raj.objectId!;
  await create({ admins: [id] }).look();
  const places = { tenantId: 'tenant', defaultServiceUrl: null };
  const admins = createAdminPlaces({ chat, adminChannel: null, adminIds: [id], ...places });
  expect(await admins.forTroubles()).toMatchObject([{ personObjectId: id }]);
});

test('whoever cannot be written to, and not at the next look either, is a trouble that names the variable, the person, why, and what to do', async () => {
  const { teams, people } = world;
  await teams.leave(world.team, people.mira);
  const id = people.mira.objectId!;
  const readers = create({ digests: [id], admins: [id] });
  await readers.look();
  expect(readers.troubles()).toEqual([]);
  clock.advance(60_000);
  await readers.look();
  expect(readers.troubles()).toMatchObject([
    {
      key: `chat/unreachable/${id}`,
      connectionId: null,
      sentence: expect.stringMatching(
        new RegExp(`^ADMIN_IDS and DIGEST_TO name ${id}, who cannot be written to: they are in no team`),
      ),
      advice: expect.stringContaining('install it for them'),
    },
  ]);
  await teams.join(world.team, people.mira);
  clock.advance(600_000);
  await readers.look();
  expect(readers.troubles()).toEqual([]);
});

test('nobody is asked for where the configuration names nobody', async () => {
  const before = world.teams.connector.requests.length;
  const readers = create({});
  await readers.look();
  expect([world.teams.connector.requests.length - before, readers.looks()]).toEqual([0, 0]);
});
