import { createOncallDesk } from '../../src/oncall/create-oncall-desk.ts';
import type { PresentRota } from '../../src/oncall/create-oncall-desk.ts';
import { createHandoverTeller } from '../../src/oncall/tell-handovers.ts';
import { createEscalationWatch } from '../../src/oncall/watch-escalations.ts';
import type { IncidentWatch } from '../../src/schedule/watch-incidents.ts';
import { openState } from '../../src/incident/state.ts';
import type { NewPagingEvent, PagingEvent } from '../../src/sync/ports/paging-records.ts';
import type { Override } from '../../src/sync/ports/oncall.ts';
import { SOC, createClockWorld } from '../support/clock-world.ts';
import type { ClockWorld } from '../support/clock-world.ts';
import { aConversation } from '../support/notices.ts';
import { aPolicy, ana, lea, raj } from '../support/rotas.ts';

const MINUTE = 60_000;
let world: ClockWorld;
let watch: IncidentWatch;
let oncall: PresentRota;
let overrides: Override[];

beforeEach(async () => {
  // Tuesday noon in Berlin, in Ana's week.
  world = await createClockWorld('2026-10-06T10:00:00.000Z');
  overrides = [];
  const records = {
    overrides: async () => overrides,
    addOverride: async (override: Override) => void overrides.unshift(override),
  };
  oncall = createOncallDesk({ ...world, policy: aPolicy(), overrides: records });
  watch = createEscalationWatch({ ...world, policy: aPolicy(), oncall });
  await watch.look();
  for (const person of [ana, raj, lea])
    await world.chat.saveConversation(
      aConversation({ id: person.name, kind: 'personal', teamId: null, personObjectId: person.objectId }),
    );
  await world.raise(12);
});
afterEach(async () => {
  watch.stop();
  await world.stop();
});

const pass = async (minutes: number) => {
  for (let minute = 0; minute < minutes; minute += 1) {
    world.clock.advance(MINUTE);
    await watch.look();
  }
  await world.settle();
};
const PAGE = '🔔 Nobody acknowledged #12 (high): Multi-stage incident involving initial access and exfiltration';
const take = { field: 'owner', now: { upn: 'raj@contoso.com', objectId: null, name: null }, actorName: 'Raj' } as const;

test('whoever is on call is mentioned in the thread, then written to, then the lead is', async () => {
  await pass(4);
  expect(world.told(SOC)).toEqual([]);
  await pass(2);
  expect(world.told(SOC)).toEqual([`send ${PAGE}`]);
  expect(world.gateway.sent.at(-1)!.text).toContain(`<at>Ana</at>`);
  expect(world.gateway.sent.at(-1)!.text).toContain(`"mentioned":{"id":"${ana.objectId}","name":"Ana"}`);
  await pass(5);
  expect([world.told('Ana'), world.told('Lea')]).toEqual([[`root ${PAGE}`], []]);
  await pass(30);
  expect([world.told('Ana'), world.told('Lea'), world.told(SOC)]).toEqual([
    [`root ${PAGE}`],
    [`root ${PAGE}`],
    [`send ${PAGE}`],
  ]);
  expect(world.steps.audits.map(({ action, outcome, incident }) => [action, outcome, incident])).toEqual([
    ['page', 'promised:mention', 12],
    ['page', 'promised:direct', 12],
    ['page', 'promised:lead', 12],
  ]);
});

test('taking it up ends everything that was said, and nothing more is', async () => {
  await pass(7);
  world.happen(12, take);
  await pass(30);
  expect(world.told('Ana')).toEqual([]);
  expect(world.told(SOC).at(-1)).toMatch(/^edit Over: #12/);
  expect(world.gateway.sent.at(-1)!.text).toContain('It was acknowledged by Raj.');
});

test('what was done in a portal is found before anybody is told; a rule’s assignment stops nothing', async () => {
  world.happen(12, { ...take, origin: 'rule', isMachine: true });
  await pass(6);
  expect(world.told(SOC)).toHaveLength(1);
  world.desk.onReadAfresh = (number) => world.happen(number, { ...take, field: 'state', now: openState('active') });
  await pass(30);
  expect([world.told('Ana'), world.told('Lea')]).toEqual([[], []]);
});

test('a side that cannot be asked keeps nobody from being told, and the page says so', async () => {
  world.desk.unread = ['sentinel'];
  await pass(6);
  expect(world.gateway.sent.at(-1)!.text).toContain('Sentinel could not be asked');
});

test('a snooze holds no escalation back, and a restart repeats none', async () => {
  await world.chat.snooze({
    incident: 12,
    conversationId: SOC,
    until: '2027-01-01T00:00:00Z',
    byName: 'Ana',
    byObjectId: ana.objectId,
  });
  await pass(6);
  expect(world.told(SOC)).toHaveLength(1);
  watch.stop();
  watch = createEscalationWatch({ ...world, policy: aPolicy(), oncall });
  await world.restartKeeper();
  await pass(2);
  expect(world.told(SOC)).toHaveLength(1);
});

test('somebody without a chat with the bot is mentioned instead; with no thread either, an error says so', async () => {
  world.chat.conversations.delete('Ana');
  await pass(11);
  expect(world.told(SOC)).toEqual([`send ${PAGE}`, `send ${PAGE}`]);
  await world.raise(13, { severity: 'high' });
  await world.chat.unbind(SOC);
  await pass(6);
  expect(world.errors).toEqual([expect.objectContaining({ incident: 13, person: 'Ana' })]);
});

test('it is counted whom pages reached, by which way, and every attempt that reached nobody', async () => {
  const counted = () =>
    world.pages.all().flatMap(({ way, outcome, count }) => (count === 0 ? [] : [`${way} ${outcome} ${count}`]));
  expect(counted()).toEqual([]);
  world.gateway.failures.push({ outcome: 'retry', afterSeconds: 1, reason: 'throttled' });
  await pass(6);
  await pass(5);
  expect(counted()).toEqual(['mention delivered 1', 'mention failed 1', 'direct delivered 1']);
  // What stands is only edited from here on.
  world.happen(12, take);
  await pass(2);
  world.chat.conversations.clear();
  await world.raise(13, { severity: 'high' });
  await pass(7);
  expect(counted()).toEqual(['mention delivered 1', 'mention failed 2', 'direct delivered 1']);
});

test('an override puts somebody else on call, audited, and each turn is told what is open, once', async () => {
  const told = createHandoverTeller({
    ...world,
    oncall,
    placeFor: (objectId) => world.chat.personalChats([objectId]).then(([own]) => own ?? null),
  });
  await told();
  const by = { objectId: lea.objectId, tenantId: 'tenant', upn: null, name: 'Lea' };
  await oncall.set(raj, world.clock.now().getTime() + 3_600_000, by);
  expect(world.desk.rows.at(-1)).toMatchObject({ action: 'oncall set', actorName: 'Lea', outcome: 'accepted' });
  expect((await oncall.now()).turn).toMatchObject({ person: { name: 'Raj' } });
  await told();
  await told();
  await world.settle();
  expect(world.told('Raj')).toEqual(['root Raj is on call now; 1 open']);
  expect(world.gateway.sent.at(-1)!.text).toContain('#12 High: Multi-stage incident');
  // Not edited afterwards, so it says of when it is.
  expect(world.gateway.sent.at(-1)!.text).toContain('As of 06 Oct 2026, 10:00 UTC: 1 open.');
  await pass(6);
  expect(world.gateway.sent.at(-1)!.text).toContain('<at>Raj</at>');
  world.clock.advance(3_600_000);
  await told();
  await world.settle();
  expect(world.told('Ana').filter((text) => text.includes('is on call now'))).toEqual([
    'root Ana is on call now; 1 open',
  ]);
});

test('a paging system is told once of each alert, also where Teams reaches nobody, and when it is over', async () => {
  const told: NewPagingEvent[] = world.steps.paged;
  const paging = {
    eventsOf: async (dedupKey: string) => told.filter((one) => one.dedupKey === dedupKey) as PagingEvent[],
    addEvent: async (event: NewPagingEvent) => void told.push(event),
  };
  watch.stop();
  watch = createEscalationWatch({ ...world, policy: aPolicy(), oncall, paging });
  world.chat.conversations.clear();
  await pass(9);
  expect(told).toEqual([]);
  await pass(2);
  expect(told).toMatchObject([{ action: 'trigger', alert: { incident: 12, severity: 'high', person: 'Ana' } }]);
  world.happen(12, take);
  await pass(2);
  await pass(2);
  world.happen(12, { field: 'state', now: { ...openState('new'), status: 'closed' } });
  await pass(2);
  expect(told.map(({ action }) => action)).toEqual(['trigger', 'acknowledge', 'resolve']);
  expect(new Set(told.map(({ dedupKey }) => dedupKey)).size).toBe(1);
});

test('what was closed in the last moments of another process is over for the one that comes after', async () => {
  await pass(7);
  watch.stop();
  world.happen(12, { field: 'state', now: { ...openState('new'), status: 'closed' } });
  world.histories.openIncidents = async () => [];
  watch = createEscalationWatch({ ...world, policy: aPolicy(), oncall });
  await watch.look();
  await world.settle();
  expect(world.told(SOC).at(-1)).toMatch(/^edit Over: #12/);
});
