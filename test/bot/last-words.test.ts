import { LastWords } from '../../src/bot/last-words.ts';
import { createFakeClock } from '../support/fake-clock.ts';

test('what somebody was told on a card is known for twenty seconds, to them, and told again it gets no more time', () => {
  const clock = createFakeClock();
  const words = new LastWords(clock);
  const banner = { tone: 'warning', text: 'Not taken back.' } as const;
  words.note('card', 'raj', banner);
  clock.advance(15_000);
  expect(words.recall('card', 'raj')).toBe(banner);
  words.note('card', 'raj', banner);
  expect([words.recall('card', 'jo'), words.recall('another', 'raj')]).toEqual([null, null]);
  clock.advance(5_000);
  expect(words.recall('card', 'raj')).toBeNull();
});
