import { durationSeconds } from '../../src/config/duration.ts';

describe('durationSeconds', () => {
  it.each([
    ['P7D', 604_800],
    ['PT12H', 43_200],
    ['P1DT2H3M4S', 93_784],
    ['P2W', 1_209_600],
  ])('reads %s as %d seconds', (text, seconds) => {
    expect(durationSeconds(text)).toBe(seconds);
  });

  it.each(['', 'P', 'PT', 'P1M', 'P1Y', '7D', 'P-1D', 'P1DT'])('does not read %p', (text) => {
    expect(durationSeconds(text)).toBeNull();
  });
});
