import { presentPriority, runWithPriority, withBackgroundTimers } from '../../src/azure/priority.ts';
import { systemClock } from '../../src/sync/ports/clock.ts';

test('what a click sets off later is no click', async () => {
  const clock = withBackgroundTimers(systemClock);
  const later = await runWithPriority('person', async () => {
    expect(presentPriority()).toBe('person');
    return new Promise((resolve) => clock.after(0, () => resolve(presentPriority())));
  });
  expect(later).toBe('background');
});
