import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import type { FigureName, FigurePage, FigureQuery } from '../../sync/ports/figure-records.ts';
import { epochSeconds } from '../event-columns.ts';
import type { Database } from '../schema.ts';
import { figureTables, ownerKeyIn } from './figure-tables.ts';
import { ageGroup } from './standing.ts';

/** The incidents a figure counts, out of the same tables as the figure itself. */
export async function behindFigure(
  db: Kysely<Database>,
  query: FigureQuery,
  name: FigureName,
  { limit, offset }: { limit: number; offset: number },
): Promise<FigurePage> {
  const [from, until] = [epochSeconds(query.from), epochSeconds(query.until)];
  const { rows } = await sql<{ total: number; incidents: string }>`
    with ${figureTables({ from, until, flapSeconds: query.flapSeconds })},
    behind as materialized (select incident, max(rank) as rank from (${incidentsOf(name, query, { from, until })}) group by 1)
    select (select count(*) from behind) as total, (select json_group_array(incident) from (
      select incident from behind order by rank desc limit ${limit} offset ${offset})) as incidents`.execute(db);
  const { total, incidents } = rows[0]!;
  return { total, incidents: JSON.parse(incidents) as number[] };
}

/** Rows of `incident` and `rank`, the highest first. */
function incidentsOf(
  { figure, of = '' }: FigureName,
  { ageDays }: FigureQuery,
  { from, until }: { from: number; until: number },
): RawBuilder<unknown> {
  const newest = (rest: RawBuilder<unknown>) => sql`select incident, incident as rank from ${rest}`;
  const told = (kind: string) =>
    newest(sql`events where at_seconds >= ${from} and at_seconds < ${until} and kind = ${kind}`);
  const standing = (which = sql`true`) =>
    sql`select number as incident, -opened_at_seconds as rank from standing where ${which}`;
  switch (figure) {
    case 'opened':
      return newest(sql`openings where at_seconds >= ${from}`);
    case 'closed':
      return newest(sql`closed`);
    case 'closedByMachines':
      return newest(sql`closed where machine`);
    case 'classification':
      return newest(sql`closed where classification = ${of}`);
    case 'reopened':
      return newest(sql`closures where not flapped and next_at >= ${from}`);
    case 'flaps':
      return newest(sql`closures where flapped and next_at >= ${from}`);
    case 'acknowledged':
      return newest(sql`acknowledgements`);
    case 'resolved':
      return newest(sql`resolutions`);
    case 'product':
      return newest(sql`judged where product = ${of}`);
    case 'load':
      return newest(sql`owned where ${ownerKeyIn(sql`owner`)} = lower(trim(${of}))`);
    case 'open':
      return standing();
    case 'unassigned':
      return standing(sql`owner = 'null'`);
    case 'severity':
      return standing(sql`severity = ${of}`);
    case 'age':
      return standing(sql`${ageGroup(until, ageDays)} = ${Number(of)}`);
    case 'merged':
    case 'asked':
    case 'overruled':
      return told(figure);
    case 'failedWrites':
      return told('failed');
    default:
      return figure satisfies never;
  }
}
