import { readTime } from '../../src/bot/read-time.ts';

const NOW = Date.parse('2026-10-24T10:00:00Z');
const read = (text: string) => {
  const time = readTime(text, 'Europe/Berlin', NOW);
  return time === null ? null : new Date(time).toISOString();
};

test.each([
  ['18:00', '2026-10-24T16:00:00.000Z'],
  ['9:30', '2026-10-25T08:30:00.000Z'],
  ['8h', '2026-10-24T18:00:00.000Z'],
  ['2d', '2026-10-26T11:00:00.000Z'],
  ['2026-12-24T09:00', '2026-12-24T08:00:00.000Z'],
  ['25:00', null],
  ['tomorrow', null],
  ['2026-13-24T09:00', null],
])('%s is %s in Berlin', (text, expected) => expect(read(text)).toBe(expected));
