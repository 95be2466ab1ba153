import { createAdminPlaces } from '../../src/bot/admin-places.ts';
import { createCardKeeper } from '../../src/bot/keeper/card-keeper.ts';
import type { CardKeeper } from '../../src/bot/keeper/card-keeper.ts';
import { createDigestSender } from '../../src/bot/send-due-digests.ts';
import { CardSigner } from '../../src/cards/card-signer.ts';
import { createDigests } from '../../src/digest/create-digests.ts';
import { aDigest } from '../support/digests.ts';
import { FakeChatRecords } from '../support/fake-chat-records.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { FakeDesk } from '../support/fake-desk.ts';
import { FakeGateway } from '../support/fake-gateway.ts';
import { aConversation } from '../support/notices.ts';

/** Digests that come by themselves: one for each period and place, whatever happens to the process. */

const CHANNEL = '19:managers@thread.tacv2';
const MINUTE = 60_000;
const timeZone = 'Europe/Berlin';

function setUp(start: string, schedules: { daily?: string; weekly?: string }, since = '2026-01-01T00:00:00Z') {
  const clock = createFakeClock(start);
  const desk = new FakeDesk();
  const chat = new FakeChatRecords(() => -1);
  const gateway = new FakeGateway(() => clock.now());
  const errors: string[] = [];
  const quiet = () => undefined;
  const logger = { debug: quiet, info: quiet, warn: quiet, error: (_: object, text: string) => void errors.push(text) };
  const places = { tenantId: 'tenant', defaultServiceUrl: null };
  const admins = createAdminPlaces({ chat, adminChannel: null, adminIds: [], ...places });
  const cards = { signer: new CardSigner(['a-test-card-secret']), timeZone };
  const figures = { figures: async () => aDigest().figures, behind: async () => ({ incidents: [], total: 0 }) };
  /** One life of the process: `look` is what the schedule does every half a minute, from the start on. */
  const live = () => {
    const keeper = createCardKeeper({ desk, chat, gateway, admins, cards, clock, logger });
    keeper.start();
    const digests = createDigests({
      figures,
      missed: null,
      desk,
      clock,
      timeZone,
      schedules: { daily: schedules.daily ?? null, weekly: schedules.weekly ?? null },
      since,
    });
    const targets = { channels: [CHANNEL], people: ['mira'] };
    return { keeper, look: createDigestSender({ digests, targets, desk, chat, places, keeper, clock, logger }) };
  };
  return { clock, desk, chat, gateway, errors, schedules, live };
}

type World = ReturnType<typeof setUp>;
let world: World;
let process: { keeper: CardKeeper; look: () => Promise<void> };
const begin = async (next: World) => {
  world = next;
  await world.chat.saveConversation(aConversation({ id: CHANNEL }));
  process = world.live();
};
afterEach(() => process.keeper.stop());

/** Lets time pass with the process up. */
const pass = async (minutes: number) => {
  for (let step = 0; step < minutes * 2; step += 1) {
    world.clock.advance(MINUTE / 2);
    await process.look();
    for (let turn = 0; turn < 4; turn += 1) {
      world.clock.advance(600);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
};
const restart = async () => {
  await process.keeper.stop();
  process = world.live();
};
const sent = (conversation = CHANNEL) =>
  world.gateway.sent
    .filter(({ conversationId }) => conversationId.startsWith(conversation))
    .map(({ text }) => /\d\d \w+ 2026, \d\d:\d\d \w+ to \d\d \w+ 2026, \d\d:\d\d \w+/.exec(text)?.[0]);

test('a digest is sent at its time, once, and tells of the time since the one before', async () => {
  await begin(setUp('2026-11-22T06:58:00Z', { daily: '0 8 * * *' }));
  await pass(1);
  expect(sent().slice(1)).toEqual([]);
  await pass(5);
  expect(sent().at(-1)).toBe('21 Nov 2026, 08:00 CET to 22 Nov 2026, 08:00 CET');
  const count = sent().length;
  await pass(30);
  expect(sent()).toHaveLength(count);
});

test('one whose time came while the process was down is sent at the next start, the last one only', async () => {
  await begin(setUp('2026-11-20T07:10:00Z', { daily: '0 8 * * *' }));
  await pass(1);
  await process.keeper.stop();
  world.clock.advance(3 * 24 * 60 * MINUTE);
  process = world.live();
  await pass(2);
  expect(sent()).toEqual([
    '19 Nov 2026, 08:00 CET to 20 Nov 2026, 08:00 CET',
    '22 Nov 2026, 08:00 CET to 23 Nov 2026, 08:00 CET',
  ]);
});

test('a process that is restarted again and again in that minute sends it once', async () => {
  await begin(setUp('2026-11-22T07:00:10Z', { daily: '0 8 * * *', weekly: '0 8 * * 0' }));
  for (let life = 0; life < 5; life += 1) {
    // The row is there, and the message may or may not have been posted when it ends.
    await process.look();
    if (life % 2 === 1) await pass(1);
    await restart();
  }
  await pass(3);
  expect(sent()).toHaveLength(2);
  expect(new Set(sent()).size).toBe(2);
});

test('nothing is sent of the time before Dragoman first ran', async () => {
  await begin(setUp('2026-11-22T07:30:00Z', { daily: '0 8 * * *' }, '2026-11-22T07:29:00Z'));
  await pass(5);
  expect(sent()).toEqual([]);
});

test('on days the clocks are turned there is one digest, of 23 or 25 hours', async () => {
  await begin(setUp('2026-10-24T00:20:00Z', { daily: '30 2 * * *' }, '2026-10-24T00:00:00Z'));
  for (let hour = 0; hour < 60; hour += 1) {
    await pass(1);
    world.clock.advance(50 * MINUTE);
  }
  expect(sent()).toEqual([
    '23 Oct 2026, 02:30 CEST to 24 Oct 2026, 02:30 CEST',
    '24 Oct 2026, 02:30 CEST to 25 Oct 2026, 02:30 CEST',
    '25 Oct 2026, 02:30 CEST to 26 Oct 2026, 02:30 CET',
  ]);
});

test('it is sent to people too, and to those who can be reached only later with the same period', async () => {
  await begin(setUp('2026-11-22T07:05:00Z', { daily: '0 8 * * *' }));
  await pass(2);
  const chat = aConversation({ id: 'a:mira', kind: 'personal', personObjectId: 'mira' });
  await world.chat.saveConversation(chat);
  await pass(2);
  expect(sent('a:mira')).toEqual(sent());
  expect(sent()).toHaveLength(1);
});

test('the two systems are read before it is made, and it says what could not be read', async () => {
  await begin(setUp('2026-11-22T07:05:00Z', { daily: '0 8 * * *' }));
  world.desk.syncNow = async () => ({ reads: 2, writes: 0, waiting: 0, faults: ['Sentinel: 503'] });
  await pass(1);
  expect(world.gateway.sent[0]!.text).toContain('Sentinel: 503');
});

test('a message Teams does not take is tried again, with the numbers it was made of', async () => {
  await begin(setUp('2026-11-22T07:05:00Z', { daily: '0 8 * * *' }));
  world.gateway.failures.push({ outcome: 'retry', afterSeconds: 5, reason: '503' });
  await pass(3);
  expect(sent()).toHaveLength(1);
  expect(world.gateway.attempts).toBe(2);
});

test('a digest of a time before one that was sent is never sent, whatever becomes of the schedule', async () => {
  await begin(setUp('2026-11-22T07:10:00Z', { daily: '0 8 * * *' }));
  await pass(1);
  await process.keeper.stop();
  world.schedules.daily = '30 8 * * *';
  process = world.live();
  await pass(5);
  expect(sent()).toHaveLength(1);
  await pass(30);
  expect(sent()).toHaveLength(2);
});

test('digests that were told are kept and looked at no more', async () => {
  await begin(setUp('2026-11-20T07:10:00Z', { daily: '0 8 * * *' }));
  for (let day = 0; day < 4; day += 1) {
    await pass(1);
    world.clock.advance(24 * 60 * MINUTE);
  }
  expect(sent()).toHaveLength(4);
  expect(world.gateway.of('edit')).toEqual([]);
  expect(await world.chat.liveNotices()).toHaveLength(1);
});

test('what goes wrong is said once, and tried again', async () => {
  await begin(setUp('2026-11-22T07:05:00Z', { daily: '0 8 * * *' }));
  const { syncNow } = world.desk;
  world.desk.syncNow = async () => Promise.reject(new Error('the disk is full'));
  await pass(2);
  expect(world.errors.filter((text) => text.includes('made'))).toEqual(['a digest could not be made']);
  world.desk.syncNow = syncNow.bind(world.desk);
  await pass(1);
  expect(sent()).toHaveLength(1);
});

test('where nobody can be sent it, that is said once', async () => {
  world = setUp('2026-11-22T07:05:00Z', { daily: '0 8 * * *' });
  process = world.live();
  await pass(3);
  expect(world.errors).toHaveLength(1);
});
