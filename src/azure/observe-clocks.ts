import type { HttpClient } from '@azure/core-rest-pipeline';

/** By how much a service's clock is certainly ahead of ours (negative: behind). */
export interface ClockReading {
  host: string;
  aheadMs: number;
}

/** The client, and what the `Date` headers of its answers say: the latest reading of each host. */
export function observeClocks(
  client: HttpClient,
  now: () => number = Date.now,
): { client: HttpClient; readings(): ClockReading[] } {
  const readings = new Map<string, ClockReading>();
  return {
    client: {
      async sendRequest(request) {
        const sentAt = now();
        const response = await client.sendRequest(request);
        const date = Date.parse(response.headers.get('Date') ?? '');
        const { host } = new URL(request.url);
        if (!Number.isNaN(date)) readings.set(host, { host, aheadMs: aheadOf(date, sentAt, now()) });
        return response;
      },
    },
    readings: () => [...readings.values()],
  };
}

/** The header has whole seconds and was written somewhere between asking and answering: neither is a difference. */
function aheadOf(date: number, sentAt: number, answeredAt: number): number {
  const least = date - answeredAt;
  const most = date + 999 - sentAt;
  if (least > 0) return least;
  return most < 0 ? most : 0;
}
