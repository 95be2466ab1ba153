import { readEnd } from '../../src/bot/read-end.ts';
import type { EndFacts } from '../../src/bot/read-end.ts';

const NOW = Date.parse('2026-10-24T10:00:00Z');
const facts: EndFacts = { timeZone: 'Europe/Berlin', now: NOW, shiftEndsAt: Date.parse('2026-10-26T08:00:00Z') };
const read = (said: string, more: Partial<EndFacts> = {}) => {
  const end = readEnd(said === '' ? [] : said.split(' '), { ...facts, ...more });
  return 'until' in end ? new Date(end.until).toISOString() : end.fault;
};

test.each([
  ['nothing: until the shift ends', '', '2026-10-26T08:00:00.000Z'],
  ['a time of day', 'until 18:00', '2026-10-24T16:00:00.000Z'],
  ['a time of day after the clocks went back', 'until 08:00', '2026-10-25T07:00:00.000Z'],
  ['a date and a time', 'until 2026-11-02 09:00', '2026-11-02T08:00:00.000Z'],
  ['a while', 'for 4h', '2026-10-24T14:00:00.000Z'],
  ['a while, in two words', 'FOR 90 m', '2026-10-24T11:30:00.000Z'],
  ['days, to the same time of day', 'for 2d', '2026-10-26T11:00:00.000Z'],
  ['a while after until', 'until 8h', '2026-10-24T18:00:00.000Z'],
  ['the shift, by name', 'until the end of the shift', '2026-10-26T08:00:00.000Z'],
])('an end can be %s', (_, said, expected) => expect(read(said)).toBe(expected));

test.each([
  ['a word that is no time', 'until tomorrow', 'is no time I know'],
  ['a time no clock shows', 'until 25:00', 'is no time I know'],
  ['a day no calendar has', 'until 2026-11-31 09:00', 'is no time I know'],
  ['a time of day as a while', 'for 18:00', 'is no time I know'],
  ['no time at all', 'until', 'is no time I know'],
  ['another word', '18:00', 'is no time I know'],
  ['no time to go', 'for 0h', 'is over already'],
  ['what is over', 'until 2026-10-24 09:00', 'is over already'],
  ['more than a month', 'for 32d', 'more than a month'],
])('%s is answered with what is accepted', (_, said, expected) => {
  expect(read(said)).toContain(expected);
  expect(read(said)).toMatch(/until 18:00.*for 4h.*Europe\/Berlin/s);
});

test('what the clocks show twice is the one that comes next', () => {
  const berlin = { timeZone: 'Europe/Berlin' };
  // Half past two comes twice that night: at 00:30Z and at 01:30Z.
  expect(read('until 02:30', { ...berlin, now: Date.parse('2026-10-25T00:10:00Z') })).toBe('2026-10-25T00:30:00.000Z');
  expect(read('until 02:30', { ...berlin, now: Date.parse('2026-10-25T01:10:00Z') })).toBe('2026-10-25T01:30:00.000Z');
  expect(read('until 2026-10-25 02:30', { ...berlin, now: Date.parse('2026-10-25T01:10:00Z') })).toBe(
    '2026-10-25T01:30:00.000Z',
  );
});

test('where no shift ends within a month, somebody must say until when', () => {
  for (const shiftEndsAt of [null, NOW + 40 * 86_400_000])
    expect(read('', { shiftEndsAt })).toMatch(/^No shift ends within a month/);
});
