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

test('somebody who cannot be written to is mentioned instead, and the lead told at once; with no thread either, an error says so', async () => {
  world.chat.conversations.delete('Ana');
  await pass(11);
  expect(world.told(SOC)).toEqual([`send ${PAGE}`, `send ${PAGE}`]);
  expect(world.gateway.sent.at(-2)!.text).toContain('Ana could not be written to: the app is not installed for them.');
  // The lead is next at once, and is told why.
  expect(world.told('Lea')).toEqual([`root ${PAGE}`]);
  expect(world.gateway.sent.at(-1)!.text).toContain('Ana could not be written to: the app is not installed for them.');
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
    placeFor: ({ objectId }) => world.chat.personalChats([objectId]).then(([own]) => own ?? null),
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

/** The outbox to a paging system that nothing works off. */
function pagingRecords() {
  const told: NewPagingEvent[] = [];
  const isSame = (one: NewPagingEvent, other: NewPagingEvent) =>
    one.dedupKey === other.dedupKey && one.action === other.action;
  const paging = {
    eventsOf: async (dedupKey: string) => told.filter((one) => one.dedupKey === dedupKey) as PagingEvent[],
    async addEvent(event: NewPagingEvent) {
      if (!told.some((one) => isSame(one, event))) told.push({ ...event, state: 'open', attempts: 0 } as PagingEvent);
    },
  };
  return { told, paging };
}

test('a paging system is told once of each alert, also where Teams reaches nobody, and when it is over', async () => {
  const { told, paging } = pagingRecords();
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

test('a page that was not sent for a while is told only after both systems were asked again', async () => {
  await pass(9);
  world.gateway.failures.push(
    ...Array.from({ length: 3 }, () => ({ outcome: 'retry', afterSeconds: 300, reason: '503' }) as const),
  );
  await pass(2);
  expect(world.told('Ana')).toEqual([]);
  world.desk.onReadAfresh = (number) => world.happen(number, { field: 'state', now: openState('active') });
  await pass(20);
  expect(world.told('Ana')).toEqual([]);
  expect(world.told('Lea')).toEqual([]);
});

test('a page another process left unsent is looked at again by the next one, and is told whoever is on call by then', async () => {
  await pass(9);
  await world.restartKeeper(false);
  await pass(1);
  expect(world.told('Ana')).toEqual([]);
  watch.stop();
  world.clock.advance(5 * 3_600_000);
  overrides.push({
    person: raj,
    from: world.clock.now().toISOString(),
    until: '2026-10-07T00:00:00.000Z',
    setBy: 'lea',
  });
  watch = createEscalationWatch({ ...world, policy: aPolicy(), oncall });
  const { length } = world.desk.afresh;
  await world.restartKeeper();
  expect(world.told('Ana')).toEqual([]);
  await pass(1);
  expect(world.desk.afresh.length).toBeGreaterThan(length);
  expect([world.told('Ana'), world.told('Raj')]).toEqual([[], [`root ${PAGE}`]]);
});

test('a chat that turns out to be closed sends the page elsewhere, and on to the lead at once', async () => {
  await pass(9);
  world.gateway.failures.push({ outcome: 'gone', what: 'conversation', reason: '403 MessageWritesBlocked' });
  await pass(3);
  expect(world.told('Ana')).toEqual([]);
  expect(world.told(SOC)).toEqual([`send ${PAGE}`, `send ${PAGE}`]);
  expect(world.told('Lea')).toEqual([`root ${PAGE}`]);
});

test('after a long outage whoever is on call is told first, and the lead is given as long after that as ever', async () => {
  watch.stop();
  world.clock.advance(6 * 3_600_000);
  watch = createEscalationWatch({ ...world, policy: aPolicy(), oncall });
  await pass(1);
  expect([world.told(SOC), world.told('Ana'), world.told('Lea')]).toEqual([[], [`root ${PAGE}`], []]);
  await pass(4);
  expect(world.told('Lea')).toEqual([]);
  await pass(2);
  expect(world.told('Lea')).toEqual([`root ${PAGE}`]);
});

test('where nobody is on call the lead is mentioned, written to when whoever is would have been, and paged', async () => {
  watch.stop();
  const { told, paging } = pagingRecords();
  const policy = aPolicy({ rotation: null, escalation: { high: { mention: 300, direct: 600 } } });
  const none = createOncallDesk({
    ...world,
    policy,
    overrides: { overrides: async () => [], addOverride: async () => undefined },
  });
  watch = createEscalationWatch({ ...world, policy, oncall: none, paging });
  await pass(9);
  expect(world.gateway.sent.at(-1)!.text).toContain('<at>Lea</at>');
  await pass(3);
  expect(world.told('Lea')).toEqual([`root ${PAGE}`]);
  expect(told).toMatchObject([{ action: 'trigger', alert: { person: 'Lea' } }]);
});

test('a paging system is told though Teams answers nothing', async () => {
  watch.stop();
  const { told, paging } = pagingRecords();
  const reach = async () => ({ outcome: 'unknown', reason: '503' }) as const;
  watch = createEscalationWatch({ ...world, policy: aPolicy(), oncall, paging, reach });
  await world.chat.unbind(SOC);
  await pass(11);
  expect(told).toMatchObject([{ action: 'trigger', alert: { person: 'Ana' } }]);
});

test('what was promised to the paging system before an outage is asked about again', async () => {
  watch.stop();
  const { told, paging } = pagingRecords();
  watch = createEscalationWatch({ ...world, policy: aPolicy(), oncall, paging });
  await pass(11);
  expect(told.map(({ action }) => action)).toEqual(['trigger']);
  watch.stop();
  world.clock.advance(3_600_000);
  world.desk.onReadAfresh = (number) => world.happen(number, { field: 'state', now: openState('active') });
  watch = createEscalationWatch({ ...world, policy: aPolicy(), oncall, paging });
  await watch.look();
  expect(told.map(({ action }) => action)).toEqual(['trigger', 'acknowledge']);
});

test('a clock that was ahead when escalations began keeps nothing quiet', async () => {
  watch.stop();
  world.steps.steps.set('oncall/begun', { key: 'oncall/begun', incident: null, at: '2026-10-08T10:00:00.000Z' });
  watch = createEscalationWatch({ ...world, policy: aPolicy(), oncall });
  await pass(6);
  expect(world.told(SOC)).toEqual([`send ${PAGE}`]);
});

test('a lead who is on call is not told twice at once where they cannot be written to', async () => {
  watch.stop();
  const policy = aPolicy({ lead: ana });
  world.chat.conversations.delete('Ana');
  watch = createEscalationWatch({ ...world, policy, oncall });
  await pass(13);
  expect(world.told(SOC)).toEqual([`send ${PAGE}`, `send ${PAGE}`]);
  await pass(4);
  expect(world.told(SOC)).toHaveLength(3);
});

test('a burst reaches a person as one message a minute, and each incident of it ends by itself', async () => {
  const numbers = Array.from({ length: 29 }, (_, index) => 13 + index);
  for (const number of numbers) await world.raise(number, { severity: 'high' });
  const toAna = () => world.gateway.sent.filter(({ conversationId }) => conversationId === 'Ana');
  await pass(12);
  const posts = toAna().filter(({ kind }) => kind === 'root');
  expect(posts.length).toBeLessThanOrEqual(3);
  for (const number of [12, ...numbers]) {
    const told = posts.filter(({ text, summary }) => new RegExp(`#${number}\\b`).test(text + summary));
    expect([number, told.length]).toEqual([number, expect.any(Number)]);
  }
  const gathered = posts.at(-1)!;
  expect(gathered.summary).toMatch(/^🔔 Nobody acknowledged \d+ incidents, \d+ of them high: #\d+ /);
  for (const [, own] of world.chat.notices) if (own.conversationId === 'Ana') expect(own.activityId).not.toBeNull();
  const [taken, ...others] = [...world.chat.notices.values()].filter(
    ({ activityId }) => activityId === gathered.activityId,
  );
  const before = world.gateway.sent.length;
  world.happen((taken!.subject as { incident: number }).incident, take);
  await watch.look();
  await world.settle(5_000);
  const edits = world.gateway.sent
    .slice(before)
    .filter(({ conversationId, kind }) => conversationId === 'Ana' && kind === 'edit');
  expect(edits.map(({ activityId }) => activityId)).toEqual([gathered.activityId]);
  expect(edits[0]!.summary).toContain(`Nobody acknowledged ${others.length} of ${others.length + 1} incidents`);
  expect(edits[0]!.text).toContain('It was acknowledged by Raj');
  await pass(10);
  const toLead = [...world.chat.notices.values()].filter(({ conversationId }) => conversationId === 'Lea');
  expect(toLead.map(({ subject }) => (subject as { incident: number }).incident)).toHaveLength(29);
  expect(world.told('Lea').filter((text) => text.startsWith('root')).length).toBeLessThanOrEqual(4);
});

test('a clock that is set back by an hour delays nobody’s page by more than that of its own deadline', async () => {
  await pass(11);
  expect(world.told('Ana')).toEqual([`root ${PAGE}`]);
  // Thirty seconds before it would have been the lead's turn.
  await pass(3);
  world.clock.advance(-3_600_000);
  await pass(2);
  expect(world.told('Lea')).toEqual([]);
  // The deadline is a time of day, as every clock but this one said it.
  await pass(62);
  expect(world.told('Lea')).toEqual([`root ${PAGE}`]);
});
