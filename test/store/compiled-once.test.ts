import BetterSqlite3 from 'better-sqlite3';
import { Kysely } from 'kysely';
import { compiledOnce } from '../../src/store/compiled-once.ts';
import { migrate } from '../../src/store/migrate.ts';
import type { Database } from '../../src/store/schema.ts';
import { SteadyDialect } from '../../src/store/steady-dialect.ts';

let db: Kysely<Database>;
beforeEach(async () => {
  db = new Kysely<Database>({ dialect: new SteadyDialect({ database: new BetterSqlite3(':memory:') }) });
  await migrate(db);
});
afterEach(() => db.destroy());

const grant = { object_id: 'o1', tenant_id: 't', role: 'lead', name: 'Ana', granted_by: 'x', granted_at: 'y' };
const named = compiledOnce((on, name: string, limit: number) =>
  on.selectFrom('grants').select(['object_id', 'role']).where('name', '=', name).limit(limit),
);

describe('a query that is compiled once', () => {
  test('is built once, and takes the values of each time, also those that have two places', async () => {
    let built = 0;
    const save = compiledOnce((on, role: string, name: string) => {
      built += 1;
      return on.updateTable('grants').set({ role, granted_by: role }).where('name', '=', name);
    });
    await db.insertInto('grants').values(grant).execute();
    await save(db, 'admin', 'Ana');
    await save(db, 'manager', 'Bob');
    expect(built).toBe(1);
    expect(await db.selectFrom('grants').select(['role', 'granted_by']).execute()).toEqual([
      { role: 'admin', granted_by: 'admin' },
    ]);
  });

  test('takes whole rows, and rows of other columns are other queries', async () => {
    const rename = compiledOnce((on, row: { name?: string; role?: string }, id: string) =>
      on.updateTable('grants').set(row).where('object_id', '=', id),
    );
    const add = compiledOnce((on, row: typeof grant) => on.insertInto('grants').values(row));
    await add(db, grant);
    await add(db, { ...grant, object_id: 'o2', name: 'Bob' });
    await rename(db, { name: 'Cleo' }, 'o1');
    await rename(db, { role: 'admin' }, 'o2');
    expect(await named(db, 'Cleo', 5)).toEqual([{ object_id: 'o1', role: 'lead' }]);
    expect(await named(db, 'Bob', 5)).toEqual([{ object_id: 'o2', role: 'admin' }]);
    expect(await named(db, 'Bob', 0)).toEqual([]);
  });

  test('runs within the transaction it is given', async () => {
    const add = compiledOnce((on, row: typeof grant) => on.insertInto('grants').values(row));
    const failed = db.transaction().execute(async (transaction) => {
      await add(transaction, grant);
      throw new Error('changed its mind');
    });
    await expect(failed).rejects.toThrow('changed its mind');
    expect(await named(db, 'Ana', 5)).toEqual([]);
  });
});
