import BetterSqlite3 from 'better-sqlite3';
import { sampleAlert } from '../support/alerts.ts';
import { createSyncWorld } from '../support/sync-world.ts';

/** Tables that grow with the years, under the names statements give them. */
const GROWS = '(links|intents|events|audit|comments|bookmarks|entity_names|actions|native_lag|rule_messages|[a-z])';
/** Every row is looked at (but for those an index holds for being due), or every link of a connection or of a standing. */
const LOOKS_THROUGH = [
  new RegExp(`^SCAN ${GROWS}\\b(?! USING INDEX bookmarks_to_write$)`),
  /^SEARCH (links|l) USING (COVERING )?INDEX links_(status|list|standing) /,
  /^SEARCH (links|l) USING (COVERING )?INDEX links_(defender_id|sentinel_name) \(connection_id=\?\)$/,
];
/** Asked once for a merge, and only of the links that were merged. */
const EXCUSED = /"standing" = \+\? and "merged_into" = \+\?$/;

/** How the database goes about each statement of the work, by its text. */
async function plansOf(work: () => Promise<unknown>): Promise<Map<string, string[]>> {
  const statements = new Map<string, BetterSqlite3.Database>();
  const { prepare } = BetterSqlite3.prototype;
  BetterSqlite3.prototype.prepare = function listened(this: BetterSqlite3.Database, sql: string) {
    statements.set(sql, this);
    return prepare.call(this, sql);
  } as typeof prepare;
  try {
    await work();
  } finally {
    BetterSqlite3.prototype.prepare = prepare;
  }
  const plans = [...statements]
    .filter(([sql]) => /^(select|update|delete)/i.test(sql))
    .map(([sql, database]) => {
      const values = Array.from({ length: sql.split('?').length - 1 }, () => 'x');
      const steps = prepare.call(database, `explain query plan ${sql}`).all(values) as { detail: string }[];
      return [sql, steps.map(({ detail }) => detail)] as const;
    });
  return new Map(plans);
}

test('no cycle looks through what has piled up: each statement finds its rows by an index', async () => {
  const world = await createSyncWorld();
  const plans = await plansOf(async () => {
    const id = world.sides.raise('Phish', {}, [sampleAlert('a')]);
    const into = await world.linked('Survivor');
    world.sides.defenderSide.edit(id, { severity: 'low' });
    world.sides.commentInSentinel(world.twinOf(id), 'Looked at it.');
    await world.settle();
    await world.act({
      kind: 'close',
      classification: 'truePositive',
      determination: 'malware',
      reason: null,
      comment: 'x',
    });
    await world.act({ kind: 'undo' });
    await world.settle();
    world.sides.mergeInDefender(id, into);
    await world.settle();
    await world.sync.compare();
    await world.desk.status();
    await world.desk.troubles();
  });
  await world.close();
  expect(plans.size).toBeGreaterThan(50);
  const slow = [...plans].filter(
    ([sql, steps]) => !EXCUSED.test(sql) && steps.some((step) => LOOKS_THROUGH.some((one) => one.test(step))),
  );
  expect(slow).toEqual([]);
});
