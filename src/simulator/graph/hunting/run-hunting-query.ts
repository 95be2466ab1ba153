import { queryOptions } from '../../odata/options.ts';
import type { SimResponse } from '../../server.ts';
import { METADATA, type GraphContext } from '../context.ts';
import { badRequest } from '../graph-error.ts';
import { readBody } from '../read-body.ts';
import { parseQuery } from './parse-query.ts';
import { runQuery } from './run-query.ts';

const MOST_DAYS = 30;
const DAY_MILLISECONDS = 86_400_000;

/** `POST /security/runHuntingQuery` with `{"Query","Timespan"}`; names of members in any case. */
export function runHuntingQuery({ request, store }: GraphContext, now: Date): SimResponse {
  queryOptions(request.query, []);
  const members = new Map(Object.entries(readBody(request)).map(([name, value]) => [name.toLowerCase(), value]));
  const stranger = [...members.keys()].find((name) => name !== 'query' && name !== 'timespan');
  if (stranger !== undefined)
    throw badRequest(`The parameter '${stranger}' is not a valid parameter for the operation 'runHuntingQuery'.`);
  const query = members.get('query');
  if (typeof query !== 'string' || query.trim() === '') throw badRequest('Query is missing or empty.');
  const parsed = parseQuery(query);
  const since = now.getTime() - daysOf(members.get('timespan')) * DAY_MILLISECONDS;
  const recent = store.hunting.of(parsed.table).filter((event) => Date.parse(String(event['Timestamp'])) >= since);
  const results = runQuery(parsed, recent);
  return {
    status: 200,
    body: {
      '@odata.context': `${METADATA}#microsoft.graph.security.huntingQueryResults`,
      schema: Object.entries(results[0] ?? {}).map(([name, value]) => ({ name, type: typeOf(value) })),
      results: results.map((row) => Object.fromEntries(Object.entries(row).flatMap(withType))),
    },
  };
}

/** Only days are served; the real service takes any ISO 8601 duration or interval. */
function daysOf(timespan: unknown): number {
  if (timespan === undefined || timespan === null) return MOST_DAYS;
  const days = typeof timespan === 'string' ? Number(/^P(\d{1,3})D$/.exec(timespan)?.[1] ?? Number.NaN) : Number.NaN;
  if (Number.isNaN(days)) throw badRequest('Timespan is not a valid ISO 8601 duration.');
  return Math.min(days, MOST_DAYS);
}

function typeOf(value: string | number): string {
  if (typeof value === 'number') return 'Int64';
  return /^\d{4}-\d\d-\d\dT/.test(value) ? 'DateTime' : 'String';
}

/** Long integers have their type noted before them. */
function withType([name, value]: [string, string | number]): [string, string | number][] {
  const own: [string, string | number] = [name, value];
  return typeof value === 'number' ? [[`${name}@odata.type`, '#Int64'], own] : [own];
}
