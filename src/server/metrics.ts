import type { ConnectionStatus } from '../sync/ports/desk.ts';

interface Sample {
  labels: Record<string, string>;
  value: number;
}

/** The state of the connections in Prometheus' text format, read when it is asked for. */
export function renderMetrics(connections: readonly ConnectionStatus[]): string {
  const each = (value: (one: ConnectionStatus) => number): Sample[] =>
    connections.map((one) => ({ labels: { connection: one.connectionId }, value: value(one) }));
  const eachSide = (value: (side: ConnectionStatus['sides'][number]) => number | null): Sample[] =>
    connections.flatMap((one) =>
      one.sides.flatMap((side) => {
        const read = value(side);
        return read === null ? [] : [{ labels: { connection: one.connectionId, side: side.side }, value: read }];
      }),
    );
  return [
    gauge(
      'dragoman_intents_open',
      'Writes promised and not made yet.',
      each((one) => one.openIntents),
    ),
    gauge(
      'dragoman_intents_dead',
      'Writes given up; a person must look.',
      each((one) => one.deadIntents),
    ),
    gauge(
      'dragoman_quarantined_items',
      'Items of a side that could not be read.',
      each((one) => one.quarantined),
    ),
    gauge(
      'dragoman_side_up',
      'Whether the last cycle reached the side.',
      eachSide((side) => (side.fault === null ? 1 : 0)),
    ),
    gauge(
      'dragoman_side_failures',
      'Cycles in a row that did not reach the side.',
      eachSide((side) => side.failures),
    ),
    gauge(
      'dragoman_side_last_success_timestamp_seconds',
      'When the side was last listed.',
      eachSide((side) => seconds(side.lastSuccessAt)),
    ),
  ].join('');
}

function gauge(name: string, help: string, samples: readonly Sample[]): string {
  const lines = samples.map(({ labels, value }) => {
    const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escapeLabel(text)}"`);
    return `${name}{${pairs.join(',')}} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}

function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function seconds(iso: string | null): number | null {
  const milliseconds = Date.parse(iso ?? '');
  return Number.isNaN(milliseconds) ? null : milliseconds / 1000;
}
