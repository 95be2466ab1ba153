import { oncallPeopleCheck } from '../../src/doctor/checks/oncall-people.ts';
import type { PersonReach } from '../../src/doctor/checks/oncall-people.ts';
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

test.each<[string, PersonReach[], string, string]>([
  [
    'everybody can be',
    [{ name: 'Ana', outcome: 'open', reason: null }],
    'ok',
    'all 1 people of the rota can be written to, as far as rosters tell',
  ],
  [
    'somebody cannot be, whoever else could not be asked about',
    [
      { name: 'Ana', outcome: 'unknown', reason: '503' },
      { name: 'Raj', outcome: 'closed', reason: 'they are in no team' },
    ],
    'warning',
    'cannot be written to: Raj (they are in no team)',
  ],
  [
    'Teams does not say',
    [{ name: 'Ana', outcome: 'unknown', reason: '503' }],
    'warning',
    'Teams could not be asked about Ana (503)',
  ],
])('whether people of the rota can be written to: %s', async (_, people, status, found) => {
  expect(await oncallPeopleCheck(async () => people).run()).toMatchObject({ status, found });
});

test('a database that cannot be read is told, not thrown', async () => {
  const look = async () => Promise.reject(new Error('no such table: bindings'));
  expect(await oncallPeopleCheck(look).run()).toMatchObject({
    status: 'warning',
    found: 'who can be written to cannot be told: no such table: bindings',
  });
});
