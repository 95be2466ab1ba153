import type { PageSubject } from './notice-records.ts';

/** How somebody is told of an incident that nobody acknowledged: in its thread, in their own chat, the lead, a paging system. */
export type PageWay = PageSubject['step'] | 'webhook';
/** `failed`: an attempt that reached nobody. It is made again where that may help. */
export type PageOutcome = 'delivered' | 'failed';

export interface PageCount {
  way: PageWay;
  outcome: PageOutcome;
  count: number;
}

/** How often pages reached somebody and how often they did not, since the process started. */
export interface PageCounts {
  add(way: PageWay, outcome: PageOutcome): void;
  /** Every way and outcome there is, also where it is none. */
  all(): PageCount[];
}

/** As a record, so that a new way cannot be left out. */
const WAYS: Record<PageWay, true> = { mention: true, direct: true, lead: true, webhook: true };

export function createPageCounts(): PageCounts {
  const counts: PageCount[] = (Object.keys(WAYS) as PageWay[]).flatMap((way) =>
    (['delivered', 'failed'] as const).map((outcome) => ({ way, outcome, count: 0 })),
  );
  return {
    add(way, outcome) {
      counts.find((one) => one.way === way && one.outcome === outcome)!.count += 1;
    },
    all: () => counts.map((one) => ({ ...one })),
  };
}
