import { oncallCheck } from '../../src/doctor/checks/oncall.ts';
import type { RotaView } from '../../src/doctor/checks/oncall.ts';

const NOW = Date.parse('2026-11-02T09:00:00Z');
const DAY = 86_400_000;

test.each<[string, RotaView, string, string]>([
  [
    'somebody is, and somebody will be',
    { turn: { name: 'Ana', until: NOW + DAY }, nextAt: NOW + DAY },
    'ok',
    'Ana is on call until 2026-11-03T09:00:00.000Z',
  ],
  [
    'one person always is',
    { turn: { name: 'Ana', until: Number.POSITIVE_INFINITY }, nextAt: null },
    'ok',
    'Ana is on call',
  ],
  ['nobody is', { turn: null, nextAt: NOW + DAY }, 'warning', 'nobody is on call until 2026-11-03T09:00:00.000Z'],
  ['nobody ever will be', { turn: null, nextAt: null }, 'warning', 'nobody is on call'],
  [
    'the rota ends in a week',
    { turn: { name: 'Ana', until: NOW + DAY }, nextAt: null },
    'warning',
    'Ana is on call until 2026-11-03T09:00:00.000Z, and nobody after that',
  ],
])('the check of the rota: %s', async (_, view, status, found) => {
  expect(
    await oncallCheck(
      () => view,
      () => new Date(NOW),
    ).run(),
  ).toMatchObject({ status, found });
});
