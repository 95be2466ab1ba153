import type { PageCount } from '../sync/ports/page-counts.ts';
import type { Metric } from './metrics.ts';

/** Whom the on-call escalation reached. The names are a contract: docs/contracts/metrics.md lists them. */
export const PAGE_METRICS: readonly Metric<readonly PageCount[]>[] = [
  {
    name: 'dragoman_pages_total',
    help: 'Attempts to tell somebody of an incident that nobody acknowledged.',
    type: 'counter',
    samples: (counts) => counts.map(({ way, outcome, count }) => ({ labels: { way, outcome }, value: count })),
  },
];
