import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { METRICS, renderMetrics } from '../../src/server/metrics.ts';
import { Readiness, readinessOf } from '../../src/server/readiness.ts';
import type { ConnectionStatus } from '../../src/sync/ports/desk.ts';
import { FakeDesk } from '../support/fake-desk.ts';

const read = (name: string) => readFileSync(join(__dirname, '../../docs/contracts', name), 'utf8');

async function busyStatus(): Promise<ConnectionStatus> {
  const [status] = await new FakeDesk().status();
  return {
    ...status!,
    holds: [{ kind: 'paused', since: '2026-11-22T09:00:00Z', by: 'Ana' }],
    heldBack: 'Paused by Ana.',
    proposals: 7,
    disagreeing: 5,
    duplicates: [{ connectionId: 'c', sentinelName: 's', defenderId: 'd', since: '2026-11-22T09:00:00Z' }],
    nativeLag: [{ what: 'severity', samples: 9, p50: 64, p95: 570 }],
    quotas: [{ name: 'Graph "security"', left: 120, capacity: 150 }],
  };
}

describe('docs/contracts/metrics.md', () => {
  const documented = Array.from(
    read('metrics.md').matchAll(/^\| `(dragoman_\w+)` +\| ((?:`\w+`(?:, )?)+) +\|/gm),
    ([, name, labels]) => ({ name, labels: Array.from(labels!.matchAll(/`(\w+)`/g), ([, label]) => label) }),
  );

  it('lists every metric in the order they are given, and none there is not', () => {
    expect(documented.map(({ name }) => name)).toEqual(METRICS.map(({ name }) => name));
  });

  it('names the labels of each', async () => {
    const status = await busyStatus();
    for (const { name, samples } of METRICS)
      for (const { labels } of samples([status]))
        expect({ name, labels: Object.keys(labels) }).toEqual(documented.find((one) => one.name === name));
  });
});

describe('the metrics', () => {
  it('tell what holds a connection, its proposals, native lag and quota', async () => {
    const text = renderMetrics([await busyStatus()]);
    for (const line of [
      'dragoman_hold{connection="tenant|workspace",kind="paused"} 1',
      'dragoman_hold{connection="tenant|workspace",kind="massChange"} 0',
      'dragoman_mode{connection="tenant|workspace",mode="bridge"} 1',
      'dragoman_proposals{connection="tenant|workspace"} 7',
      'dragoman_disagreeing_incidents{connection="tenant|workspace"} 5',
      'dragoman_duplicates{connection="tenant|workspace"} 1',
      'dragoman_native_lag_seconds{connection="tenant|workspace",what="severity",quantile="0.5"} 64',
      'dragoman_native_lag_seconds{connection="tenant|workspace",what="severity",quantile="0.95"} 570',
      'dragoman_quota_left{connection="tenant|workspace",allowance="Graph \\"security\\""} 120',
    ])
      expect(text).toContain(`${line}\n`);
  });

  it('have each series once and in the format Prometheus reads', async () => {
    const status = await busyStatus();
    const text = renderMetrics([status, { ...status, connectionId: 'other' }]);
    const series = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(new Set(series.map((line) => line.slice(0, line.lastIndexOf(' ')))).size).toBe(series.length);
    for (const line of series) expect(line).toMatch(/^dragoman_\w+\{(\w+="(?:[^"\\]|\\.)*",?)+\} -?\d+(\.\d+)?$/);
  });
});

describe('docs/contracts/readiness.md', () => {
  it('shows a body of the schema', () => {
    const [, json] = /```json\n([\s\S]*?)```/.exec(read('readiness.md')) ?? [];
    expect(Readiness.safeParse(JSON.parse(json!))).toMatchObject({ success: true });
  });

  it('is what readiness tells, of a side that fails and of one not tried yet', async () => {
    const status = await busyStatus();
    const [defender, sentinel] = status.sides;
    const sides = [
      { ...defender!, fault: '503', failures: 2, failingSince: '2026-11-22T09:00:00Z' },
      { ...sentinel!, lastSuccessAt: null },
    ];
    const body = Readiness.parse({ ready: true, connections: readinessOf([{ ...status, sides }]) });
    expect(body.connections[0]).toMatchObject({
      heldBack: 'Paused by Ana.',
      sides: [
        { side: 'defender', reachable: false, fault: '503' },
        { side: 'sentinel', reachable: null, fault: null },
      ],
    });
  });
});
