import { aConversation, aTrouble } from '../support/notices.ts';
import type { NoticeWorld } from './notice-world.ts';
import { ADMINS, startNotices } from './notice-world.ts';

/** What people are told without asking: once, in the right places, and until it is over. */

let world: NoticeWorld;
afterEach(() => world.keeper.stop());

describe('a trouble', () => {
  const sentinelDown = '⚠ workspace: Sentinel could not be read in 3 cycles in a row: 503';

  it('is told once in the admin channel and in the chats of admins, edited as it goes on and when it is over', async () => {
    world = await startNotices();
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
    expect(world.sentTo(ADMINS)).toEqual([`root ${sentinelDown}`]);
    expect(world.sentTo('chat')).toEqual([`root ${sentinelDown}`]);
    expect(world.sentTo('other')).toEqual([]);

    world.desk.trouble = [aTrouble({ sentence: 'Sentinel could not be read in 4 cycles in a row: 503' })];
    await world.cycle();
    world.desk.trouble = [];
    await world.cycle();
    await world.cycle();
    expect(world.sentTo(ADMINS).slice(1)).toEqual([
      'edit ⚠ workspace: Sentinel could not be read in 4 cycles in a row: 503',
      'edit Over: workspace: Sentinel could not be read in 4 cycles in a row: 503',
    ]);
    const last = world.gateway.sent.at(-1)!.text;
    expect(last).toContain('22 Nov 2026, 09:00 UTC');
    expect(last).toMatch(/"15 min \d+ s"/);

    world.desk.trouble = [aTrouble()];
    await world.cycle();
    expect(world.sentTo(ADMINS).at(-1)).toBe(`root ${sentinelDown}`);
  });

  it('is neither told again nor taken for over by a process that was started in the middle of it', async () => {
    world = await startNotices();
    await world.chat.saveConversation(aConversation());
    world.desk.trouble = [aTrouble()];
    await world.cycle();
    world.desk.trouble = [];
    world.failing([{}, { lastSuccessAt: null }]);
    await world.restart();
    world.failing([{}, { lastSuccessAt: null, fault: '503', failures: 1, failingSince: '2026-11-22T09:20:00Z' }]);
    await world.cycle();
    world.desk.trouble = [aTrouble({ since: '2026-11-22T09:20:00Z' })];
    await world.cycle();
    expect(world.sentTo(ADMINS)).toEqual([`root ${sentinelDown}`]);
    world.desk.trouble = [];
    world.failing([{}, { lastSuccessAt: '2026-11-22T09:30:00Z', fault: null, failures: 0, failingSince: null }]);
    await world.cycle();
    expect(world.sentTo(ADMINS).at(-1)).toContain('edit Over');
    expect(world.gateway.sent.at(-1)!.text).toContain('22 Nov 2026, 09:00 UTC');
  });

  it('about a cursor is over when its list was read to the end, and one about a side when that answers again', async () => {
    world = await startNotices();
    await world.chat.saveConversation(aConversation());
    world.desk.trouble = [aTrouble()];
    await world.cycle();
    const stuck =
      'Sentinel answers, but what changed there could not be read to its end in 3 cycles in a row: a web page';
    const cursor = aTrouble({
      key: 'tenant|workspace/cursor/sentinel',
      cause: { kind: 'cursor', side: 'sentinel' },
      sentence: stuck,
    });
    world.failing([{}, { fault: 'a web page', failures: 6, failingSince: '2026-11-22T09:00:00Z', held: 3 }]);
    world.desk.trouble = [cursor];
    await world.cycle();
    expect(world.sentTo(ADMINS).slice(1).toSorted()).toEqual([
      'edit Over: workspace: Sentinel could not be read in 3 cycles in a row: 503',
      `root ⚠ workspace: ${stuck}`,
    ]);
    world.failing([{}, { fault: '503', failures: 7, failingSince: '2026-11-22T09:00:00Z', held: 0 }]);
    world.desk.trouble = [];
    await world.cycle();
    expect(world.sentTo(ADMINS)).toHaveLength(3);
    world.failing([{}, { fault: null, failures: 0, failingSince: null, held: 0 }]);
    await world.cycle();
    expect(world.sentTo(ADMINS).slice(3)).toEqual([`edit Over: workspace: ${stuck}`]);
  });

  it('is not told at all when it is over before it could be', async () => {
    world = await startNotices();
    await world.chat.saveConversation(aConversation());
    world.gateway.failures.push({ outcome: 'retry', afterSeconds: 60, reason: '429' });
    world.desk.trouble = [aTrouble()];
    await world.cycle();
    world.desk.trouble = [];
    await world.cycle();
    await world.pass(120_000, 5_000);
    expect(world.sentTo(ADMINS)).toEqual([]);
    expect(world.clock.pending()).toBe(0);
  });

  it('waits as long as Teams asks, and keeps trying an admin channel that is closed to us', async () => {
    world = await startNotices();
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
    expect(world.sentTo(ADMINS)).toHaveLength(1);
    expect((await world.chat.conversation(ADMINS))?.reachable).toBe(true);
  });

  it('is told at once in an admin channel that opens, but not before Teams said', async () => {
    world = await startNotices();
    await world.chat.saveConversation(aConversation());
    world.gateway.failures.push({ outcome: 'gone', what: 'conversation', reason: '403' });
    world.desk.trouble = [aTrouble()];
    await world.cycle();
    world.gateway.failures.push({ outcome: 'retry', afterSeconds: 30, reason: '429' });
    world.keeper.lookAgain();
    await world.pass(2_000);
    expect(world.gateway.attempts).toBe(2);
    world.keeper.lookAgain();
    await world.pass(20_000, 1_000);
    expect(world.gateway.attempts).toBe(2);
    await world.pass(20_000, 1_000);
    expect(world.sentTo(ADMINS)).toEqual([`root ${sentinelDown}`]);
  });

  it('is kept true at once in an admin channel that opened before its time', async () => {
    world = await startNotices();
    await world.chat.saveConversation(aConversation());
    world.gateway.failures.push({ outcome: 'gone', what: 'conversation', reason: '403' });
    world.desk.trouble = [aTrouble()];
    await world.cycle();
    world.keeper.lookAgain();
    await world.pass(2_000);
    world.desk.trouble = [aTrouble({ sentence: 'Sentinel could not be read in 4 cycles in a row: 503' })];
    await world.cycle();
    expect(world.sentTo(ADMINS)).toEqual([
      `root ${sentinelDown}`,
      'edit ⚠ workspace: Sentinel could not be read in 4 cycles in a row: 503',
    ]);
  });

  it('does not put back a card that somebody deleted, however the trouble goes on', async () => {
    world = await startNotices();
    await world.chat.saveConversation(aConversation());
    world.desk.trouble = [aTrouble()];
    await world.cycle();
    world.gateway.failures.push({ outcome: 'gone', what: 'message', reason: '404' });
    for (const failures of [4, 5, 6]) {
      world.desk.trouble = [aTrouble({ sentence: `in ${failures} cycles` })];
      await world.cycle();
    }
    expect(world.sentTo(ADMINS)).toEqual([`root ${sentinelDown}`]);
  });

  it('reaches an admin channel that never said anything where its tenant is reached, once that is known', async () => {
    world = await startNotices();
    world.desk.trouble = [aTrouble()];
    await world.cycle();
    expect(world.gateway.attempts).toBe(0);
    expect(world.errors).toEqual(['no admin can be told yet: add the app to the team of ADMIN_CHANNEL']);
    await world.cycle();
    expect(world.errors).toHaveLength(1);
    await world.chat.saveConversation(
      aConversation({ id: 'elsewhere', serviceUrl: 'https://smba.trafficmanager.net/x/' }),
    );
    await world.cycle();
    expect(world.sentTo(ADMINS)).toEqual([`root ${sentinelDown}`]);
    expect(await world.chat.conversation(ADMINS)).toMatchObject({ serviceUrl: 'https://smba.trafficmanager.net/x/' });
  });

  it('of many incidents at once shares a card past the tenth', async () => {
    world = await startNotices();
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
    expect(world.sentTo(ADMINS)).toHaveLength(4);
    expect(world.sentTo(ADMINS).at(-1)).toContain('#3, #4, #5, #6, #7, #8, #9, #10, #11, #12 and 27 more');
    world.desk.trouble = dead(3);
    await world.cycle();
    expect(world.sentTo(ADMINS)).toHaveLength(5);
    expect(world.sentTo(ADMINS).at(-1)).toContain('edit Over');
  });
});

test('a bound channel that takes nothing any more is told to admins, until it is back', async () => {
  world = await startNotices();
  await world.chat.saveConversation(aConversation());
  await world.chat.saveConversation(aConversation({ id: 'a', name: 'Alerts' }));
  await world.chat.bind({ conversationId: 'a', boundBy: 'ana', boundAt: '2026-11-22T09:00:00Z' });
  await world.cycle();
  expect(world.sentTo(ADMINS)).toEqual([]);
  await world.chat.saveConversation(aConversation({ id: 'a', name: 'Alerts', reachable: false }));
  await world.cycle();
  expect(world.sentTo(ADMINS).at(-1)).toContain('Incidents are posted in Alerts, which cannot be written to any more.');
  await world.cycle();
  expect(world.sentTo(ADMINS)).toHaveLength(1);
  await world.chat.saveConversation(aConversation({ id: 'a', name: 'Alerts' }));
  await world.cycle();
  expect(world.sentTo(ADMINS).at(-1)).toContain('edit Over');
});
