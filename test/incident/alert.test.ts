import { compareAlerts, describeCount, summarizeAlerts } from '../../src/incident/alert.ts';
import type { Alert } from '../../src/incident/alert.ts';
import { sampleAlert } from '../support/alerts.ts';

const ids = (alerts: Alert[]) => alerts.toSorted(compareAlerts).map(({ id }) => id);

test('the most severe come first, then the newest, and equal ones always in the same order', () => {
  const alerts = [
    sampleAlert('a', { severity: 'low', createdAt: '2026-03-02T00:00:00Z' }),
    sampleAlert('c', { severity: 'high', createdAt: null }),
    sampleAlert('b', { severity: 'high', createdAt: '2026-03-01T00:00:00.0000001Z' }),
    sampleAlert('d', { severity: 'high', createdAt: '2026-03-01T00:00:00.0000002Z' }),
    sampleAlert('f', { severity: 'unknown' }),
    sampleAlert('e', { severity: 'unknown' }),
  ];
  expect(ids(alerts)).toEqual(['d', 'b', 'c', 'a', 'e', 'f']);
  expect(ids(alerts.toReversed())).toEqual(ids(alerts));
});

test('together they tell how many there are, of which products, and when it began and ended', () => {
  const alerts = [
    sampleAlert('a', { product: 'Z', firstActivityAt: '2026-03-01T02:00:00Z', lastActivityAt: '2026-03-01T03:00:00Z' }),
    sampleAlert('b', { product: 'A', firstActivityAt: null, lastActivityAt: null, createdAt: '2026-03-01T01:00:00Z' }),
    sampleAlert('c', { product: 'Z', firstActivityAt: null, lastActivityAt: null, createdAt: null }),
  ];
  const summary = summarizeAlerts({ alerts, more: false, unreadable: [] });
  expect(summary).toEqual({
    count: 3,
    more: false,
    products: ['A', 'Z'],
    firstActivityAt: '2026-03-01T01:00:00Z',
    lastActivityAt: '2026-03-01T03:00:00Z',
  });
  expect([describeCount(summary), describeCount({ count: 150, more: true })]).toEqual(['3', '150+']);
});

test('an incident without alerts says so', () => {
  expect(summarizeAlerts({ alerts: [], more: false, unreadable: [] })).toEqual({
    count: 0,
    more: false,
    products: [],
    firstActivityAt: null,
    lastActivityAt: null,
  });
});
