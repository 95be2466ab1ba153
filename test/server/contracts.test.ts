import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRollingFigures } from '../../src/digest/rolling-figures.ts';
import { FIGURE_METRICS } from '../../src/server/figure-metrics.ts';
import { METRICS, renderMetrics } from '../../src/server/metrics.ts';
import { PAGE_METRICS } from '../../src/server/page-metrics.ts';
import { Readiness, readinessOf } from '../../src/server/readiness.ts';
import type { MissedDeadline } from '../../src/sync/ports/deadlines.ts';
import type { ConnectionStatus } from '../../src/sync/ports/desk.ts';
import type { Period } from '../../src/sync/ports/figure-records.ts';
import { createPageCounts } from '../../src/sync/ports/page-counts.ts';
import { aDigest, aQuietDigest } from '../support/digests.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { FakeDesk } from '../support/fake-desk.ts';
import { FakeDigests } from '../support/fake-digests.ts';

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

interface Dashboard {
  panels: { targets: { expr: string }[] }[];
}

describe('docs/contracts/metrics.md', () => {
  const documented = Array.from(
    read('metrics.md').matchAll(/^\| `(dragoman_\w+)` +\| ((?:`\w+`(?:, )?)+|none) +\|/gm),
    ([, name, labels]) => ({ name, labels: Array.from(labels!.matchAll(/`(\w+)`/g), ([, label]) => label) }),
  );

  it('lists every metric in the order they are given, and none there is not', () => {
    expect(documented.map(({ name }) => name)).toEqual(
      [...METRICS, ...PAGE_METRICS, ...FIGURE_METRICS].map(({ name }) => name),
    );
  });

  it('names the labels of each', async () => {
    const status = await busyStatus();
    for (const { name, samples } of METRICS)
      for (const { labels } of samples([status]))
        expect({ name, labels: Object.keys(labels) }).toEqual(documented.find((one) => one.name === name));
    for (const { name, samples } of PAGE_METRICS)
      for (const { labels } of samples(createPageCounts().all()))
        expect({ name, labels: Object.keys(labels) }).toEqual(documented.find((one) => one.name === name));
    const rolling = await new FakeDigests().rolling();
    for (const { name, samples } of FIGURE_METRICS)
      for (const { labels } of samples(rolling))
        expect({ name, labels: Object.keys(labels) }).toEqual(documented.find((one) => one.name === name));
  });

  it('knows every metric and label that the example dashboard asks for', () => {
    const dashboard = JSON.parse(
      readFileSync(join(__dirname, '../../docs/grafana-dashboard.json'), 'utf8'),
    ) as Dashboard;
    const queries = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    expect(queries.length).toBeGreaterThan(10);
    for (const query of queries) {
      const asked = Array.from(query.matchAll(/(dragoman_\w+)(?:\{([^}]*)\})?/g), ([, name, filter = '']) => ({
        name,
        labels: Array.from(filter.matchAll(/(\w+)\s*=~?\s*"/g), ([, label]) => label!),
      }));
      expect({ query, metrics: asked.length }).not.toEqual({ query, metrics: 0 });
      const by = Array.from(query.matchAll(/by \(([\w, ]+)\)/g), ([, labels]) => labels!.split(/, */)).flat();
      for (const { name, labels } of asked) {
        const known = documented.find((one) => one.name === name);
        expect({ query, name, known: known?.labels }).toEqual({
          query,
          name,
          known: expect.arrayContaining([...labels, ...by]),
        });
      }
    }
  });
});

describe('the metrics', () => {
  it('tell what holds a connection, its proposals, native lag and quota', async () => {
    const text = renderMetrics(METRICS, [await busyStatus()]);
    for (const line of [
      'dragoman_hold{connection="tenant|workspace",kind="paused"} 1',
      'dragoman_hold{connection="tenant|workspace",kind="massChange"} 0',
      'dragoman_mode{connection="tenant|workspace",mode="bridge"} 1',
      'dragoman_proposals{connection="tenant|workspace"} 7',
      'dragoman_disagreeing_incidents{connection="tenant|workspace"} 5',
      'dragoman_duplicates{connection="tenant|workspace"} 1',
      'dragoman_cursor_held_cycles{connection="tenant|workspace",side="defender"} 0',
      'dragoman_cursor_timestamp_seconds{connection="tenant|workspace",side="sentinel"} 1795337970.123',
      'dragoman_native_lag_seconds{connection="tenant|workspace",what="severity",quantile="0.5"} 64',
      'dragoman_native_lag_seconds{connection="tenant|workspace",what="severity",quantile="0.95"} 570',
      'dragoman_quota_left{connection="tenant|workspace",allowance="Graph \\"security\\""} 120',
    ])
      expect(text).toContain(`${line}\n`);
  });

  it('have each series once and in the format Prometheus reads', async () => {
    const status = await busyStatus();
    const rolling = await new FakeDigests().rolling();
    const text =
      renderMetrics(METRICS, [status, { ...status, connectionId: 'other' }]) +
      renderMetrics(PAGE_METRICS, createPageCounts().all()) +
      renderMetrics(FIGURE_METRICS, rolling);
    const series = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(new Set(series.map((line) => line.slice(0, line.lastIndexOf(' ')))).size).toBe(series.length);
    for (const line of series) expect(line).toMatch(/^dragoman_\w+(\{(\w+="(?:[^"\\]|\\.)*",?)+\})? -?\d+(\.\d+)?$/);
  });
});

describe('the figures of digests, as metrics', () => {
  const seriesOf = async (digest = aDigest()) => {
    const digests = new FakeDigests();
    digests.made = digest;
    return renderMetrics(FIGURE_METRICS, await digests.rolling()).split('\n');
  };

  it('are those of the windows that end now', async () => {
    expect(await seriesOf()).toEqual(
      expect.arrayContaining([
        'dragoman_incidents_opened{window="24h"} 34',
        'dragoman_incidents_closed{window="7d",classification="falsePositive"} 14',
        'dragoman_time_to_acknowledge_seconds{window="24h",quantile="0.9"} 7260',
        'dragoman_deadlines_missed{window="7d",kind="acknowledge",severity="low"} 1',
        'dragoman_deadlines_missed{window="24h",kind="close",severity="medium"} 0',
        'dragoman_incidents_open{severity="high"} 3',
        'dragoman_incidents_open_by_age{age="over_30d"} 2',
        'dragoman_incidents_unassigned 5',
      ]),
    );
  });

  it('tell nothing of deadlines where none are set', async () => {
    const series = await seriesOf(aQuietDigest());
    expect(series.filter((line) => line.startsWith('dragoman_deadlines_missed'))).toEqual([]);
  });

  it('have as many series however many products and people there are, and name no people', async () => {
    const few = await seriesOf(aDigest('Product', 12));
    const many = await seriesOf(aDigest('Product', 300));
    expect(many).toHaveLength(few.length);
    expect(many.filter((line) => line.includes('window="24h",product="other"'))).toHaveLength(2);
    const named = aDigest();
    named.figures = {
      ...named.figures,
      responders: [{ owner: { upn: 'ana@contoso.test', objectId: null, name: 'Ana' }, open: 1, closed: 1 }],
    };
    expect((await seriesOf(named)).join()).not.toContain('ana');
  });

  it('are counted at most once a minute, and again after they could not be', async () => {
    const clock = createFakeClock();
    const asked: string[] = [];
    const figures = async ({ from }: { from: string }) => {
      asked.push(from);
      if (asked.length === 1) throw new Error('busy');
      return aDigest().figures;
    };
    const missed = async (periods: readonly Period[]) =>
      periods.map(({ from }): MissedDeadline[] => [
        { incident: 1, kind: 'close', severity: from === '2026-02-28T08:00:00.000Z' ? 'high' : 'low' },
      ]);
    const rolling = createRollingFigures({ figures: { figures }, missed }, clock);
    await expect(rolling()).rejects.toThrow('busy');
    const [told] = await Promise.all([rolling(), rolling()]);
    expect(told.map((one) => [one.window, one.missed?.close])).toEqual([
      ['24h', { high: 1 }],
      ['7d', { low: 1 }],
    ]);
    clock.advance(59_000);
    await rolling();
    expect(asked.slice(1)).toEqual(['2026-02-28T08:00:00.000Z', '2026-02-22T08:00:00.000Z']);
    clock.advance(1_000);
    await rolling();
    expect(asked).toHaveLength(5);
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
    const since = '2026-11-22T09:00:00Z';
    const sides = [
      { ...defender!, fault: 'a web page', failures: 4, failingSince: since, held: 3, heldSince: since },
      { ...sentinel!, lastSuccessAt: null },
    ];
    const body = Readiness.parse({ ready: true, connections: readinessOf([{ ...status, sides }]) });
    expect(body.connections[0]).toMatchObject({
      heldBack: 'Paused by Ana.',
      sides: [
        { side: 'defender', reachable: false, fault: 'a web page', held: 3, heldSince: since },
        { side: 'sentinel', reachable: null, fault: null },
      ],
    });
  });
});
