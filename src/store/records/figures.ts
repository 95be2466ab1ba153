import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import type { FigureQuery, FigureRecords, PeriodFigures } from '../../sync/ports/figure-records.ts';
import { epochSeconds } from '../event-columns.ts';
import type { Database } from '../schema.ts';
import { behindFigure } from './behind-figure.ts';
import { figureTables, ownerKeyIn } from './figure-tables.ts';
import { ageGroup } from './standing.ts';

/** The numbers of digests, computed by the database: a period costs what happened in it, however long the history is. */
export function figureRecords(db: Kysely<Database>): FigureRecords {
  return {
    async figures(query) {
      const { rows } = await figuresOf(query).execute(db);
      return toFigures(rows[0]!, query.ageDays);
    },
    behind: (query, name, page) => behindFigure(db, query, name, page),
  };
}

/** All figures in one row, so that what they are made of is looked up once; lists come as JSON. */
interface Row {
  opened: number;
  merged: number;
  closed: number;
  by_machines: number;
  reopened: number;
  flaps: number;
  asked: number;
  overruled: number;
  failed: number;
  classifications: string;
  products: string;
  acknowledged: string;
  resolved: string;
  open: number;
  unassigned: number;
  severities: string;
  ages: string;
  oldest: string | null;
  responders: string;
}

function figuresOf(query: FigureQuery): RawBuilder<Row> {
  const { flapSeconds, ageDays } = query;
  const [from, until] = [epochSeconds(query.from), epochSeconds(query.until)];
  const key = ownerKeyIn(sql`owner`);
  const said = sql`from events where at_seconds >= ${from} and at_seconds < ${until} and kind`;
  return sql<Row>`
    with ${figureTables({ from, until, flapSeconds })}
    select
      (select count(*) from openings where at_seconds >= ${from}) as opened,
      (select count(*) ${said} = 'merged') as merged,
      (select count(*) from closed) as closed,
      (select count(*) from closed where machine) as by_machines,
      (select count(distinct incident) from closures where not flapped and next_at >= ${from}) as reopened,
      (select count(*) from closures where flapped and next_at >= ${from}) as flaps,
      (select count(*) ${said} = 'asked') as asked,
      (select count(*) ${said} = 'overruled') as overruled,
      (select count(*) ${said} = 'failed') as failed,
      (${tally(sql`classification`, sql`closed`)}) as classifications,
      (select json_group_array(json_object('product', product, 'classified', n, 'falsePositives', false_positives)) from
        (select product, count(*) as n, sum(classification = 'falsePositive') as false_positives from judged
         group by product order by n desc, product)) as products,
      (${times(sql`acknowledgements`)}) as acknowledged,
      (${times(sql`resolutions`)}) as resolved,
      (select count(*) from standing) as open,
      (select count(*) from standing where owner = 'null') as unassigned,
      (${tally(sql`severity`, sql`standing`)}) as severities,
      (${tally(ageGroup(until, ageDays), sql`standing`)}) as ages,
      (select json_object('incident', s.number, 'severity', s.severity, 'title', links.title, 'openedAt', o.at)
        from (select * from standing order by opened_at_seconds, number limit 1) s
        cross join links on links.number = s.number cross join events o on o.id = s.opening) as oldest,
      (select json_group_array(json_object('owner', json(owner), 'open', open, 'closed', closed)) from
        (select max(owner) as owner, sum(open) as open, sum(closed) as closed from
          -- First by the same text, so that little JSON is looked into.
          (select owner, sum(open) as open, sum(closed) as closed from owned group by owner)
         group by ${key} order by 2 desc, 3 desc, ${key})) as responders`;
}

function tally(value: RawBuilder<unknown>, table: RawBuilder<unknown>) {
  return sql`select json_group_object(value, n) from (
    select ${value} as value, count(*) as n from ${table} group by 1)`;
}

/** Median and p90 of a column `seconds`: the nearest rank, so each is a time that something really took. */
function times(table: RawBuilder<unknown>) {
  const rank = (share: number) => sql`max(case when nth = cast(ceil(${share} * n) as integer) then seconds end)`;
  return sql`select json_object('count', count(*), 'median', ${rank(0.5)}, 'p90', ${rank(0.9)}) from
    (select seconds, row_number() over (order by seconds) as nth, count(*) over () as n from ${table})`;
}

function toFigures(row: Row, ageDays: readonly number[]): PeriodFigures {
  const ages = JSON.parse(row.ages) as Record<string, number>;
  return {
    opened: row.opened,
    merged: row.merged,
    closed: row.closed,
    closedByMachines: row.by_machines,
    byClassification: JSON.parse(row.classifications),
    byProduct: JSON.parse(row.products),
    acknowledged: JSON.parse(row.acknowledged),
    resolved: JSON.parse(row.resolved),
    reopened: row.reopened,
    flaps: row.flaps,
    asked: row.asked,
    overruled: row.overruled,
    failedWrites: row.failed,
    standing: {
      open: row.open,
      unassigned: row.unassigned,
      bySeverity: JSON.parse(row.severities),
      byAge: [...ageDays, Infinity].map((_, index) => ages[index] ?? 0),
      oldest: row.oldest === null ? null : JSON.parse(row.oldest),
    },
    responders: JSON.parse(row.responders),
  };
}
