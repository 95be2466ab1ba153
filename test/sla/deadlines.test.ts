import { missedDeadlines } from '../../src/sla/missed-deadlines.ts';
import { deadlinesOf } from '../../src/sla/deadlines.ts';
import type { DeadlineSeconds } from '../../src/sla/policy.ts';
import { openingsOf } from '../../src/sync/history/openings.ts';
import type { History } from '../../src/sync/history/timeline.ts';
import { timelineOf } from '../../src/sync/history/timeline.ts';
import { aHistory, minute, toOwner, toSeverity, toState } from '../support/histories.ts';

/** High: 10 minutes and 60; low: 100 and 600; medium: only 300 to close. */
const deadlines: DeadlineSeconds = {
  high: { acknowledge: 600, close: 3_600 },
  medium: { close: 18_000 },
  low: { acknowledge: 6_000, close: 36_000 },
};
const inMinutes = (time: number | null) => (time === null ? null : (time - minute(0)) / 60_000);

/** `kind severity dueAt metAt missedAt` of every deadline of the last opening, in minutes. */
function standing(history: History, at: number): string[] {
  return deadlinesOf(openingsOf(history).at(-1)!, deadlines, minute(at)).map(
    ({ kind, severity, dueAt, metAt, missedAt }) =>
      `${kind} ${severity} due ${inMinutes(dueAt)} met ${inMinutes(metAt)} missed ${inMinutes(missedAt)}`,
  );
}

describe('the deadlines of an incident', () => {
  it('count from its creation by its severity', () => {
    expect(standing(aHistory([]), 5)).toEqual([
      'acknowledge high due 10 met null missed null',
      'close high due 60 met null missed null',
    ]);
    expect(standing(aHistory([], { severity: 'medium' }), 5)).toEqual(['close medium due 300 met null missed null']);
    expect(standing(aHistory([], { severity: 'unknown' }), 5)).toEqual([]);
  });

  it('are met at their very end, and missed after it', () => {
    expect(standing(aHistory([toState(10, 'active')]), 30)[0]).toBe('acknowledge high due 10 met 10 missed null');
    expect(standing(aHistory([toState(11, 'active')]), 30)[0]).toBe('acknowledge high due 10 met 11 missed 10');
    expect(standing(aHistory([]), 10)[0]).toBe('acknowledge high due 10 met null missed null');
    expect(standing(aHistory([]), 11)[0]).toBe('acknowledge high due 10 met null missed 10');
  });

  it('begin anew when it is raised, and count from the beginning when it is lowered', () => {
    const raised = aHistory([toSeverity(50, 'low', 'high')], { severity: 'high' });
    expect(standing(raised, 55)[0]).toBe('acknowledge high due 60 met null missed null');
    const lowered = aHistory([toSeverity(5, 'high', 'low')], { severity: 'low' });
    expect(standing(lowered, 55)[0]).toBe('acknowledge low due 100 met null missed null');
  });

  it('stay missed at the severity it had then', () => {
    const history = aHistory([toSeverity(50, 'high', 'low')], { severity: 'low' });
    expect(standing(history, 55)[0]).toBe('acknowledge high due 10 met null missed 10');
  });

  it('begin anew when it is reopened, but not when its closing was taken back at once', () => {
    const reopened = aHistory([toState(5, 'closed'), toState(100, 'new', { isMachine: true })]);
    expect(standing(reopened, 105)).toEqual([
      'acknowledge high due 110 met null missed null',
      'close high due 160 met null missed null',
    ]);
    const flapped = aHistory([toState(3, 'closed', { isMachine: true }), toState(8, 'new', { isMachine: true })]);
    expect(standing(flapped, 9)[0]).toBe('acknowledge high due 10 met null missed null');
  });

  it('are none once it was merged, which closes it in the same moment', () => {
    const merged = { minute: 30, kind: 'merged', origin: 'defender' } as const;
    expect(standing(aHistory([merged]), 40)).toEqual([]);
    expect(standing(aHistory([toState(30, 'closed', { isMachine: true, origin: 'defender' }), merged]), 40)).toEqual(
      [],
    );
  });
});

describe('taking an incident up', () => {
  const acknowledged = (history: History) => inMinutes(openingsOf(history).at(-1)!.acknowledged?.at ?? null);

  it.each([
    ['setting it active', toState(4, 'active')],
    ['closing it', toState(4, 'closed')],
    ['taking or giving it', toOwner(4, 'ana', { origin: 'defender', actorName: 'raj@contoso.com' })],
    [
      'commenting on it',
      { minute: 4, kind: 'commented', origin: 'chat', actorName: 'Ana Diaz', now: 'On it' } as const,
    ],
  ])('is %s, by a person', (_, event) => {
    expect(acknowledged(aHistory([event]))).toBe(4);
  });

  it.each([
    ['a rule assigns it', toOwner(4, 'ana', { origin: 'rule', isMachine: true, actorName: 'VIP' })],
    ['a machine sets it active', toState(4, 'active', { isMachine: true, origin: 'defender' })],
    ['its owner is taken away', { ...toOwner(4, null), before: null }],
    ['its tags change', { minute: 4, field: 'tags', now: ['vip'] } as const],
    ['a rule comments', { minute: 4, kind: 'commented', origin: 'rule', isMachine: true, now: 'Look' } as const],
  ])('is not that %s', (_, event) => {
    expect(acknowledged(aHistory([event]))).toBeNull();
  });

  it('may have happened before it was first seen', () => {
    const owner = { upn: 'ana@contoso.com', objectId: null, name: null };
    expect(acknowledged(aHistory([], { owner }))).toBe(0);
    const history = aHistory([]);
    const [opened] = history.events;
    const active = { ...history, events: [{ ...opened!, now: toState(0, 'active').now }] };
    expect(acknowledged(active)).toBe(0);
  });

  it('is needed again after a machine reopened it', () => {
    const told = [toOwner(1, 'ana'), toState(5, 'closed'), toState(100, 'new', { isMachine: true })];
    expect(acknowledged(aHistory(told, { owner: { upn: 'ana@contoso.com', objectId: null, name: null } }))).toBeNull();
  });
});

describe('the deadlines missed in a period', () => {
  const between = (from: number, until: number) => ({
    from: new Date(minute(from)).toISOString(),
    until: new Date(minute(until)).toISOString(),
  });
  const missedIn = (history: History, ...periods: ReturnType<typeof between>[]) =>
    missedDeadlines(
      { timelines: async () => [timelineOf(history)], stirringSince: async () => [12] },
      { deadlines },
      periods,
    );
  const missed = async (history: History, from: number, until: number) =>
    (await missedIn(history, between(from, until)))[0];

  const aMiss = (kind: string, severity: string) => ({ incident: 12, kind, severity });

  it('are told once each, when they were missed, by the severity of then', async () => {
    const history = aHistory([toSeverity(40, 'high', 'low')], { severity: 'low' });
    expect(await missed(history, 0, 30)).toEqual([aMiss('acknowledge', 'high')]);
    expect(await missed(history, 30, 500)).toEqual([]);
    expect(await missed(history, 500, 700)).toEqual([aMiss('close', 'low')]);
    expect(await missedIn(history, between(500, 700), between(0, 30))).toEqual([
      [aMiss('close', 'low')],
      [aMiss('acknowledge', 'high')],
    ]);
  });

  it('leave out what was over before anybody had to take it up', async () => {
    const resolved = aHistory([toState(5, 'closed', { isMachine: true })]);
    expect(await missed(resolved, 0, 500)).toEqual([]);
  });

  it('are counted while others get their turn, however many incidents there are', async () => {
    const numbers = Array.from({ length: 1_600 }, (_, index) => index);
    const asked: string[] = [];
    const records = {
      stirringSince: async () => numbers,
      timelines: async () => (asked.push('a batch'), []),
    };
    const other = (left: number): void =>
      void setImmediate(() => (asked.push('somebody else'), left > 1 && other(left - 1)));
    other(3);
    await missedDeadlines(records, { deadlines }, [between(0, 30)]);
    expect(asked.slice(0, 6)).toEqual([
      'a batch',
      'somebody else',
      'a batch',
      'somebody else',
      'a batch',
      'somebody else',
    ]);
  });

  it('know nothing of what happened after it', async () => {
    const merged = aHistory([{ minute: 200, kind: 'merged', origin: 'defender' }]);
    expect(await missed(merged, 0, 100)).toEqual([aMiss('acknowledge', 'high'), aMiss('close', 'high')]);
    expect(await missed(merged, 0, 300)).toEqual([]);
    const reopened = aHistory([toState(70, 'closed'), toState(90, 'new'), { minute: 200, kind: 'merged' }]);
    expect(await missed(reopened, 0, 100)).toHaveLength(2);
    expect(await missed(reopened, 0, 300)).toEqual([]);
  });
});
