import { startPoll } from '../../src/schedule/poll.ts';
import { createFakeClock } from '../support/fake-clock.ts';

test('a poll begins at once, and one that is told to wait does not', async () => {
  const clock = createFakeClock();
  const begun: string[] = [];
  const polls = [0, 5].map((delaySeconds) =>
    startPoll(clock, 60, async () => void begun.push(`after ${delaySeconds}`), delaySeconds),
  );
  expect(begun).toEqual(['after 0']);
  await Promise.all(polls.map((poll) => poll.stop()));
});
