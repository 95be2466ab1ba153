import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chooseBenches } from './benches.ts';
import { chatBench } from './chat/chat-bench.ts';
import { Figure, toLine } from './figure.ts';
import type { Measured } from './figure.ts';
import { median, paired } from './measure.ts';
import { syncBench } from './sync/sync-bench.ts';

/** What `npm run bench` prints, and the figures that count requests: those are behaviour, whatever the machine. */

const projectRoot = join(__dirname, '..', '..');
const measured: Measured = {
  name: 'sync.example',
  value: 1.23456,
  unit: 'ms',
  against: 'floor: none',
  againstValue: 0,
  better: 'lower',
};

test('an unknown name is refused in one line that lists the names, and nothing is measured', async () => {
  const entry = ['--import', './src/require-node.mjs', join('test', 'bench', 'run-bench.ts'), 'snyc'];
  const run = promisify(execFile)(process.execPath, entry, { cwd: projectRoot });
  await expect(run).rejects.toMatchObject({
    code: 64,
    stdout: '',
    stderr: 'bench: found "snyc"; accepted is sync, chat, digest, or nothing for all of them\n',
  });
}, 30_000);

test('no name stands for every bench', () => {
  expect(chooseBenches([])).toEqual(chooseBenches(['sync', 'chat', 'digest']));
  expect(chooseBenches(['toString'])).toContain('found "toString"');
});

test('a line tells value, what it is measured against and their ratio, in four digits', () => {
  expect(JSON.parse(toLine({ ...measured, againstValue: 2 }))).toEqual({
    name: 'sync.example',
    value: 1.235,
    unit: 'ms',
    against: 'floor: none',
    againstValue: 2,
    ratio: 0.6173,
    better: 'lower',
  });
});

test('a floor of nothing is reached by nothing and by no ratio otherwise', () => {
  expect(JSON.parse(toLine({ ...measured, value: 0 }))).toMatchObject({ ratio: 1 });
  expect(JSON.parse(toLine(measured))).toMatchObject({ ratio: null });
});

test('a figure that is no number is a fault, not a line', () => {
  expect(() => toLine({ ...measured, value: Number.NaN })).toThrow();
});

test('pairs change places, and the first one only warms up', async () => {
  const calls: string[] = [];
  const values = { a: [100, 1, 2, 9], b: [100, 5, 7, 6] };
  const take = (name: 'a' | 'b') => async () => {
    calls.push(name);
    return values[name].shift()!;
  };
  expect(await paired(3, take('a'), take('b'))).toEqual([2, 6]);
  expect(calls.join('')).toBe('abbaabba');
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

describe('bench -- sync, on a small scale', () => {
  const figures = new Map<string, Figure>();
  beforeAll(async () => {
    const scale = { links: 60, changes: 10, backlog: 80, manyLinks: 200, mostLinks: 300 };
    await syncBench((one) => {
      const figure = Figure.parse(JSON.parse(toLine(one)));
      expect(figures.has(figure.name)).toBe(false);
      figures.set(figure.name, figure);
    }, scale);
  }, 120_000);

  test.each([
    ['sync.idle.requests.60-links', 2],
    ['sync.idle.requests.200-links', 2],
    ['sync.carry.to-sentinel', 1],
    ['sync.carry.to-defender', 2],
    ['sync.carry.comment-refreshes', 0],
    ['sync.carry.alert-refreshes', 0],
    ['sync.carry.comment-to-sentinel', 1],
    ['sync.carry.comment-to-defender', 2],
    ['sync.drain.throttled', 0],
  ])('%s is %d, its floor', (name, floor) => {
    expect(figures.get(name)).toMatchObject({ value: floor, againstValue: floor, ratio: 1 });
  });

  test('a mirror that asks for each incident sends as many requests as there are', () => {
    expect(figures.get('sync.mirror.requests.60-links')).toMatchObject({ value: 2, againstValue: 60 });
  });

  test('a figure without a floor to reach is measured all the same', () => {
    expect(figures.has('sync.carry.comment-refreshes-discussed')).toBe(true);
  });

  test.each([
    'sync.mirror.time.60-links',
    'sync.idle.requests-an-hour.60-links',
    'sync.drain.graph',
    'sync.drain.arm-writes',
    'sync.drain.requests-to-defender',
    'sync.durable.decisions',
    'sync.durable.commits',
    'sync.idle.processor-time.300-links',
  ])('%s is measured', (name) => {
    expect(figures.get(name)?.ratio).toBeGreaterThan(0);
  });
});

test('bench -- chat, on a small scale: every click it times wrote once to each side, and both rates are of whole cards', async () => {
  const names: string[] = [];
  const scale = { clicks: 2, pace: 0, refreshes: 10, rounds: 1, links: 200 };
  await chatBench((one) => names.push(Figure.parse(JSON.parse(toLine(one))).name), scale);
  expect(names).toEqual([
    'chat.list.open.200-links',
    'chat.list.open-filtered.200-links',
    'chat.list.mine.200-links',
    'chat.list.find-title.200-links',
    'chat.list.find-common-title.200-links',
    'chat.list.find-host.200-links',
    'chat.click.p50.0-ms',
    'chat.click.p99.0-ms',
    'chat.click.p50.100-ms',
    'chat.click.p99.100-ms',
    'chat.refresh.rate',
  ]);
}, 120_000);
