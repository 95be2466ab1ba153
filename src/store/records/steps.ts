import type { Kysely } from 'kysely';
import type { StepRecords } from '../../sync/ports/step-records.ts';
import type { Database } from '../schema.ts';
import { noticeRecords } from './notices.ts';
import { trailRecords } from './trail.ts';

/** What was due once, and what was promised with it. */
export function stepRecords(db: Kysely<Database>): StepRecords {
  return {
    async step(key) {
      return (await db.selectFrom('steps').selectAll().where('key', '=', key).executeTakeFirst()) ?? null;
    },
    async stepsOf(incident) {
      const rows = await db.selectFrom('steps').select(['key', 'at']).where('incident', '=', incident).execute();
      return new Map(rows.map(({ key, at }) => [key, at]));
    },
    async takeStep(step, { notices = [], audit }) {
      return db.transaction().execute(async (transaction) => {
        const { numInsertedOrUpdatedRows } = await transaction
          .insertInto('steps')
          .values(step)
          .onConflict((c) => c.doNothing())
          .executeTakeFirstOrThrow();
        if (numInsertedOrUpdatedRows !== 1n) return false;
        for (const notice of notices) await noticeRecords(transaction).ensureNotice(notice);
        if (audit !== undefined) await trailRecords(transaction).appendAudit(audit);
        return true;
      });
    },
  };
}
