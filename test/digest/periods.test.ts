import { periodsBetween } from '../../src/digest/periods.ts';
import { latestTimes } from '../../src/schedule/cron-times.ts';

const berlin = 'Europe/Berlin';
const latest = (expression: string, now: string, count = 2, timeZone = berlin) =>
  latestTimes(expression, timeZone, count, Date.parse(now)).map((time) => new Date(time).toISOString());

describe('the times of a schedule', () => {
  test('are times of day in its time zone, the newest first', () => {
    expect(latest('0 8 * * *', '2026-07-02T05:59:59Z')).toEqual([
      '2026-07-01T06:00:00.000Z',
      '2026-06-30T06:00:00.000Z',
    ]);
    expect(latest('0 8 * * *', '2026-07-02T06:00:00Z', 1)).toEqual(['2026-07-02T06:00:00.000Z']);
  });

  test('leave days out where the expression does', () => {
    expect(latest('0 8 * * 1-5', '2026-07-06T12:00:00Z')).toEqual([
      '2026-07-06T06:00:00.000Z',
      '2026-07-03T06:00:00.000Z',
    ]);
  });

  test('come up once though the clocks skip them in spring', () => {
    expect(latest('30 2 * * *', '2026-03-30T12:00:00Z', 3)).toEqual([
      '2026-03-30T00:30:00.000Z',
      '2026-03-29T01:30:00.000Z',
      '2026-03-28T01:30:00.000Z',
    ]);
  });

  test('come up once though the clocks show them twice in autumn', () => {
    const expected = ['2026-10-25T00:30:00.000Z', '2026-10-24T00:30:00.000Z'];
    for (const now of ['2026-10-25T00:30:00Z', '2026-10-25T01:10:00Z', '2026-10-25T01:30:00Z', '2026-10-25T20:00:00Z'])
      expect(latest('30 2 * * *', now)).toEqual(expected);
  });

  test('come up as often in a year as the calendar says, whenever one looks', () => {
    const end = Date.parse('2026-12-31T00:00:00Z');
    const all = latest('15 2 * * 0,3', '2026-12-31T00:00:00Z', 104);
    // Sundays and Wednesdays of 2026.
    expect(all.at(-1)).toBe('2026-01-04T01:15:00.000Z');
    const seen = new Set<string>();
    for (let now = Date.parse('2026-01-06T00:00:00Z'); now <= end; now += 613 * 60_000)
      for (const time of latest('15 2 * * 0,3', new Date(now).toISOString(), 1)) seen.add(time);
    expect([...seen].toSorted().toReversed()).toEqual(all);
  });

  test('are read with lists, ranges, steps and names', () => {
    expect(latest('0,30 8-18/5 * jan-mar,Dec monday', '2026-12-07T20:00:00Z', 3, 'UTC')).toEqual([
      '2026-12-07T18:30:00.000Z',
      '2026-12-07T18:00:00.000Z',
      '2026-12-07T13:30:00.000Z',
    ]);
    expect(latest('*/20 0 1 * 7', '2026-12-07T20:00:00Z', 1, 'UTC')).toEqual(['2026-11-01T00:40:00.000Z']);
  });

  test('ignore seconds, and are none where an expression never comes up', () => {
    expect(latest('30 0 8 * * *', '2026-07-02T07:00:00Z', 1)).toEqual(['2026-07-02T06:00:00.000Z']);
    expect(latest('0 8 30 2 *', '2026-07-02T07:00:00Z')).toEqual([]);
  });
});

describe('the period a period is compared with', () => {
  const between = (from: string, until: string) => periodsBetween(Date.parse(from), Date.parse(until), berlin).before;

  test('has as many days, whatever the clocks did', () => {
    expect(between('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z')).toEqual({
      from: '2026-10-23T22:00:00.000Z',
      until: '2026-10-24T22:00:00.000Z',
    });
    expect(between('2026-10-25T23:00:00Z', '2026-10-26T23:00:00Z')).toEqual({
      from: '2026-10-24T22:00:00.000Z',
      until: '2026-10-25T23:00:00.000Z',
    });
    expect(between('2026-03-29T22:00:00Z', '2026-04-05T22:00:00Z')).toEqual({
      from: '2026-03-22T23:00:00.000Z',
      until: '2026-03-29T22:00:00.000Z',
    });
  });

  test('is as long where a period is shorter than a day', () => {
    expect(between('2026-07-01T10:00:00Z', '2026-07-01T11:00:00Z')).toEqual({
      from: '2026-07-01T09:00:00.000Z',
      until: '2026-07-01T10:00:00.000Z',
    });
  });
});
