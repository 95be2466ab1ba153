import { readCalendar } from '../../src/oncall/calendar.ts';
import { quietUntil } from '../../src/oncall/quiet-hours.ts';
import { rotaOf } from '../../src/oncall/policy.ts';
import type { OncallPolicy } from '../../src/oncall/policy.ts';
import type { Turn } from '../../src/sync/ports/oncall.ts';
import { aPolicy, ana, lea, raj } from '../support/rotas.ts';

const at = (iso: string) => Date.parse(iso);
const say = (turn: Turn | null) =>
  turn === null
    ? null
    : `${turn.person.name} ${new Date(turn.from).toISOString().slice(0, 16)} – ${new Date(turn.until).toISOString().slice(0, 16)}`;
const turnAt = (policy: OncallPolicy, iso: string, overrides: Turn[] = []) =>
  say(rotaOf(policy)(overrides).turnAt(at(iso)));

describe('a rotation', () => {
  it('begins with its first person and goes on at each handover, in local time over a change of the clocks', () => {
    expect(turnAt(aPolicy(), '2026-10-05T06:59:00Z')).toBeNull();
    expect(turnAt(aPolicy(), '2026-10-05T07:00:00Z')).toBe('Ana 2026-10-05T07:00 – 2026-10-12T07:00');
    expect(turnAt(aPolicy(), '2026-10-25T12:00:00Z')).toBe('Ana 2026-10-19T07:00 – 2026-10-26T08:00');
    expect(turnAt(aPolicy(), '2026-10-26T08:00:00Z')).toBe('Raj 2026-10-26T08:00 – 2026-11-02T08:00');
  });

  it('tells who is next', () => {
    expect(say(rotaOf(aPolicy())([]).turnAfter(at('2026-10-06T00:00:00Z')))).toBe(
      'Raj 2026-10-12T07:00 – 2026-10-19T07:00',
    );
    expect(say(rotaOf(aPolicy())([]).turnAfter(at('2026-10-01T00:00:00Z')))).toBe(
      'Ana 2026-10-05T07:00 – 2026-10-12T07:00',
    );
  });
});

describe('layers', () => {
  const shift = { person: lea, from: at('2026-10-07T00:00:00Z'), until: at('2026-10-08T00:00:00Z') };
  const override = { person: raj, from: at('2026-10-07T12:00:00Z'), until: at('2026-10-07T18:00:00Z') };

  it('stand above each other: overrides, shifts, the rotation', () => {
    const policy = aPolicy({ shifts: [shift] });
    const turns = ['2026-10-06', '2026-10-07', '2026-10-07T13:00:00Z', '2026-10-07T19:00:00Z', '2026-10-08'];
    expect(turns.map((iso) => turnAt(policy, iso, [override]))).toEqual([
      'Ana 2026-10-05T07:00 – 2026-10-07T00:00',
      'Lea 2026-10-07T00:00 – 2026-10-07T12:00',
      'Raj 2026-10-07T12:00 – 2026-10-07T18:00',
      'Lea 2026-10-07T18:00 – 2026-10-08T00:00',
      'Ana 2026-10-08T00:00 – 2026-10-12T07:00',
    ]);
  });

  it('tell when a shift ends, whoever goes on after it, and when a gap does', () => {
    const endOf = (policy: OncallPolicy, iso: string, overrides: Turn[] = []) => {
      const end = rotaOf(policy)(overrides).shiftEndsAt(at(iso));
      return end === null ? null : new Date(end).toISOString();
    };
    const alone = aPolicy({ rotation: { ...aPolicy().rotation!, people: [ana] } });
    expect(endOf(alone, '2026-10-06')).toBe('2026-10-12T07:00:00.000Z');
    expect(endOf(aPolicy({ shifts: [shift] }), '2026-10-06')).toBe('2026-10-07T00:00:00.000Z');
    expect(endOf(aPolicy({ shifts: [shift] }), '2026-10-07T13:00:00Z', [override])).toBe('2026-10-07T18:00:00.000Z');
    expect(endOf(aPolicy({ rotation: null, shifts: [shift] }), '2026-10-06')).toBe('2026-10-07T00:00:00.000Z');
    expect(endOf(aPolicy({ rotation: null, shifts: [shift] }), '2026-10-08')).toBeNull();
  });

  it('leave gaps where none of them says anybody', () => {
    const policy = aPolicy({ rotation: null, shifts: [shift] });
    expect(turnAt(policy, '2026-10-08')).toBeNull();
    expect(say(rotaOf(policy)([]).turnAfter(at('2026-10-01')))).toBe('Lea 2026-10-07T00:00 – 2026-10-08T00:00');
    expect(rotaOf(policy)([]).turnAfter(at('2026-10-09'))).toBeNull();
  });
});

describe('a calendar', () => {
  const ics = (...lines: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR'].join('\r\n');
  const weekly = [
    'BEGIN:VEVENT',
    'UID:primary',
    'DTSTART;TZID=Europe/Berlin:20261005T090000',
    'DTEND;TZID=Europe/Berlin:20261006T090000',
    'RRULE:FREQ=WEEKLY',
    'EXDATE;TZID=Europe/Berlin:20261012T090000',
    'SUMMARY:On call',
    'ATTENDEE;CN=Ana;PARTSTAT=ACCEPTED:mailto:Ana@contoso.com',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:primary',
    'RECURRENCE-ID;TZID=Europe/Berlin:20261019T090000',
    'DTSTART;TZID=Europe/Berlin:20261019T120000',
    'DTEND;TZID=Europe/Berlin:20261020T090000',
    'SUMMARY:Raj',
    'END:VEVENT',
  ];
  const turnsOf = (text: string) =>
    readCalendar(text, 'Europe/Berlin')
      .calendar.turnsBetween(at('2026-10-01'), at('2026-11-03'))
      .map(({ who, from, until }) => `${who} ${new Date(from).toISOString()} ${(until - from) / 3_600_000} h`);

  it('comes up as its recurrences and their exceptions say, in its time zone', () => {
    expect(turnsOf(ics(...weekly))).toEqual([
      'Ana@contoso.com 2026-10-05T07:00:00.000Z 24 h',
      'Raj 2026-10-19T10:00:00.000Z 21 h',
      'Ana@contoso.com 2026-10-26T08:00:00.000Z 24 h',
      'Ana@contoso.com 2026-11-02T08:00:00.000Z 24 h',
    ]);
  });

  it('takes a zone the file describes, UTC, and none at all for the zone of the rota', () => {
    const event = (uid: string, start: string) => [
      'BEGIN:VEVENT',
      `UID:${uid}`,
      start,
      'DURATION:PT1H',
      `SUMMARY:${uid}`,
      'END:VEVENT',
    ];
    const zone = [
      'BEGIN:VTIMEZONE',
      'TZID:W. Europe Standard Time',
      'BEGIN:STANDARD',
      'DTSTART:16010101T030000',
      'TZOFFSETFROM:+0200',
      'TZOFFSETTO:+0100',
      'END:STANDARD',
      'END:VTIMEZONE',
    ];
    const text = ics(
      ...zone,
      ...event('a', 'DTSTART;TZID="W. Europe Standard Time":20261027T090000'),
      ...event('b', 'DTSTART:20261027T090000Z'),
      ...event('c', 'DTSTART:20261027T090000'),
      ...event('d', 'DTSTART;VALUE=DATE:20261028').filter((line) => line !== 'DURATION:PT1H'),
      ...event('e', 'DTSTART:20261027T090000Z').toSpliced(1, 0, 'STATUS:CANCELLED'),
    );
    expect(turnsOf(text)).toEqual([
      'a 2026-10-27T08:00:00.000Z 1 h',
      'b 2026-10-27T09:00:00.000Z 1 h',
      'c 2026-10-27T08:00:00.000Z 1 h',
      'd 2026-10-27T23:00:00.000Z 24 h',
    ]);
  });

  it('tells what is wrong with it, and where', () => {
    expect(readCalendar('hello', 'UTC').faults).toEqual([
      { place: '', found: 'something else', accepted: 'an iCalendar file (BEGIN:VCALENDAR …)' },
    ]);
    const strange = ics('BEGIN:VEVENT', 'UID:x', 'DTSTART;TZID=Mars/Base:20261005T090000', 'END:VEVENT');
    expect(readCalendar(strange, 'UTC').faults).toEqual([
      {
        place: 'VEVENT x: DTSTART;TZID',
        found: '"Mars/Base"',
        accepted: 'an IANA time zone, such as Europe/Berlin, or one the file describes (VTIMEZONE)',
      },
    ]);
  });
});

describe('quiet hours', () => {
  const until = (iso: string) => {
    const end = quietUntil(ana.quietHours, at(iso));
    return end === null ? null : new Date(end).toISOString();
  };

  it('go over midnight, in their time zone, also when the clocks are turned', () => {
    expect(until('2026-10-20T19:59:00Z')).toBeNull();
    expect(until('2026-10-20T20:00:00Z')).toBe('2026-10-21T05:00:00.000Z');
    expect(until('2026-10-21T04:59:00Z')).toBe('2026-10-21T05:00:00.000Z');
    expect(until('2026-10-21T05:00:00Z')).toBeNull();
    expect(until('2026-10-24T20:00:00Z')).toBe('2026-10-25T06:00:00.000Z');
  });
});
