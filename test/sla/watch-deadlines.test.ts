import type { SlaPolicy } from '../../src/sla/policy.ts';
import { createDeadlineWatch } from '../../src/sla/watch-deadlines.ts';
import type { IncidentWatch } from '../../src/schedule/watch-incidents.ts';
import { openState } from '../../src/incident/state.ts';
import { OTHER, SOC, createClockWorld } from '../support/clock-world.ts';
import type { ClockWorld } from '../support/clock-world.ts';

const policy: SlaPolicy = {
  deadlines: { high: { acknowledge: 3_600, close: 36_000 } },
  stale: { afterSeconds: 2 * 86_400, remindAt: '0 9 * * *' },
};
const MINUTE = 60_000;
const DAY = 86_400_000;

let world: ClockWorld;
let watch: IncidentWatch;
const begin = () => {
  watch = createDeadlineWatch({ ...world, policy, timeZone: 'Europe/Berlin' });
};
beforeEach(async () => {
  world = await createClockWorld();
  begin();
  await watch.look();
  await world.raise(12);
});
afterEach(async () => {
  watch.stop();
  await world.stop();
  expect(world.errors).toEqual([]);
});

const pass = async (milliseconds: number) => {
  world.clock.advance(milliseconds);
  await watch.look();
  await world.settle();
};
const take = { field: 'state', now: openState('active'), actorName: 'Ana Diaz' } as const;

const NEAR = 'send ⏰ #12: To acknowledge by 02 Nov 2026, 09:00 UTC (high severity)';
const MISSED = 'send ⏰ #12: Not acknowledged by 02 Nov 2026, 09:00 UTC (high severity)';

test('a deadline is told when four fifths of its time are gone and when it was missed, once each', async () => {
  await pass(47 * MINUTE);
  expect(world.told(SOC)).toEqual([]);
  await pass(MINUTE);
  expect(world.told(SOC)).toEqual([NEAR]);
  await pass(12 * MINUTE);
  await pass(MINUTE);
  expect(world.told(SOC)).toEqual([NEAR, MISSED]);
  watch.stop();
  begin();
  await world.restartKeeper();
  await pass(5 * MINUTE);
  expect(world.told(SOC)).toEqual([NEAR, MISSED]);
  world.happen(12, take);
  await pass(MINUTE);
  expect(world.told(SOC).slice(2)).toEqual([
    'edit Over: #12: Not acknowledged by 02 Nov 2026, 09:00 UTC (high severity)',
  ]);
  expect(world.gateway.sent.at(-1)!.text).toContain('It was acknowledged by Ana Diaz. 02 Nov 2026, 09:');
});

test('both sides are asked before anything is told, and what they say then counts', async () => {
  world.desk.onReadAfresh = (number) => world.happen(number, take);
  await pass(50 * MINUTE);
  expect(world.desk.afresh).toEqual([12]);
  await pass(30 * MINUTE);
  expect(world.told(SOC)).toEqual([]);
  expect(world.desk.afresh).toEqual([12]);
});

test('a snoozed thread is told when that is over, and only what still holds then', async () => {
  const until = new Date(world.clock.now().getTime() + 70 * MINUTE).toISOString();
  await world.chat.snooze({ incident: 12, conversationId: SOC, until, byName: 'Ana', byObjectId: 'ana' });
  await pass(50 * MINUTE);
  await pass(15 * MINUTE);
  expect(world.told(SOC)).toEqual([]);
  expect(world.desk.afresh).toEqual([]);
  await pass(6 * MINUTE);
  expect(world.told(SOC)).toEqual([MISSED]);
  expect(world.desk.afresh).toEqual([12]);
});

test('every bound conversation that shows the incident is told, a snoozed one later', async () => {
  await world.chat.bind({ conversationId: OTHER, boundBy: 'ana', boundAt: '2026-11-01T00:00:00Z' });
  await world.restartKeeper();
  const until = new Date(world.clock.now().getTime() + 55 * MINUTE).toISOString();
  await world.chat.snooze({ incident: 12, conversationId: OTHER, until, byName: 'Ana', byObjectId: 'ana' });
  await pass(50 * MINUTE);
  expect([world.told(SOC), world.told(OTHER)]).toEqual([[NEAR], []]);
  world.desk.onReadAfresh = (number) => world.happen(number, take);
  await pass(8 * MINUTE);
  expect(world.told(OTHER)).toEqual([]);
});

test('nothing is told of what is closed, merged or gone, or was missed before deadlines were watched', async () => {
  world.happen(12, { kind: 'merged', origin: 'defender' });
  await world.raise(13);
  world.happen(13, { field: 'state', now: { ...openState('new'), status: 'closed' } });
  await world.raise(14);
  world.desk.change(14, { standing: 'gone' });
  await pass(20 * 3_600_000);
  expect(world.told(SOC)).toEqual([]);

  world.steps.steps.clear();
  watch.stop();
  await world.raise(15);
  world.clock.advance(2 * 3_600_000);
  begin();
  await pass(MINUTE);
  expect(world.told(SOC)).toEqual([]);
});

test('what nobody touched is brought to mind once a day, until somebody does', async () => {
  world.happen(12, take);
  world.happen(12, { kind: 'commented', origin: 'rule', isMachine: true });
  const told = () => world.told(SOC).filter((text) => text.includes('Nobody touched'));
  const stale = 'send ⏰ #12: Nobody touched this since 02 Nov 2026, 08:00 UTC';
  // At nine in Berlin on the second day it is not two days yet, by seconds.
  await pass(2 * DAY + 30 * MINUTE);
  expect(told()).toEqual([]);
  await pass(DAY);
  expect(told()).toEqual([stale]);
  await pass(60 * MINUTE);
  expect(told()).toEqual([stale]);
  await pass(DAY);
  expect(told()).toEqual([stale, stale]);
  world.happen(12, { kind: 'commented', origin: 'defender' });
  await pass(DAY);
  expect(told()).toEqual([stale, stale, 'edit Over: #12: Nobody touched this since 02 Nov 2026, 08:00 UTC']);
});
