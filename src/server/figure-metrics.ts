import { CLASSIFICATIONS } from '../incident/state.ts';
import { SEVERITIES, WRITABLE_SEVERITIES } from '../incident/severity.ts';
import type { MissedFigures } from '../sync/ports/deadlines.ts';
import type { RollingFigures } from '../sync/ports/digest.ts';
import type { PeriodFigures, Times } from '../sync/ports/figure-records.ts';
import type { Metric, Sample } from './metrics.ts';

/** So many products have a series of their own; the others are one. */
const MOST_PRODUCTS = 10;
const OTHER_PRODUCTS = 'other';

/** The groups of ages, the youngest first, as `AGE_DAYS` draws them. */
const AGES = ['under_1d', '1d_to_7d', '7d_to_30d', 'over_30d'];

/**
 * The figures of digests, over the last 24 hours and the last 7 days, all connections together. Labels hold no names of
 * people: load is told in digests only. The names are a contract: docs/contracts/metrics.md lists them.
 */
export const FIGURE_METRICS: readonly Metric<readonly RollingFigures[]>[] = [
  perWindow('dragoman_incidents_opened', 'Incidents created in the window.', ({ opened }) => one(opened)),
  perWindow('dragoman_incidents_closed', 'Incidents closed in the window.', ({ byClassification }) =>
    CLASSIFICATIONS.map((classification) => ({
      labels: { classification },
      value: byClassification[classification] ?? 0,
    })),
  ),
  perWindow('dragoman_incidents_closed_by_machines', 'Of those, closed by a machine or a rule.', (figures) =>
    one(figures.closedByMachines),
  ),
  perWindow('dragoman_incidents_merged', 'Incidents Defender folded into another.', ({ merged }) => one(merged)),
  perWindow('dragoman_incidents_reopened', 'Incidents open again after a closing that counted.', (figures) =>
    one(figures.reopened),
  ),
  perWindow('dragoman_closings_not_lasting', 'Closings taken back that count as no work done.', ({ flaps }) =>
    one(flaps),
  ),
  perWindow('dragoman_conflicts', 'Fields both sides changed apart: asked, or lost changes.', (figures) => [
    { labels: { outcome: 'asked' }, value: figures.asked },
    { labels: { outcome: 'overruled' }, value: figures.overruled },
  ]),
  perWindow('dragoman_writes_failed', 'Writes a side did not take.', ({ failedWrites }) => one(failedWrites)),
  perWindow('dragoman_incidents_acknowledged', 'Incidents a person first attended to.', ({ acknowledged }) =>
    one(acknowledged.count),
  ),
  perWindow('dragoman_time_to_acknowledge_seconds', 'From created to acknowledged.', ({ acknowledged }) =>
    quantiles(acknowledged),
  ),
  perWindow('dragoman_incidents_resolved', 'Incidents closed by a person.', ({ resolved }) => one(resolved.count)),
  perWindow('dragoman_time_to_resolve_seconds', 'From created to closed by a person.', ({ resolved }) =>
    quantiles(resolved),
  ),
  everyWindow('dragoman_deadlines_missed', 'Deadlines that passed before they were met.', ({ missed }) =>
    missed === null ? [] : perDeadline(missed),
  ),
  perWindow('dragoman_incidents_classified', 'Incidents closed and not undetermined, by product.', (figures) =>
    perProduct(figures, 'classified'),
  ),
  perWindow('dragoman_false_positives', 'Of those, false positives.', (figures) =>
    perProduct(figures, 'falsePositives'),
  ),
  now('dragoman_incidents_open', 'Incidents that are open.', ({ bySeverity }) =>
    SEVERITIES.map((severity) => ({ labels: { severity }, value: bySeverity[severity] ?? 0 })),
  ),
  now('dragoman_incidents_open_by_age', 'The same by age.', ({ byAge }) =>
    AGES.map((age, group) => ({ labels: { age }, value: byAge[group] ?? 0 })),
  ),
  now('dragoman_incidents_unassigned', 'Open incidents without owner.', ({ unassigned }) => one(unassigned)),
  now('dragoman_oldest_open_timestamp_seconds', 'When the oldest open incident was created.', ({ oldest }) =>
    oldest === null ? [] : one(Date.parse(oldest.openedAt) / 1000),
  ),
];

type Told = readonly RollingFigures[];

function everyWindow(name: string, help: string, samplesOf: (told: RollingFigures) => Sample[]): Metric<Told> {
  return {
    name,
    help,
    samples: (told) =>
      told.flatMap((rolling) =>
        samplesOf(rolling).map(({ labels, value }) => ({ labels: { window: rolling.window, ...labels }, value })),
      ),
  };
}

function perWindow(name: string, help: string, samplesOf: (figures: PeriodFigures) => Sample[]): Metric<Told> {
  return everyWindow(name, help, ({ figures }) => samplesOf(figures));
}

/** What is so at the end of every window alike: now. */
function now(name: string, help: string, samplesOf: (standing: PeriodFigures['standing']) => Sample[]): Metric<Told> {
  return { name, help, samples: ([first]) => (first === undefined ? [] : samplesOf(first.figures.standing)) };
}

function one(value: number): Sample[] {
  return [{ labels: {}, value }];
}

function quantiles({ median, p90 }: Times): Sample[] {
  if (median === null || p90 === null) return [];
  return [
    { labels: { quantile: '0.5' }, value: median },
    { labels: { quantile: '0.9' }, value: p90 },
  ];
}

/** What can have no deadline has no series. */
function perDeadline(missed: MissedFigures): Sample[] {
  return (['acknowledge', 'close'] as const).flatMap((kind) =>
    WRITABLE_SEVERITIES.map((severity) => ({ labels: { kind, severity }, value: missed[kind][severity] ?? 0 })),
  );
}

/** Products are the services' words, so their number is not ours to promise. */
function perProduct({ byProduct }: PeriodFigures, what: 'classified' | 'falsePositives'): Sample[] {
  const counts = new Map<string, number>();
  for (const [rank, figures] of byProduct.entries()) {
    const product = rank < MOST_PRODUCTS ? figures.product.slice(0, 100) : OTHER_PRODUCTS;
    counts.set(product, (counts.get(product) ?? 0) + figures[what]);
  }
  return [...counts].map(([product, value]) => ({ labels: { product }, value }));
}
