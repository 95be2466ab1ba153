import BetterSqlite3 from 'better-sqlite3';

/** Statements that changed a database in one transaction, with what they were given. */
export type WrittenTransaction = { sql: string; parameters: unknown[] }[];

type Method = (this: BetterSqlite3.Statement, ...parameters: unknown[]) => unknown;

/**
 * Notes what is written, through whatever connection of this process, while the work is done. The product keeps its
 * statements, so it is they that are listened to and not their making.
 */
export async function recordWrites(work: () => Promise<unknown>): Promise<WrittenTransaction[]> {
  const transactions: WrittenTransaction[] = [];
  let open: WrittenTransaction | null = null;
  const note = (statement: BetterSqlite3.Statement, parameters: unknown[]) => {
    const { source, readonly } = statement;
    if (source === 'begin') open = [];
    else if (source === 'commit') {
      if (open !== null && open.length > 0) transactions.push(open);
      open = null;
    } else if (!readonly) {
      const written = { sql: source, parameters };
      if (open === null) transactions.push([written]);
      else open.push(written);
    }
  };

  const statements = statementPrototype();
  const originals = (['run', 'all'] as const).map((method) => [method, statements[method]] as const);
  for (const [method, original] of originals)
    statements[method] = function listened(...parameters) {
      note(this, parameters[0] as unknown[]);
      return original.apply(this, parameters);
    };
  try {
    await work();
  } finally {
    for (const [method, original] of originals) statements[method] = original;
  }
  return transactions;
}

function statementPrototype(): Record<'run' | 'all', Method> {
  const database = new BetterSqlite3(':memory:');
  const prototype: unknown = Object.getPrototypeOf(database.prepare('select 1'));
  database.close();
  return prototype as Record<'run' | 'all', Method>;
}
