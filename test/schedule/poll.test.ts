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

test('a clock that is set back keeps a poll from nothing', async () => {
  jest.useFakeTimers();
  try {
    const clock = createFakeClock('2026-11-22T10:00:00.000Z');
    let setBackMilliseconds = 0;
    const now = () => new Date(clock.now().getTime() - setBackMilliseconds);
    let count = 0;
    const poll = startPoll({ ...clock, now }, 60, async () => void (count += 1));
    const pass = async (seconds: number) => {
      for (let passed = 0; passed < seconds; passed += 1) {
        clock.advance(1_000);
        await jest.advanceTimersByTimeAsync(1_000);
      }
    };
    await pass(70);
    expect(count).toBe(2);
    setBackMilliseconds = 3_600_000;
    await pass(70);
    expect(count).toBe(3);
    await poll.stop();
  } finally {
    jest.useRealTimers();
  }
});
