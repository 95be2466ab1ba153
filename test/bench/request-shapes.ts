import type { RequestRecord } from '../../src/simulator/request-log.ts';

/**
 * What a request was for, as far as its method and path tell. `look`: at anything but incidents and what belongs to
 * them (connectors, rules).
 */
export const PURPOSES = ['list', 'incident', 'change', 'comments', 'comment', 'alerts', 'look'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** The purpose of a request to a simulated Graph or ARM. */
export function purposeOf({ method, path, query }: RequestRecord): Purpose {
  if (/\/(alerts_v2|alerts|entities|bookmarks|relations)(\/|$)/.test(path)) return 'alerts';
  if (decodeURIComponent(query).includes('$expand=alerts')) return 'alerts';
  const [, id, child] = /\/incidents(?:\/([^/]+)(?:\/(\w+))?)?/.exec(path) ?? [null];
  if (id === null) return 'look';
  if (child === 'comments') return method === 'GET' ? 'comments' : 'comment';
  if (method !== 'GET') return 'change';
  return id === undefined ? 'list' : 'incident';
}

/** How many requests of each purpose a log holds. */
export function countPurposes(requests: readonly RequestRecord[]): Record<Purpose, number> {
  const counts = Object.fromEntries(PURPOSES.map((purpose) => [purpose, 0])) as Record<Purpose, number>;
  for (const request of requests) counts[purposeOf(request)] += 1;
  return counts;
}
