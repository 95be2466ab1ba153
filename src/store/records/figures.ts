import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import type { FigureQuery, FigureRecords, PeriodFigures } from '../../sync/ports/figure-records.ts';
import { epochSeconds } from '../event-columns.ts';
import type { Database } from '../schema.ts';
import { closuresOf, isMachines } from './closures.ts';
import { standingAt } from './standing.ts';

const DAY_SECONDS = 86_400;

/** The numbers of digests, computed by the database: a period costs what happened in it, however long the history is. */
export function figureRecords(db: Kysely<Database>): FigureRecords {
  return {
    async figures(query) {
      const { rows } = await figuresOf(query).execute(db);
      return toFigures(rows[0]!, query.ageDays);
    },
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
  const said = sql`from events where at_seconds >= ${from} and at_seconds < ${until} and kind`;
  return sql<Row>`
    with ${closuresOf({ from, until, flapSeconds })},
    ${standingAt(until)},
    acts as (
      select t.incident, min(e.at_seconds) as at_seconds
      from touched t cross join events e on e.incident = t.incident
      where +e.at_seconds < ${until} and e.kind = 'changed' and not ${isMachines(sql`e`)}
        and ((e.field = 'state' and e.status in ('active', 'closed')) or (e.field = 'owner' and e.now <> 'null'))
      group by t.incident
    ),
    acknowledgements as (
      select a.at_seconds - o.at_seconds as seconds from acts a join openings o on o.incident = a.incident
      where a.at_seconds >= ${from}
    ),
    resolutions as (
      select c.at_seconds - o.at_seconds as seconds from closed c join openings o on o.incident = c.incident
      where not c.machine and c.kind = 'changed'
    ),
    products as (
      select p.value as product, c.classification from closed c cross join links l on l.number = c.incident
      cross join json_each(l.products) p
    ),
    owned as (
      select owner, 1 as open, 0 as closed from standing
      union all
      select coalesce(links.owner, 'null'), 0, 1 from closed cross join links on links.number = closed.incident
    ),
    load as (
      -- The same person by the same name of a side; which names are one person's is for people to say.
      select lower(trim(coalesce(owner ->> 'upn', owner ->> 'objectId', owner ->> 'name'))) as key,
        max(owner) as owner, sum(open) as open, sum(closed) as closed
      from owned where owner <> 'null' group by 1 order by 3 desc, 4 desc, 1
    )
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
        (select product, count(*) as n, sum(classification = 'falsePositive') as false_positives from products
         where classification <> 'undetermined' group by product order by n desc, product)) as products,
      (${times(sql`acknowledgements`)}) as acknowledged,
      (${times(sql`resolutions`)}) as resolved,
      (select count(*) from standing) as open,
      (select count(*) from standing where owner = 'null') as unassigned,
      (${tally(sql`severity`, sql`standing`)}) as severities,
      (${tally(ageGroup(until, ageDays), sql`standing`)}) as ages,
      (select json_object('incident', s.number, 'severity', s.severity, 'title', links.title, 'openedAt', o.at)
        from (select * from standing order by opened_at_seconds, number limit 1) s
        cross join links on links.number = s.number cross join events o on o.id = s.opening) as oldest,
      (select json_group_array(json_object('owner', json(owner), 'open', open, 'closed', closed)) from load)
        as responders`;
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

/** The place of an incident's age among the groups. */
function ageGroup(at: number, ageDays: readonly number[]) {
  const groups = ageDays.map(
    (days, index) => sql`when ${at} - opened_at_seconds < ${days * DAY_SECONDS} then ${sql.lit(index)}`,
  );
  return sql`case ${sql.join(groups, sql` `)} else ${sql.lit(ageDays.length)} end`;
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
