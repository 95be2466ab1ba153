import type { ConnectionStatus } from '../sync/ports/desk.ts';

export interface Sample {
  labels: Record<string, string>;
  value: number;
}

/** A gauge unless said otherwise. The names are a contract: docs/contracts/metrics.md lists them. */
export interface Metric<Source = readonly ConnectionStatus[]> {
  name: string;
  help: string;
  type?: 'counter';
  samples(source: Source): Sample[];
}

type Hold = ConnectionStatus['holds'][number]['kind'];
/** As a record, so that a new kind of hold cannot be left out. */
const HOLD_KINDS: Record<Hold, true> = {
  rehearsal: true,
  paused: true,
  massChange: true,
  emptySide: true,
  nativeFound: true,
};

export const METRICS: readonly Metric[] = [
  perConnection('dragoman_intents_open', 'Writes promised and not made yet.', (one) => one.openIntents),
  perConnection('dragoman_intents_dead', 'Writes given up; a person must look.', (one) => one.deadIntents),
  perConnection('dragoman_quarantined_items', 'Items of a side that could not be read.', (one) => one.quarantined),
  perConnection('dragoman_proposals', 'Decisions that nobody has promised.', (one) => one.proposals),
  perConnection(
    'dragoman_disagreeing_incidents',
    'Incidents of which the two sides hold different values.',
    (one) => one.disagreeing,
  ),
  perConnection(
    'dragoman_duplicates',
    'Second Sentinel incidents for one Defender incident.',
    (one) => one.duplicates.length,
  ),
  perConnection(
    'dragoman_kept_apart_incidents',
    'Incidents that what was set here may keep Microsoft from merging with another.',
    (one) => one.keptApart.length,
  ),
  perConnection('dragoman_last_cycle_timestamp_seconds', 'When the last cycle ended.', (one) =>
    seconds(one.lastCycleAt),
  ),
  {
    name: 'dragoman_mode',
    help: 'Which mode the connection is in (always 1).',
    samples: each((one) => [{ labels: { mode: one.mode }, value: 1 }]),
  },
  {
    name: 'dragoman_hold',
    help: 'Whether that keeps the connection from carrying changes.',
    samples: each(({ holds }) =>
      Object.keys(HOLD_KINDS).map((kind) => ({
        labels: { kind },
        value: holds.some((hold) => hold.kind === kind) ? 1 : 0,
      })),
    ),
  },
  {
    name: 'dragoman_native_lag_seconds',
    help: "How long Microsoft's own sync took to carry a field, over the last samples.",
    samples: each(({ nativeLag }) =>
      nativeLag.flatMap(({ what, p50, p95 }) => [
        { labels: { what, quantile: '0.5' }, value: p50 },
        { labels: { what, quantile: '0.95' }, value: p95 },
      ]),
    ),
  },
  {
    name: 'dragoman_quota_left',
    help: 'Requests an allowance of a service lets pass now.',
    samples: each(({ quotas }) => quotas.map(({ name, left }) => ({ labels: { allowance: name }, value: left }))),
  },
  {
    name: 'dragoman_quota_capacity',
    help: 'Requests an unused allowance of a service lets pass.',
    samples: each(({ quotas }) =>
      quotas.map(({ name, capacity }) => ({ labels: { allowance: name }, value: capacity })),
    ),
  },
  perConnection('dragoman_paused', 'Kinds of work left off because they cannot be done.', (one) => one.pauses.length),
  {
    ...perConnection(
      'dragoman_alert_reads_total',
      'Incidents whose alerts Defender was asked for.',
      (one) => one.alertReads,
    ),
    type: 'counter',
  },
  perSide('dragoman_side_up', 'Whether the last cycle reached the side.', ({ fault }) => (fault === null ? 1 : 0)),
  perSide('dragoman_side_failures', 'Cycles in a row that did not reach the side.', ({ failures }) => failures),
  perSide('dragoman_side_last_success_timestamp_seconds', 'When the side was last listed.', ({ lastSuccessAt }) =>
    seconds(lastSuccessAt),
  ),
  perSide(
    'dragoman_cursor_held_cycles',
    'Cycles in a row in which the side answered, but its list could not be read to its end.',
    ({ held }) => held,
  ),
  perSide('dragoman_cursor_timestamp_seconds', 'Up to which of its own times the side has been read.', ({ cursor }) =>
    seconds(cursor),
  ),
];

/** Metrics of what they are read from, in Prometheus' text format. */
export function renderMetrics<Source>(metrics: readonly Metric<Source>[], source: Source): string {
  return metrics
    .map(({ name, help, type = 'gauge', samples }) => {
      const lines = samples(source).map(({ labels, value }) => {
        const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escapeLabel(text)}"`);
        return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}\n`;
      });
      return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
    })
    .join('');
}

/** Samples of each connection, labelled with it. */
function each(samplesOf: (one: ConnectionStatus) => Sample[]): Metric['samples'] {
  return (connections) =>
    connections.flatMap((one) =>
      samplesOf(one).map(({ labels, value }) => ({ labels: { connection: one.connectionId, ...labels }, value })),
    );
}

function perConnection(name: string, help: string, read: (one: ConnectionStatus) => number | null): Metric {
  return { name, help, samples: each((one) => sample({}, read(one))) };
}

function perSide(name: string, help: string, read: (side: ConnectionStatus['sides'][number]) => number | null): Metric {
  return { name, help, samples: each(({ sides }) => sides.flatMap((side) => sample({ side: side.side }, read(side)))) };
}

/** What is not known has no sample. */
function sample(labels: Sample['labels'], value: number | null): Sample[] {
  return value === null ? [] : [{ labels, value }];
}

function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function seconds(iso: string | null): number | null {
  const milliseconds = Date.parse(iso ?? '');
  return Number.isNaN(milliseconds) ? null : milliseconds / 1000;
}
