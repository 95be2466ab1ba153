import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import { observeClocks } from '../../src/azure/observe-clocks.ts';

/** Asks at `sentAt` and is answered 400 ms later with that `Date`. */
async function readings(date: string | undefined, sentAt: string) {
  let now = Date.parse(sentAt);
  const clocks = observeClocks(
    {
      async sendRequest(request) {
        now += 400;
        return { status: 200, request, headers: createHttpHeaders(date === undefined ? {} : { Date: date }) };
      },
    },
    () => now,
  );
  await clocks.client.sendRequest(createPipelineRequest({ url: 'https://one.test/x' }));
  return clocks.readings();
}

test.each([
  ['Sun, 01 Mar 2026 08:00:00 GMT', '2026-03-01T08:00:00.500Z', 0],
  ['Sun, 01 Mar 2026 08:00:00 GMT', '2026-03-01T08:00:00.999Z', 0],
  ['Sun, 01 Mar 2026 08:00:01 GMT', '2026-03-01T08:00:00.800Z', 0],
  ['Sun, 01 Mar 2026 08:00:10 GMT', '2026-03-01T08:00:00.000Z', 9600],
  ['Sun, 01 Mar 2026 08:00:00 GMT', '2026-03-01T08:00:10.000Z', -9001],
])('a service that says %s when asked at %s is certainly ahead by %i ms', async (date, sentAt, aheadMs) => {
  expect(await readings(date, sentAt)).toEqual([{ host: 'one.test', aheadMs }]);
});

test('an answer without a time, or with nonsense, is no reading', async () => {
  expect(await readings(undefined, '2026-03-01T08:00:00Z')).toEqual([]);
  expect(await readings('soon', '2026-03-01T08:00:00Z')).toEqual([]);
});
