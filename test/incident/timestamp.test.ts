import fc from 'fast-check';
import {
  compareTimestamps,
  fromTicks,
  inUtc,
  isTimestamp,
  laterOf,
  shiftSeconds,
  toTicks,
} from '../../src/incident/timestamp.ts';

describe('time stamps of the services', () => {
  test('seven digits survive a round trip', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -40_000_000_000_000_000n, max: 40_000_000_000_000_000n }),
        (ticks) => toTicks(fromTicks(ticks)) === ticks,
      ),
    );
  });

  test('two changes within one millisecond are told apart', () => {
    expect(compareTimestamps('2026-07-22T18:37:11.5233333Z', '2026-07-22T18:37:11.5233334Z')).toBe(-1);
  });

  test('trimmed zeros do not make another time', () => {
    expect(compareTimestamps('2026-07-22T18:37:58.91Z', '2026-07-22T18:37:58.9100000Z')).toBe(0);
    expect(laterOf('2026-07-22T18:37:58Z', '2026-07-22T20:37:58+02:00')).toBe('2026-07-22T18:37:58Z');
  });

  test('a time with an offset is the same time in UTC, and one in UTC stays as it came', () => {
    expect(inUtc('2026-07-22T20:37:58.91+02:00')).toBe('2026-07-22T18:37:58.9100000Z');
    expect(inUtc('2026-07-22T18:37:58.91Z')).toBe('2026-07-22T18:37:58.91Z');
  });

  test('a time moves by seconds and keeps its digits', () => {
    expect(shiftSeconds('2026-07-22T18:37:11.5233333Z', -11)).toBe('2026-07-22T18:37:00.5233333Z');
  });

  test.each(['', 'yesterday', '2026-07-22', '2026-13-22T18:37:11Z'])('%j is none', (text) => {
    expect(isTimestamp(text)).toBe(false);
  });
});
