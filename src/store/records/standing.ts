import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';

const DAY_SECONDS = 86_400;

/**
 * The table `standing` for a `with` clause: what was open at an instant (seconds since 1970), as far as it was known.
 * The present is rolled back by what happened since, so that yesterday costs a day of events and not all there are.
 */
export function standingAt(at: number): RawBuilder<unknown> {
  const before = (field: string) => sql`(
    select e.before from events e where e.incident = c.number and e.kind = 'changed' and e.field = ${field}
      and e.at_seconds >= ${at} order by e.at_seconds, e.id limit 1)`;
  return sql`
    moved as materialized (
      select distinct +incident as incident from events
      where at_seconds >= ${at} and ((kind = 'changed' and field = 'state') or kind in ('overruled', 'merged'))
      except select +incident from events where at_seconds >= ${at} and kind = 'opened'
    ),
    given as materialized (
      select distinct +incident as incident from events
      where at_seconds >= ${at} and kind = 'changed' and field in ('severity', 'owner')
    ),
    candidates as materialized (
      select number, status, severity, owner from links
        where standing = 'linked' and status <> 'closed' and number not in (select incident from moved)
      union all
      select number, (
          select e.status from events e where e.incident = links.number and e.status is not null and e.at_seconds < ${at}
          order by e.at_seconds desc, e.id desc limit 1), severity, owner
        from moved join links on links.number = moved.incident
        where standing <> 'gone' and not exists (
          select 1 from events m where m.incident = links.number and m.kind = 'merged' and m.at_seconds < ${at})
    ),
    standing as materialized (
      select c.number, o.id as opening, o.at_seconds as opened_at_seconds,
        coalesce(json_extract(case when c.number in (select incident from given) then ${before('severity')} end, '$'), c.severity)
          as severity,
        coalesce(case when c.number in (select incident from given) then ${before('owner')} end, c.owner, 'null') as owner
      from candidates c cross join events o on o.incident = c.number and o.kind = 'opened' and +o.at_seconds < ${at}
      where c.status in ('new', 'active')
    )`;
}

/** The place of an open incident's age among the groups. */
export function ageGroup(at: number, ageDays: readonly number[]) {
  const groups = ageDays.map(
    (days, index) => sql`when ${at} - opened_at_seconds < ${days * DAY_SECONDS} then ${sql.lit(index)}`,
  );
  return sql`case ${sql.join(groups, sql` `)} else ${sql.lit(ageDays.length)} end`;
}
