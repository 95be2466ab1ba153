import { nextTime } from '../../src/schedule/cron-times.ts';

const next = (expression: string, after: string, timeZone = 'Europe/Berlin') => {
  const time = nextTime(expression, timeZone, Date.parse(after));
  return time === null ? null : new Date(time).toISOString();
};

describe('the next time a cron expression comes up', () => {
  it.each([
    ['0 9 * * *', '2026-11-02T07:59:59Z', '2026-11-02T08:00:00.000Z'],
    ['0 9 * * *', '2026-11-02T08:00:00Z', '2026-11-03T08:00:00.000Z'],
    ['0 9 * * 1-5', '2026-11-06T08:00:00Z', '2026-11-09T08:00:00.000Z'],
    ['30 17 1 1 *', '2026-11-06T08:00:00Z', '2027-01-01T16:30:00.000Z'],
    // The clocks go back on 25 October 2026 and forward on 28 March 2027.
    ['0 9 * * *', '2026-10-24T07:00:00Z', '2026-10-25T08:00:00.000Z'],
    ['30 2 * * *', '2027-03-27T12:00:00Z', '2027-03-28T01:30:00.000Z'],
  ])('%s after %s is %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  it('is none where no day fits', () => {
    expect(next('0 9 31 2 *', '2026-11-06T08:00:00Z')).toBeNull();
  });
});
