import type { RequestRecord } from '../../src/simulator/request-log.ts';

/** What a request was for, as far as its method and path tell. */
export type Purpose = 'list' | 'incident' | 'change' | 'comments' | 'comment' | 'alerts' | 'other';

/** The purpose of a request to a simulated Graph or ARM. */
export function purposeOf({ method, path, query }: RequestRecord): Purpose {
  const shape = /\/incidents(?:\/[^/]+(?:\/(\w+))?)?/.exec(path);
  const isOne = /\/incidents\/[^/]+/.test(path);
  if (/alerts/i.test(path) || /expand=alerts/.test(decodeURIComponent(query))) return 'alerts';
  if (shape?.[1] === 'comments') return method === 'GET' ? 'comments' : 'comment';
  if (shape === null || shape[1] !== undefined) return 'other';
  if (method === 'GET') return isOne ? 'incident' : 'list';
  return 'change';
}

/** How many requests of each purpose a log holds. */
export function countPurposes(requests: readonly RequestRecord[]): Record<Purpose, number> {
  const counts = { list: 0, incident: 0, change: 0, comments: 0, comment: 0, alerts: 0, other: 0 };
  for (const request of requests) counts[purposeOf(request)] += 1;
  return counts;
}
