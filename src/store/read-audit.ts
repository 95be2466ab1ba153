import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

export interface AuditQuery {
  /** ISO 8601; rows at or after it. */
  since: string;
}

/** One row of the trail as it is exported. For what a side did with a person's action, the person is named again. */
export interface AuditTrailRow {
  at: string;
  actor: { kind: string; objectId: string | null; tenantId: string | null; upn: string | null; name: string | null };
  action: string;
  incident: number | null;
  actionId: string | null;
  outcome: string;
  detail: unknown;
}

const PAGE = 500;

/** The audit from a time on, oldest first, read in pages so that years of it fit in little memory. */
export async function* readAudit(db: Kysely<Database>, { since }: AuditQuery): AsyncIterable<AuditTrailRow> {
  for (let after = 0; ;) {
    const rows = await db
      .selectFrom('audit as row')
      .leftJoin('audit as asked', (join) =>
        join.onRef('asked.action_id', '=', 'row.action_id').on('asked.outcome', '=', 'accepted'),
      )
      .selectAll('row')
      .select(['asked.actor_object_id as asked_object_id', 'asked.actor_tenant_id as asked_tenant_id'])
      .select(['asked.actor_upn as asked_upn', 'asked.actor_name as asked_name'])
      .where('row.at', '>=', since)
      .where('row.id', '>', after)
      .orderBy('row.id')
      .limit(PAGE)
      .execute();
    for (const row of rows)
      yield {
        at: row.at,
        actor: {
          kind: row.actor_kind,
          objectId: row.actor_object_id ?? row.asked_object_id,
          tenantId: row.actor_tenant_id ?? row.asked_tenant_id,
          upn: row.actor_upn ?? row.asked_upn,
          name: row.actor_name ?? row.asked_name,
        },
        action: row.action,
        incident: row.incident,
        actionId: row.action_id,
        outcome: row.outcome,
        detail: JSON.parse(row.detail),
      };
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.id;
  }
}
