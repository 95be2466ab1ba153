import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';

/** A period in seconds since 1970. */
export interface Window {
  from: number;
  /** Exclusive. */
  until: number;
  flapSeconds: number;
}

/** Whether an event of that table was a machine's doing, an automation rule's or the sync's own. */
export function isMachines(event: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(${event}.is_machine = 1 or ${event}.origin in ('rule', 'sync'))`;
}

/**
 * Tables for a `with` clause, about the incidents of which something was known to happen in the window, without those
 * that were merged before its end:
 * - `touched`: those incidents
 * - `openings`: when each was opened
 * - `closures`: every time one of them became closed, before the window too; `flapped` where that is no work done
 * - `closed`: the last closing of each within the window that lasted, with the classification it was given in the end
 *
 * The database is told where to begin (`cross join`, `+`), since it cannot know that a period is little of the history:
 * its indexes by incident would make it read all of that.
 *
 * An incident's status is a story told by its events in the order of their times; a side that tells a closing which
 * another side told already adds nothing to it.
 */
export function closuresOf({ from, until, flapSeconds }: Window): RawBuilder<unknown> {
  return sql`
    seen as materialized (
      select distinct +incident as incident from events
      where at_seconds >= ${from} and at_seconds < ${until} and kind in ('opened', 'changed', 'overruled')
    ),
    touched as materialized (
      select incident from seen where not exists (
        select 1 from events m where m.incident = seen.incident and m.kind = 'merged' and m.at_seconds < ${until})
    ),
    story as materialized (
      select e.id, e.incident, e.kind, e.at_seconds, e.status, ${isMachines(sql`e`)} as machine,
        coalesce(lag(e.status) over one, 'new') as previous
      from touched t cross join events e on e.incident = t.incident
      where +e.at_seconds < ${until} and e.status is not null
      window one as (partition by e.incident order by e.at_seconds, e.id)
    ),
    openings as (select incident, min(at_seconds) as at_seconds from story where kind = 'opened' group by incident),
    turns as (
      select id, incident, kind, at_seconds, status, machine, row_number() over one as nth, lead(id) over one as next_id,
        lead(at_seconds) over one as next_at, lead(machine) over one as next_machine, lead(kind) over one as next_kind
      from story where (status = 'closed') <> (previous = 'closed')
      window one as (partition by incident order by at_seconds, id)
    ),
    closures as materialized (
      select c.*, next_at is not null and (
          next_kind = 'overruled'
          or (machine and next_machine)
          or (next_at - at_seconds < ${flapSeconds} and not exists (
            select 1 from events p where p.incident = c.incident and p.kind in ('changed', 'commented')
              and not ${isMachines(sql`p`)}
              and p.at_seconds between c.at_seconds and c.next_at
              and (p.at_seconds, p.id) > (c.at_seconds, c.id) and (p.at_seconds, p.id) < (c.next_at, c.next_id)))
        ) as flapped
      from turns c where status = 'closed'
    ),
    -- The bare columns are those of the row that holds the maximum.
    closed as materialized (
      select incident, kind, at_seconds, machine, (
          select e.classification from events e
          where e.incident = last.incident and e.status = 'closed' and e.at_seconds < ${until}
            and (next_id is null or (e.at_seconds, e.id) < (next_at, next_id))
          order by e.at_seconds desc, e.id desc limit 1
        ) as classification
      from (
        select *, max(nth) from closures where not flapped and at_seconds >= ${from} group by incident
      ) as last
    )`;
}
