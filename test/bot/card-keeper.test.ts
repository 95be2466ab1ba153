import { createAdminPlaces } from '../../src/bot/admin-places.ts';
import { createCardKeeper } from '../../src/bot/keeper/card-keeper.ts';
import type { CardKeeper } from '../../src/bot/keeper/card-keeper.ts';
import { CardSigner } from '../../src/cards/card-signer.ts';
import type { Conversation } from '../../src/sync/ports/chat-records.ts';
import { FakeChatRecords } from '../support/fake-chat-records.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { FakeDesk } from '../support/fake-desk.ts';
import { FakeGateway } from '../support/fake-gateway.ts';
import { aClosedView, aView } from '../support/views.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const conversation = (id: string): Conversation => ({
  id,
  kind: 'channel',
  tenantId: 't',
  serviceUrl: 'https://smba.trafficmanager.net/teams/',
  teamId: id,
  name: null,
  personObjectId: null,
  reachable: true,
});

function setUp() {
  const clock = createFakeClock('2026-11-22T10:00:00.000Z');
  const desk = new FakeDesk();
  const chat = new FakeChatRecords(
    (number) => desk.incidents.get(number)?.version ?? -1,
    (number) => desk.incidents.get(number)?.state.status !== 'closed',
  );
  const gateway = new FakeGateway(() => clock.now());
  const cards = { signer: new CardSigner(['a-test-card-secret']), timeZone: 'UTC' };
  const admins = createAdminPlaces({
    chat,
    adminChannel: null,
    adminIds: [],
    tenantId: 't',
    defaultServiceUrl: null,
  });
  const create = () => createCardKeeper({ desk, chat, gateway, admins, cards, clock, logger: silent });
  const bind = async (id: string) => {
    await chat.saveConversation(conversation(id));
    await chat.bind({ conversationId: id, boundBy: 'admin', boundAt: '2026-11-22T09:00:00Z' });
  };
  /** Moves time on in small steps and lets what became due come to rest each time. */
  const pass = async (milliseconds: number, step = 250) => {
    for (let moved = 0; moved < milliseconds; moved += step) {
      clock.advance(step);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { clock, desk, chat, gateway, create, bind, pass };
}

type World = ReturnType<typeof setUp>;
let world: World;
let keeper: CardKeeper;
beforeEach(() => {
  world = setUp();
  keeper = world.create();
});
afterEach(() => keeper.stop());

const incident = (number: number, patch = {}) => aView({ number, ...patch });

describe('the card keeper', () => {
  it('posts one card per incident and bound conversation, and none where nobody bound', async () => {
    const { desk, chat, gateway, bind, pass } = world;
    await bind('a');
    await bind('b');
    await chat.saveConversation(conversation('c'));
    keeper.start();
    desk.add(incident(1), incident(2), incident(3, { announced: false }));
    await pass(2_000);
    expect(
      gateway
        .of('root')
        .map((one) => `${one.conversationId}: ${one.summary.slice(0, 9)}`)
        .toSorted((a, b) => a.localeCompare(b)),
    ).toEqual(['a: HIGH · #1', 'a: HIGH · #2', 'b: HIGH · #1', 'b: HIGH · #2']);
  });

  it('posts where a rule was bound only what fits it, once it does, and keeps the card when it fits no more', async () => {
    const { desk, chat, gateway, bind, pass } = world;
    await bind('all');
    await chat.saveConversation(conversation('high'));
    await chat.saveConversation(conversation('vip'));
    const by = { boundBy: 'admin', boundAt: '2026-11-22T09:00:00Z' };
    await chat.bind({ conversationId: 'high', ...by, rule: { least: 'high', tag: null } });
    await chat.bind({ conversationId: 'vip', ...by, rule: { least: 'low', tag: 'VIP' } });
    keeper.start();
    desk.add(incident(1, { severity: 'medium', tags: [] }), incident(2, { severity: 'high', tags: [] }));
    desk.add(incident(3, { severity: 'informational', tags: ['vip'] }));
    await pass(3_000);
    const posted = (id: string) => gateway.of('root').filter((one) => one.conversationId === id).length;
    expect([posted('all'), posted('high'), posted('vip')]).toEqual([3, 1, 0]);
    desk.change(1, { severity: 'high', tags: ['vip'] });
    await pass(5_000);
    expect([posted('all'), posted('high'), posted('vip')]).toEqual([3, 2, 1]);
    desk.change(1, { severity: 'low', tags: [] });
    await pass(5_000);
    expect(gateway.of('edit').filter((one) => one.conversationId === 'high')).toHaveLength(1);
  });

  it('edits the card when the incident changes, at most once in three seconds', async () => {
    const { desk, gateway, bind, pass } = world;
    await bind('a');
    keeper.start();
    desk.add(incident(1));
    await pass(5_000);
    for (let n = 0; n < 8; n += 1) {
      desk.change(1, { title: `Title ${n}` });
      await pass(500);
    }
    await pass(5_000);
    const edits = gateway.of('edit');
    expect(edits.at(-1)?.text).toContain('Title 7');
    edits.slice(1).forEach((edit, index) => expect(edit.at - edits[index]!.at).toBeGreaterThanOrEqual(3_000));
    expect(gateway.of('root')).toHaveLength(1);
  });

  it('does not edit while somebody waits for the answer to a press on that card', async () => {
    const { desk, chat, gateway, bind, pass } = world;
    await bind('a');
    keeper.start();
    desk.add(incident(1));
    await pass(5_000);
    let release = (): void => undefined;
    const [card] = [...chat.cards.keys()];
    keeper.hold(card!, new Promise((resolve) => (release = resolve)));
    desk.change(1, { title: 'Pressed' });
    await pass(5_000);
    expect(gateway.of('edit')).toHaveLength(0);
    release();
    await pass(1_000);
    expect(gateway.of('edit')).toHaveLength(1);
  });

  it('goes on where it was after a crash, without posting twice', async () => {
    const { desk, gateway, bind, pass, create } = world;
    await bind('a');
    keeper.start();
    desk.add(incident(1));
    await pass(2_000);
    await keeper.stop();
    desk.add(incident(2));
    desk.change(1, { title: 'While away' });
    keeper = create();
    keeper.start();
    await pass(5_000);
    expect(gateway.of('root').map((one) => one.summary.slice(0, 9))).toEqual(['HIGH · #1', 'HIGH · #2']);
    expect(gateway.of('edit').at(-1)?.text).toContain('While away');
  });

  describe('where nothing may be written any more', () => {
    const editsSince = (count: number) => world.gateway.of('edit').slice(count);

    it('takes the buttons off the cards of closed incidents too, and puts them back when it may be again', async () => {
      const { desk, gateway, bind, pass } = world;
      await bind('a');
      keeper.start();
      desk.add(aClosedView({ number: 1, createdAt: '2026-11-22T09:59:00Z' }));
      await pass(5_000);
      desk.readOnly = 'Observe mode: nothing is written.';
      desk.cycled();
      await pass(5_000);
      expect(gateway.of('edit')).toHaveLength(1);
      expect(gateway.of('edit')[0]?.text).toContain('Observe mode');
      expect(gateway.of('edit')[0]?.text).not.toContain('reopen');
      desk.readOnly = null;
      desk.cycled();
      await pass(5_000);
      expect(editsSince(1).map(({ text }) => text)).toEqual([expect.stringContaining('reopen')]);
      desk.cycled();
      await pass(5_000);
      expect(gateway.of('edit')).toHaveLength(2);
    });

    it('knows after a start how the cards were drawn before it', async () => {
      const { desk, gateway, bind, pass, create } = world;
      await bind('a');
      keeper.start();
      desk.add(aClosedView({ number: 1, createdAt: '2026-11-22T09:59:00Z' }));
      await pass(5_000);
      await keeper.stop();
      desk.readOnly = 'Observe mode: nothing is written.';
      keeper = create();
      keeper.start();
      await pass(5_000);
      expect(editsSince(0).map(({ text }) => text)).toEqual([expect.stringContaining('Observe mode')]);
      expect(gateway.of('root')).toHaveLength(1);
    });

    it('lets what happens now go before thousands of such cards', async () => {
      const { desk, chat, gateway, bind, pass, clock } = world;
      await bind('a');
      const now = clock.now().toISOString();
      for (let number = 1; number <= 100; number += 1) {
        desk.add(aClosedView({ number }));
        await chat.addCard({
          id: `card ${number}`,
          incident: number,
          conversationId: 'a',
          kind: 'shown',
          threadId: 'a',
          activityId: `activity ${number}`,
          shownVersion: 3,
          shownHash: 'before',
          shownReadOnly: null,
          attempts: 0,
          notBefore: now,
          error: null,
          createdAt: now,
        });
      }
      desk.readOnly = 'Observe mode: nothing is written.';
      keeper.start();
      await pass(20_000);
      expect(gateway.of('edit')).toHaveLength(20);
      desk.add(incident(200));
      await pass(2_000);
      expect(gateway.of('root')).toHaveLength(1);
      await pass(150_000);
      expect(gateway.of('edit')).toHaveLength(100);
    });
  });

  it('does nothing when nothing changes', async () => {
    const { desk, clock, gateway, bind, pass } = world;
    await bind('a');
    keeper.start();
    desk.add(incident(1));
    await pass(5_000);
    const { attempts } = gateway;
    await pass(60_000, 5_000);
    expect(gateway.attempts).toBe(attempts);
    expect(clock.pending()).toBe(0);
  });

  it('tries again when Teams asks to, and gives up a conversation that is gone until it comes back', async () => {
    const { desk, chat, gateway, bind, pass } = world;
    await bind('a');
    keeper.start();
    gateway.failures.push({ outcome: 'retry', afterSeconds: 20, reason: '429' });
    desk.add(incident(1));
    await pass(15_000, 1_000);
    expect(gateway.attempts).toBe(1);
    await pass(10_000, 1_000);
    expect(gateway.of('root')).toHaveLength(1);

    gateway.failures.push({ outcome: 'gone', what: 'conversation', reason: '403' });
    desk.change(1, { title: 'Unseen' });
    await pass(10_000, 1_000);
    expect((await chat.conversation('a'))?.reachable).toBe(false);
    const { attempts } = gateway;
    desk.change(1, { title: 'Still unseen' });
    await pass(60_000, 5_000);
    expect(gateway.attempts).toBe(attempts);

    await chat.saveConversation(conversation('a'));
    keeper.lookAgain();
    await pass(2_000);
    expect(gateway.of('edit').at(-1)?.text).toContain('Still unseen');
  });

  it('does not put back a message that somebody deleted', async () => {
    const { desk, gateway, bind, pass } = world;
    await bind('a');
    keeper.start();
    desk.add(incident(1));
    await pass(5_000);
    gateway.failures.push({ outcome: 'gone', what: 'message', reason: '404' });
    desk.change(1, { title: 'x' });
    await pass(5_000);
    desk.change(1, { title: 'y' });
    await pass(5_000);
    expect(gateway.of('edit')).toHaveLength(0);
    expect(gateway.of('root')).toHaveLength(1);
  });

  it('makes one storm card of more than five incidents, naming how many and the worst', async () => {
    const { desk, gateway, bind, pass } = world;
    await bind('a');
    keeper.start();
    desk.add(...Array.from({ length: 30 }, (_, n) => incident(n + 1, { severity: n === 16 ? 'high' : 'low' })));
    await pass(5_000);
    expect(gateway.of('root').map((one) => one.summary)).toEqual(['30 new incidents; the worst is #17 (High)']);
    desk.change(4, { title: 'x' });
    await pass(5_000);
    expect(gateway.of('edit')).toHaveLength(0);
  });

  it('lets a storm grow while it goes on, and posts single cards once it is over', async () => {
    const { desk, gateway, bind, pass } = world;
    await bind('a');
    keeper.start();
    for (let number = 1; number <= 12; number += 1) {
      desk.add(incident(number));
      await pass(750);
    }
    await pass(8_000);
    expect(gateway.of('root')).toHaveLength(6);
    expect(gateway.sent.at(-1)).toMatchObject({ kind: 'edit', summary: '12 new incidents; the worst is #1 (High)' });
    await pass(12_000);
    desk.add(incident(13));
    await pass(2_000);
    expect(gateway.of('root').at(-1)?.summary).toContain('#13');
  });

  it('begins at most ten messages a minute, however the incidents come', async () => {
    const { desk, gateway, bind, pass } = world;
    await bind('a');
    keeper.start();
    for (let number = 1; number <= 60; number += 1) {
      desk.add(incident(number));
      await pass(2_250);
    }
    await pass(90_000, 1_000);
    const roots = gateway.of('root');
    for (const root of roots) {
      const within = roots.filter((one) => one.at >= root.at && one.at < root.at + 60_000);
      expect(within.length).toBeLessThanOrEqual(10);
    }
    const told = [...world.chat.cards.values()];
    expect(told).toHaveLength(60);
    expect(told.every((card) => card.activityId !== null)).toBe(true);
  });

  it('brings a newly bound conversation up to date with what is open, not with what is over', async () => {
    const { desk, gateway, bind, pass } = world;
    keeper.start();
    desk.add(incident(1), aClosedView({ number: 2, createdAt: '2026-11-22T08:00:00Z' }), aClosedView({ number: 3 }));
    await pass(2_000);
    await bind('a');
    keeper.lookAgain();
    desk.change(2, { title: 'x' });
    desk.change(3, { title: 'y' });
    await pass(3_000);
    expect(
      gateway
        .of('root')
        .map((one) => /#\d/.exec(one.summary)?.[0] ?? '')
        .toSorted((a, b) => a.localeCompare(b)),
    ).toEqual(['#1', '#3']);
  });

  it('posts nothing new where an admin unbound, and keeps the cards there true', async () => {
    const { desk, chat, gateway, bind, pass } = world;
    await bind('a');
    keeper.start();
    desk.add(incident(1));
    await pass(5_000);
    await chat.unbind('a');
    desk.add(incident(2));
    desk.change(1, { title: 'still true' });
    await pass(5_000);
    expect(gateway.of('root')).toHaveLength(1);
    expect(gateway.of('edit').at(-1)?.text).toContain('still true');
  });
});
