import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { closuresOf, isMachines } from './closures.ts';
import type { Window } from './closures.ts';
import { standingAt } from './standing.ts';

/**
 * The tables that the figures of a window are counted in, for a `with` clause; each but the first names its incidents.
 * Those of `closuresOf` and `standingAt`, and
 * - `acknowledgements`, `resolutions`: how long each took that was acknowledged, or closed by a person, in the window
 * - `judged`: those closed with a classification other than undetermined, once for each of their products
 * - `owned`: who has what is open and has closed what, as JSON
 */
export function figureTables(window: Window): RawBuilder<unknown> {
  const { from, until } = window;
  return sql`
    ${closuresOf(window)},
    ${standingAt(until)},
    acts as (
      select t.incident, min(e.at_seconds) as at_seconds
      from touched t cross join events e on e.incident = t.incident
      where +e.at_seconds < ${until} and e.kind = 'changed' and not ${isMachines(sql`e`)}
        and ((e.field = 'state' and e.status in ('active', 'closed')) or (e.field = 'owner' and e.now <> 'null'))
      group by t.incident
    ),
    acknowledgements as (
      select a.incident, a.at_seconds - o.at_seconds as seconds
      from acts a join openings o on o.incident = a.incident where a.at_seconds >= ${from}
    ),
    resolutions as (
      select c.incident, c.at_seconds - o.at_seconds as seconds
      from closed c join openings o on o.incident = c.incident where not c.machine and c.kind = 'changed'
    ),
    judged as (
      select c.incident, p.value as product, c.classification from closed c cross join links l on l.number = c.incident
      cross join json_each(l.products) p where c.classification <> 'undetermined'
    ),
    owned as (
      select * from (
        select number as incident, owner, 1 as open, 0 as closed from standing
        union all
        select incident, coalesce(links.owner, 'null'), 0, 1 from closed cross join links on links.number = closed.incident
      ) where owner <> 'null'
    )`;
}

/** Whose the JSON of an owner is, by the name a side gives: which names are one person's is for people to say. */
export function ownerKeyIn(owner: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`lower(trim(coalesce(${owner} ->> 'upn', ${owner} ->> 'objectId', ${owner} ->> 'name')))`;
}
