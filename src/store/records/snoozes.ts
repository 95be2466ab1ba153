import type { Kysely } from 'kysely';
import type { SnoozeRecords } from '../../sync/ports/snooze-records.ts';
import type { Database } from '../schema.ts';

/** Which threads are held back, and until when. */
export function snoozeRecords(db: Kysely<Database>): SnoozeRecords {
  return {
    async snooze({ incident, conversationId, until, byName, byObjectId }) {
      const values = { until, by_name: byName, by_object_id: byObjectId };
      await db
        .insertInto('snoozes')
        .values({ incident, conversation_id: conversationId, ...values })
        .onConflict((c) => c.columns(['incident', 'conversation_id']).doUpdateSet(values))
        .execute();
    },
    async endSnooze(incident, conversationId) {
      const { numDeletedRows } = await db
        .deleteFrom('snoozes')
        .where('incident', '=', incident)
        .where('conversation_id', '=', conversationId)
        .executeTakeFirstOrThrow();
      return numDeletedRows > 0n;
    },
    async snoozeOf(incident, conversationId, now) {
      const row = await db
        .selectFrom('snoozes')
        .selectAll()
        .where('incident', '=', incident)
        .where('conversation_id', '=', conversationId)
        .where('until', '>', now)
        .executeTakeFirst();
      if (row === undefined) return null;
      return { incident, conversationId, until: row.until, byName: row.by_name, byObjectId: row.by_object_id };
    },
  };
}
