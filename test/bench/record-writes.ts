import BetterSqlite3 from 'better-sqlite3';

/** Statements that changed a database, transaction by transaction, with what they were given. */
export type WrittenTransaction = { sql: string; parameters: unknown[] }[];

/** Notes what is written, through whatever connection of this process, while the work is done. */
export async function recordWrites(work: () => Promise<unknown>): Promise<WrittenTransaction[]> {
  const transactions: WrittenTransaction[] = [];
  let open: WrittenTransaction | null = null;
  const { prepare } = BetterSqlite3.prototype;
  BetterSqlite3.prototype.prepare = function spy(this: BetterSqlite3.Database, sql: string) {
    const statement = prepare.call(this, sql);
    const note = (parameters: unknown[]) => {
      if (sql === 'begin') open = [];
      else if (sql === 'commit') open = keep(open);
      else if (!statement.readonly && open !== null) open.push({ sql, parameters });
      else if (!statement.readonly) keep([{ sql, parameters }]);
    };
    for (const method of ['run', 'all'] as const) {
      const original = statement[method].bind(statement) as (parameters: unknown) => never;
      statement[method] = (parameters: unknown) => {
        note(parameters as unknown[]);
        return original(parameters);
      };
    }
    return statement;
  } as typeof prepare;
  const keep = (transaction: WrittenTransaction | null) => {
    if (transaction !== null && transaction.length > 0) transactions.push(transaction);
    return null;
  };
  try {
    await work();
  } finally {
    BetterSqlite3.prototype.prepare = prepare;
  }
  return transactions;
}
