import { openState } from '../../src/incident/state.ts';
import type { State } from '../../src/incident/state.ts';
import { createNewsWatch } from '../../src/news/watch-news.ts';
import type { IncidentWatch } from '../../src/schedule/watch-incidents.ts';
import { OTHER, SOC, createClockWorld } from '../support/clock-world.ts';
import type { ClockWorld } from '../support/clock-world.ts';

const MINUTE = 60_000;
const raj = { name: 'Raj Patel', upn: 'raj@contoso.com', objectId: null };
const closed: State = {
  status: 'closed',
  classification: 'falsePositive',
  determination: 'notMalicious',
  reason: null,
  note: '',
};
const active = openState('active');

let world: ClockWorld;
let watch: IncidentWatch;
const begin = () => void (watch = createNewsWatch(world));
beforeEach(async () => {
  world = await createClockWorld();
  begin();
  await watch.look();
  await world.raise(12, { title: 'Credential theft' });
});
afterEach(async () => {
  watch.stop();
  await world.stop();
  expect(world.errors).toEqual([]);
});

const pass = async (milliseconds = MINUTE) => {
  world.clock.advance(milliseconds);
  await watch.look();
  await world.settle();
};
const assigned = { field: 'owner', before: null, now: raj, actorName: 'Ana Diaz', origin: 'chat' } as const;

test('what people must notice is said in the thread, with who did it: a new owner, a higher severity, the end and its end', async () => {
  world.happen(12, assigned);
  await pass();
  world.happen(12, { field: 'severity', before: 'medium', now: 'high', origin: 'defender' });
  await pass();
  world.happen(12, { field: 'state', before: active, now: closed, actorName: 'raj@contoso.com' });
  await pass();
  world.happen(12, { field: 'state', before: closed, now: active });
  await pass();
  expect(world.told(SOC)).toEqual([
    'send #12: Assigned to Raj Patel · Credential theft',
    'send #12: Now of high severity · Credential theft',
    'send #12: Closed as False positive, not malicious · Credential theft',
    'send #12: Reopened · Credential theft',
  ]);
  expect(world.gateway.sent.find(({ summary }) => summary.includes('Assigned'))!.text).toContain(
    'By Ana Diaz in Teams',
  );
});

test('the rest is on the card alone', async () => {
  world.happen(12, { field: 'state', before: openState('new'), now: active });
  world.happen(12, { field: 'severity', before: 'medium', now: 'low' });
  world.happen(12, { field: 'owner', before: raj, now: null });
  world.happen(12, { field: 'tags', before: [], now: ['vip'] });
  world.happen(12, { kind: 'commented', now: 'hello' });
  await pass();
  expect(world.told(SOC)).toEqual([]);
});

test('one change that both systems tell of is said once', async () => {
  const close = { field: 'state', before: openState('new'), now: closed } as const;
  world.happen(12, { ...close, origin: 'defender' });
  world.happen(12, { ...close, origin: 'sentinel' });
  world.happen(12, { ...assigned, origin: 'defender' });
  world.happen(12, { ...assigned, origin: 'sentinel', now: { ...raj, name: 'Raj P.' } });
  await pass();
  expect(world.told(SOC).map((text) => text.slice(0, 24))).toEqual([
    'send #12: Closed as Fals',
    'send #12: Assigned to Ra',
  ]);
});

test('it is said once whatever restarts, and nothing goes on with it', async () => {
  world.happen(12, assigned);
  watch.stop();
  begin();
  await pass();
  watch.stop();
  begin();
  await world.restartKeeper();
  await pass();
  expect(world.told(SOC)).toHaveLength(1);
  expect(await world.chat.liveNotices('news')).toEqual([]);
});

test('a conversation that is bound later is told what happens from then on', async () => {
  world.happen(12, assigned);
  await pass();
  await world.chat.bind({ conversationId: OTHER, boundBy: 'ana', boundAt: world.clock.now().toISOString() });
  world.desk.change(12, {});
  await pass();
  await pass();
  world.happen(12, { field: 'state', before: active, now: closed });
  await pass();
  expect(world.told(OTHER)).toEqual(['send #12: Closed as False positive, not malicious · Credential theft']);
});

test('in a snoozed thread it is said when that is over', async () => {
  const until = (minutes: number) => new Date(world.clock.now().getTime() + minutes * MINUTE).toISOString();
  const by = { byName: 'Ana Diaz', byObjectId: 'ana' };
  await world.chat.snooze({ incident: 12, conversationId: SOC, until: until(30), ...by });
  world.happen(12, assigned);
  await pass();
  expect(world.told(SOC)).toEqual([]);
  await pass(30 * MINUTE);
  await pass();
  expect(world.told(SOC)).toHaveLength(1);
});
