import { createAdminPlaces } from '../../src/bot/admin-places.ts';
import { createCardKeeper } from '../../src/bot/keeper/card-keeper.ts';
import type { CardKeeper } from '../../src/bot/keeper/card-keeper.ts';
import { CardSigner } from '../../src/cards/card-signer.ts';
import type { SideHealth } from '../../src/sync/ports/desk.ts';
import { aQuestion, aDriftLine } from '../support/differences.ts';
import { FakeChatRecords } from '../support/fake-chat-records.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { FakeDesk } from '../support/fake-desk.ts';
import { FakeGateway } from '../support/fake-gateway.ts';
import { aConversation, aTrouble } from '../support/notices.ts';
import { aView } from '../support/views.ts';

/** What people are told without asking: once, in the right places, and until it is over. */

const ADMINS = '19:admins@thread.tacv2';

function setUp(adminChannel: string | null = ADMINS) {
  const clock = createFakeClock('2026-11-22T09:15:00.000Z');
  const desk = new FakeDesk();
  const chat = new FakeChatRecords((number) => desk.incidents.get(number)?.version ?? -1);
  const gateway = new FakeGateway(() => clock.now());
  const errors: string[] = [];
  const quiet = () => undefined;
  const logger = { debug: quiet, info: quiet, warn: quiet, error: (_: object, text: string) => void errors.push(text) };
  const admins = createAdminPlaces({
    chat,
    adminChannel,
    adminIds: ['ana'],
    tenantId: 'tenant',
    defaultServiceUrl: null,
  });
  const cards = { signer: new CardSigner(['a-test-card-secret']), timeZone: 'UTC' };
  const create = () => createCardKeeper({ desk, chat, gateway, admins, cards, clock, logger });
  /** Moves time on in small steps and lets what became due come to rest each time. */
  const pass = async (milliseconds: number, step = 250) => {
    for (let moved = 0; moved < milliseconds; moved += step) {
      clock.advance(step);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const cycle = async () => {
    desk.cycled();
    await pass(5_000);
  };
  return { clock, desk, chat, gateway, errors, create, pass, cycle };
}

type World = ReturnType<typeof setUp>;
let world: World;
let keeper: CardKeeper;
const begin = async (next: World) => {
  world = next;
  keeper = world.create();
  keeper.start();
  await world.pass(1_000);
};
afterEach(() => keeper.stop());

const failing = (sides: Partial<SideHealth>[]) => {
  const { status } = world.desk;
  world.desk.status = async () => {
    const [one] = await status.call(world.desk);
    return [{ ...one!, sides: one!.sides.map((side, index) => ({ ...side, ...sides[index] })) }];
  };
};
const restart = async () => {
  await keeper.stop();
  keeper = world.create();
  keeper.start();
  await world.pass(2_000);
};
const sentTo = (conversationId: string) =>
  world.gateway.sent
    .filter((one) => one.conversationId === conversationId)
    .map(({ kind, summary }) => `${kind} ${summary}`);

describe('a trouble', () => {
  const sentinelDown = '⚠ workspace: Sentinel could not be read in 3 cycles in a row: 503';

  it('is told once in the admin channel and in the chats of admins, edited as it goes on and when it is over', async () => {
    await begin(setUp());
    await world.chat.saveConversation(aConversation());
    await world.chat.saveConversation(
      aConversation({ id: 'chat', kind: 'personal', personObjectId: 'ana', teamId: null }),
    );
    await world.chat.saveConversation(
      aConversation({ id: 'other', kind: 'personal', personObjectId: 'raj', teamId: null }),
    );
    world.desk.trouble = [aTrouble()];
    await world.cycle();
    await world.cycle();
    expect(sentTo(ADMINS)).toEqual([`root ${sentinelDown}`]);
    expect(sentTo('chat')).toEqual([`root ${sentinelDown}`]);
    expect(sentTo('other')).toEqual([]);

    world.desk.trouble = [aTrouble({ sentence: 'Sentinel could not be read in 4 cycles in a row: 503' })];
    await world.cycle();
    world.desk.trouble = [];
    await world.cycle();
    await world.cycle();
    expect(sentTo(ADMINS).slice(1)).toEqual([
      'edit ⚠ workspace: Sentinel could not be read in 4 cycles in a row: 503',
      'edit Over: workspace: Sentinel could not be read in 4 cycles in a row: 503',
    ]);
    const last = world.gateway.sent.at(-1)!.text;
    expect(last).toContain('22 Nov 2026, 09:00 UTC');
    expect(last).toMatch(/"15 min \d+ s"/);

    world.desk.trouble = [aTrouble()];
    await world.cycle();
    expect(sentTo(ADMINS).at(-1)).toBe(`root ${sentinelDown}`);
  });

  it('is neither told again nor taken for over by a process that was started in the middle of it', async () => {
    await begin(setUp());
    await world.chat.saveConversation(aConversation());
    world.desk.trouble = [aTrouble()];
    await world.cycle();
    world.desk.trouble = [];
    failing([{}, { lastSuccessAt: null }]);
    await restart();
    failing([{}, { lastSuccessAt: null, fault: '503', failures: 1, failingSince: '2026-11-22T09:20:00Z' }]);
    await world.cycle();
    world.desk.trouble = [aTrouble({ since: '2026-11-22T09:20:00Z' })];
    await world.cycle();
    expect(sentTo(ADMINS)).toEqual([`root ${sentinelDown}`]);
    world.desk.trouble = [];
    failing([{}, { lastSuccessAt: '2026-11-22T09:30:00Z', fault: null, failures: 0, failingSince: null }]);
    await world.cycle();
    expect(sentTo(ADMINS).at(-1)).toContain('edit Over');
    expect(world.gateway.sent.at(-1)!.text).toContain('22 Nov 2026, 09:00 UTC');
  });

  it('is not told at all when it is over before it could be', async () => {
    await begin(setUp());
    await world.chat.saveConversation(aConversation());
    world.gateway.failures.push({ outcome: 'retry', afterSeconds: 60, reason: '429' });
    world.desk.trouble = [aTrouble()];
    await world.cycle();
    world.desk.trouble = [];
    await world.cycle();
    await world.pass(120_000, 5_000);
    expect(sentTo(ADMINS)).toEqual([]);
    expect(world.clock.pending()).toBe(0);
  });

  it('waits as long as Teams asks, and keeps trying an admin channel that is closed to us', async () => {
    await begin(setUp());
    await world.chat.saveConversation(aConversation());
    world.gateway.failures.push({ outcome: 'retry', afterSeconds: 20, reason: '429' });
    for (let times = 0; times < 3; times += 1)
      world.gateway.failures.push({ outcome: 'gone', what: 'conversation', reason: '403' });
    world.desk.trouble = [aTrouble()];
    await world.cycle();
    await world.pass(12_000, 1_000);
    expect(world.gateway.attempts).toBe(1);
    await world.pass(250_000, 1_000);
    expect(world.gateway.attempts).toBe(5);
    expect(sentTo(ADMINS)).toHaveLength(1);
    expect((await world.chat.conversation(ADMINS))?.reachable).toBe(true);
  });

  it('is told at once in an admin channel that opens, but not before Teams said', async () => {
    await begin(setUp());
    await world.chat.saveConversation(aConversation());
    world.gateway.failures.push({ outcome: 'gone', what: 'conversation', reason: '403' });
    world.desk.trouble = [aTrouble()];
    await world.cycle();
    world.gateway.failures.push({ outcome: 'retry', afterSeconds: 30, reason: '429' });
    keeper.lookAgain();
    await world.pass(2_000);
    expect(world.gateway.attempts).toBe(2);
    keeper.lookAgain();
    await world.pass(20_000, 1_000);
    expect(world.gateway.attempts).toBe(2);
    await world.pass(20_000, 1_000);
    expect(sentTo(ADMINS)).toEqual([`root ${sentinelDown}`]);
  });

  it('is kept true at once in an admin channel that opened before its time', async () => {
    await begin(setUp());
    await world.chat.saveConversation(aConversation());
    world.gateway.failures.push({ outcome: 'gone', what: 'conversation', reason: '403' });
    world.desk.trouble = [aTrouble()];
    await world.cycle();
    keeper.lookAgain();
    await world.pass(2_000);
    world.desk.trouble = [aTrouble({ sentence: 'Sentinel could not be read in 4 cycles in a row: 503' })];
    await world.cycle();
    expect(sentTo(ADMINS)).toEqual([
      `root ${sentinelDown}`,
      'edit ⚠ workspace: Sentinel could not be read in 4 cycles in a row: 503',
    ]);
  });

  it('does not put back a card that somebody deleted, however the trouble goes on', async () => {
    await begin(setUp());
    await world.chat.saveConversation(aConversation());
    world.desk.trouble = [aTrouble()];
    await world.cycle();
    world.gateway.failures.push({ outcome: 'gone', what: 'message', reason: '404' });
    for (const failures of [4, 5, 6]) {
      world.desk.trouble = [aTrouble({ sentence: `in ${failures} cycles` })];
      await world.cycle();
    }
    expect(sentTo(ADMINS)).toEqual([`root ${sentinelDown}`]);
  });

  it('reaches an admin channel that never said anything where its tenant is reached, once that is known', async () => {
    await begin(setUp());
    world.desk.trouble = [aTrouble()];
    await world.cycle();
    expect(world.gateway.attempts).toBe(0);
    expect(world.errors).toEqual(['no admin can be told: set ADMIN_CHANNEL']);
    await world.cycle();
    expect(world.errors).toHaveLength(1);
    await world.chat.saveConversation(
      aConversation({ id: 'elsewhere', serviceUrl: 'https://smba.trafficmanager.net/x/' }),
    );
    await world.cycle();
    expect(sentTo(ADMINS)).toEqual([`root ${sentinelDown}`]);
    expect(await world.chat.conversation(ADMINS)).toMatchObject({ serviceUrl: 'https://smba.trafficmanager.net/x/' });
  });

  it('of many incidents at once shares a card past the tenth', async () => {
    await begin(setUp());
    await world.chat.saveConversation(aConversation());
    const dead = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        aTrouble({
          key: `tenant|workspace/dead/${index}/sentinel`,
          cause: { kind: 'deadLetter', incident: index, side: 'sentinel' },
          sentence: `#${index} could not be written to Sentinel: 400`,
        }),
      );
    world.desk.trouble = dead(3);
    await world.cycle();
    world.desk.trouble = dead(40);
    await world.cycle();
    expect(sentTo(ADMINS)).toHaveLength(4);
    expect(sentTo(ADMINS).at(-1)).toContain('#3, #4, #5, #6, #7, #8, #9, #10, #11, #12 and 27 more');
    world.desk.trouble = dead(3);
    await world.cycle();
    expect(sentTo(ADMINS)).toHaveLength(5);
    expect(sentTo(ADMINS).at(-1)).toContain('edit Over');
  });
});

test('a bound channel that takes nothing any more is told to admins, until it is back', async () => {
  await begin(setUp());
  await world.chat.saveConversation(aConversation());
  await world.chat.saveConversation(aConversation({ id: 'a', name: 'Alerts' }));
  await world.chat.bind({ conversationId: 'a', boundBy: 'ana', boundAt: '2026-11-22T09:00:00Z' });
  await world.cycle();
  expect(sentTo(ADMINS)).toEqual([]);
  await world.chat.saveConversation(aConversation({ id: 'a', name: 'Alerts', reachable: false }));
  await world.cycle();
  expect(sentTo(ADMINS).at(-1)).toContain('Incidents are posted in Alerts, which cannot be written to any more.');
  await world.cycle();
  expect(sentTo(ADMINS)).toHaveLength(1);
  await world.chat.saveConversation(aConversation({ id: 'a', name: 'Alerts' }));
  await world.cycle();
  expect(sentTo(ADMINS).at(-1)).toContain('edit Over');
});

test('no card waits for what is asked of others, and a look that fails is made again', async () => {
  await begin(setUp());
  await world.chat.saveConversation(aConversation());
  await world.chat.saveConversation(aConversation({ id: 'a' }));
  await world.chat.bind({ conversationId: 'a', boundBy: 'ana', boundAt: '2026-11-22T09:00:00Z' });
  let fail: (error: Error) => void = () => undefined;
  world.desk.troubles = () => new Promise((_, reject) => (fail = reject));
  world.desk.add(aView({ number: 1 }));
  await world.cycle();
  expect(sentTo('a')).toHaveLength(1);
  world.desk.troubles = async () => [aTrouble()];
  fail(new Error('no answer'));
  await world.pass(10_000);
  expect(world.errors).toEqual([expect.stringContaining('it is tried again')]);
  expect(sentTo(ADMINS)).toHaveLength(1);
});

describe('a rehearsal', () => {
  const report = {
    connectionId: 'tenant|workspace',
    name: 'workspace',
    linked: 12,
    twins: 3,
    writes: { defender: 1, sentinel: 2 },
    comments: 4,
    questions: 0,
    examples: [aDriftLine()],
  };

  it('is reported to the admin channel only, as it grows, and until somebody says go', async () => {
    await begin(setUp());
    await world.chat.saveConversation(aConversation());
    await world.chat.saveConversation(aConversation({ id: 'chat', kind: 'personal', personObjectId: 'ana' }));
    world.desk.rehearsing = [report];
    await world.cycle();
    world.desk.rehearsing = [{ ...report, twins: 5 }];
    await world.cycle();
    expect(sentTo('chat')).toEqual([]);
    expect(sentTo(ADMINS)).toEqual([
      'root Rehearsal of workspace: 3 incidents to make, 7 values and comments to carry',
      'edit Rehearsal of workspace: 5 incidents to make, 7 values and comments to carry',
    ]);
    expect(world.gateway.sent.at(-1)!.text).toContain('"verb":"syncGo"');
    world.desk.rehearsing = [];
    await world.cycle();
    expect(sentTo(ADMINS).at(-1)).toBe('edit The rehearsal of workspace is over');
    expect(world.gateway.sent.at(-1)!.text).not.toContain('syncGo');
  });

  it('is reported to the chats of admins where there is no admin channel', async () => {
    await begin(setUp(null));
    await world.chat.saveConversation(aConversation({ id: 'chat', kind: 'personal', personObjectId: 'ana' }));
    world.desk.rehearsing = [report];
    await world.cycle();
    expect(sentTo('chat')).toHaveLength(1);
  });
});

describe('a conflict', () => {
  const bind = async (id: string) => {
    await world.chat.saveConversation(aConversation({ id }));
    await world.chat.bind({ conversationId: id, boundBy: 'ana', boundAt: '2026-11-22T09:00:00Z' });
  };
  const asked = '⚠ #7: both sides changed the severity; somebody has to say which stands';

  it('is asked in the thread of the incident, wherever it has one, and nowhere else', async () => {
    await begin(setUp());
    await bind('a');
    await bind('b');
    world.desk.add(aView({ number: 7, questions: [aQuestion()] }));
    await world.pass(5_000);
    for (const place of ['a', 'b'])
      expect(sentTo(place)).toEqual([expect.stringContaining('root HIGH · #7'), `send ${asked}`]);
    expect(sentTo(ADMINS)).toEqual([]);
    const reply = world.gateway.of('send')[0]!;
    const root = world.gateway.of('root').find(({ conversationId }) => conversationId === reply.conversationId)!;
    expect([...world.chat.notices.values()].map(({ threadId }) => threadId)).toContain(
      `a;messageid=${root.activityId}`,
    );
  });

  it('follows the values, and says how it ended', async () => {
    await begin(setUp());
    await bind('a');
    world.desk.add(aView({ number: 7, questions: [aQuestion()] }));
    await world.pass(5_000);
    world.desk.change(7, { questions: [aQuestion({ defender: 'high severity' })] });
    await world.pass(5_000);
    expect(world.gateway.sent.at(-1)).toMatchObject({ kind: 'edit', text: expect.stringContaining('high severity') });
    world.desk.change(7, { questions: [], severity: 'medium' });
    await world.pass(5_000);
    const card = world.gateway.sent.findLast(({ summary }) => summary.includes('is decided'));
    expect(card?.text).toContain('No answer was needed: the severity is Medium by now.');
    expect(card?.text).not.toContain('keepDefender');
  });

  it('is posted once across a restart, and the one that comes back is asked anew', async () => {
    await begin(setUp());
    await bind('a');
    world.desk.add(aView({ number: 7, questions: [aQuestion()] }));
    await world.pass(5_000);
    await restart();
    expect(world.gateway.of('send')).toHaveLength(1);
    await keeper.stop();
    world.desk.change(7, { questions: [] });
    keeper = world.create();
    keeper.start();
    await world.pass(5_000);
    expect(world.gateway.sent.some(({ summary }) => summary.includes('is decided'))).toBe(true);
    world.desk.change(7, { questions: [aQuestion({ since: '2026-11-22T09:50:00Z' })] });
    await world.pass(5_000);
    expect(world.gateway.of('send')).toHaveLength(2);
  });

  it('comes after the card whose thread it belongs to, though that one is late', async () => {
    await begin(setUp());
    await bind('a');
    world.gateway.failures.push({ outcome: 'retry', afterSeconds: 30, reason: '429' });
    world.desk.add(aView({ number: 7, questions: [aQuestion()] }));
    await world.pass(20_000, 1_000);
    expect(world.gateway.sent).toEqual([]);
    await world.pass(20_000, 1_000);
    expect(sentTo('a')).toEqual([expect.stringContaining('root HIGH · #7'), `send ${asked}`]);
  });

  it('waits while its thread is snoozed', async () => {
    await begin(setUp());
    await bind('a');
    const until = '2026-11-22T09:45:00.000Z';
    await world.chat.snooze({ incident: 7, conversationId: 'a', until, byName: 'Ana', byObjectId: 'ana' });
    world.desk.add(aView({ number: 7, questions: [aQuestion()] }));
    await world.pass(5_000);
    expect(world.gateway.of('send')).toEqual([]);
    await world.pass(30 * 60_000, 10_000);
    expect(sentTo('a').at(-1)).toBe(`send ${asked}`);
  });

  it('does not close the channel to us when the thread was deleted', async () => {
    await begin(setUp());
    await bind('a');
    world.desk.add(aView({ number: 7 }));
    await world.pass(5_000);
    world.gateway.failures.push({ outcome: 'gone', what: 'conversation', reason: '404' });
    world.desk.incidents.set(7, aView({ number: 7, questions: [aQuestion()] }));
    world.desk.add();
    keeper.lookAgain();
    await world.pass(5_000);
    expect(world.gateway.failures).toEqual([]);
    expect((await world.chat.conversation('a'))?.reachable).toBe(true);
    expect(world.gateway.of('send')).toEqual([]);
  });
});

describe('cards of incidents', () => {
  it('are edited when what their connection may do changes, and only those that show it', async () => {
    await begin(setUp());
    await world.chat.saveConversation(aConversation({ id: 'a' }));
    await world.chat.bind({ conversationId: 'a', boundBy: 'ana', boundAt: '2026-11-22T09:00:00Z' });
    world.desk.add(aView({ number: 1 }), aView({ number: 2 }));
    await world.cycle();
    expect(world.gateway.of('root')).toHaveLength(2);
    world.desk.incidents.set(2, { ...world.desk.incidents.get(2)!, readOnly: 'Observe mode: nothing is written.' });
    world.desk.holds = [{ kind: 'rehearsal', since: '2026-11-22T09:00:00Z' }];
    await world.cycle();
    const edits = world.gateway.of('edit');
    expect(edits).toHaveLength(1);
    expect(edits[0]?.text).toContain('Observe mode');
    expect(edits[0]?.summary).toContain('#2');
  });

  it('are edited when something has become drift by lasting, and again when it is none any more', async () => {
    await begin(setUp());
    await world.chat.saveConversation(aConversation({ id: 'a' }));
    await world.chat.bind({ conversationId: 'a', boundBy: 'ana', boundAt: '2026-11-22T09:00:00Z' });
    world.desk.add(aView({ number: 1 }));
    await world.cycle();
    const view = world.desk.incidents.get(1)!;
    world.desk.incidents.set(1, { ...view, drift: [aDriftLine({ incident: 1 })] });
    await world.cycle();
    expect(world.gateway.of('edit').at(-1)?.text).toContain('has not carried it');
    world.desk.incidents.set(1, view);
    await world.cycle();
    expect(world.gateway.of('edit').at(-1)?.text).not.toContain('has not carried it');
    await world.cycle();
    expect(world.gateway.of('edit')).toHaveLength(2);
  });
});
