import { createRuleMessageKeeper } from '../../src/bot/keeper/rule-message-keeper.ts';
import type { RuleMessageKeeper } from '../../src/bot/keeper/rule-message-keeper.ts';
import { createPaces } from '../../src/bot/keeper/pace.ts';
import { CARD_TIMINGS } from '../../src/bot/keeper/timings.ts';
import type { RuleMessage } from '../../src/sync/ports/rule-messages.ts';
import { FakeChatRecords } from '../support/fake-chat-records.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { FakeDesk } from '../support/fake-desk.ts';
import { FakeGateway } from '../support/fake-gateway.ts';
import { aView } from '../support/views.ts';

/** Invariant: what a rule wants told is told once, in that conversation, or said to be impossible. */

const SOC = '19:soc@thread.tacv2';

function setUp() {
  const clock = createFakeClock('2026-11-22T10:00:00.000Z');
  const desk = new FakeDesk();
  const chat = new FakeChatRecords(() => -1);
  const gateway = new FakeGateway(() => clock.now());
  const kept = new Map<string, RuleMessage>();
  const open = () => [...kept.values()].filter(({ state }) => state === 'open');
  const messages = {
    due: async (now: string, limit: number) =>
      open()
        .filter(({ notBefore }) => notBefore <= now)
        .slice(0, limit),
    nextAt: async () =>
      open()
        .map(({ notBefore }) => notBefore)
        .toSorted()[0] ?? null,
    save: async (message: RuleMessage) => void kept.set(message.id, message),
  };
  const errors: object[] = [];
  const none = () => undefined;
  const logger = { debug: none, info: none, warn: none, error: (fields: object) => void errors.push(fields) };
  const want = (incident: number, more: Partial<RuleMessage> = {}) => {
    desk.incidents.set(incident, aView({ number: incident, title: 'Phish [here](https://evil.example)' }));
    const id = `m${kept.size}`;
    const at = clock.now().toISOString();
    kept.set(id, {
      id,
      connectionId: 'c',
      incident,
      rule: 'VIP',
      actionId: `a${id}`,
      conversationId: SOC,
      text: 'Call the VIP desk',
      state: 'open',
      attempts: 0,
      notBefore: at,
      error: null,
      createdAt: at,
      ...more,
    });
    return () => kept.get(id)!;
  };
  const paces = createPaces(clock, CARD_TIMINGS);
  const keeper = createRuleMessageKeeper({ desk, chat, messages, gateway, paces, clock, logger });
  const pass = async (milliseconds: number) => {
    for (let moved = 0; moved <= milliseconds; moved += 1000) {
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      clock.advance(1000);
    }
  };
  const know = () =>
    chat.saveConversation({
      id: SOC,
      kind: 'channel',
      tenantId: 't',
      serviceUrl: 'https://smba.trafficmanager.net/teams/',
      teamId: SOC,
      name: null,
      personObjectId: null,
      reachable: true,
    });
  return { clock, desk, chat, gateway, keeper, errors, want, pass, know };
}

let world: ReturnType<typeof setUp>;
let keeper: RuleMessageKeeper;
beforeEach(() => {
  world = setUp();
  keeper = world.keeper;
});
afterEach(() => keeper.stop());

test('is posted once, with the rule named and the title harmless', async () => {
  await world.know();
  const message = world.want(7);
  keeper.start();
  await world.pass(5_000);
  expect(message().state).toBe('sent');
  const [sent, ...more] = world.gateway.of('root');
  expect(more).toEqual([]);
  expect(sent).toMatchObject({ conversationId: SOC, summary: '#7 Call the VIP desk' });
  expect(sent!.text).toContain('From the rule \\"VIP\\"');
  expect(sent!.text).not.toContain('https://evil');
  expect(world.desk.rows.at(-1)).toMatchObject({ actorKind: 'rule', actorName: 'VIP', outcome: 'written:teams' });
});

test('is looked for after each cycle', async () => {
  await world.know();
  keeper.start();
  await world.pass(1_000);
  const message = world.want(7);
  world.desk.cycled();
  await world.pass(1_000);
  expect(message().state).toBe('sent');
});

test('waits for a Teams that is throttling, and is posted then', async () => {
  await world.know();
  const message = world.want(7);
  world.gateway.failures.push({ outcome: 'retry', afterSeconds: 30, reason: 'slow down' });
  keeper.start();
  await world.pass(10_000);
  expect(message()).toMatchObject({ state: 'open', attempts: 1, error: 'slow down' });
  await world.pass(30_000);
  expect(message()).toMatchObject({ state: 'sent', error: null });
});

test('is given up, and said so, where the bot is not or Teams takes it never', async () => {
  const unknown = world.want(7);
  keeper.start();
  await world.pass(1_000);
  expect(unknown()).toMatchObject({ state: 'dead', error: expect.stringContaining('add its app there') });
  await world.know();
  const rejected = world.want(8);
  world.gateway.failures.push({ outcome: 'rejected', reason: 'bad card' });
  world.desk.cycled();
  await world.pass(1_000);
  expect(rejected()).toMatchObject({ state: 'dead', error: 'bad card' });
  expect(world.errors).toHaveLength(2);
  expect(world.desk.rows.map(({ outcome }) => outcome)).toEqual(['failed:teams', 'failed:teams']);
});

test('comes with at most nine others a minute', async () => {
  await world.know();
  for (let incident = 1; incident <= 25; incident += 1) world.want(incident);
  keeper.start();
  await world.pass(2_000);
  expect(world.gateway.of('root')).toHaveLength(10);
  await world.pass(130_000);
  expect(world.gateway.of('root')).toHaveLength(25);
});
