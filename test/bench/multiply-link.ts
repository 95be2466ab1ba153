import BetterSqlite3 from 'better-sqlite3';

/** Columns of these names say which link a row belongs to. */
const LINK_COLUMNS = ['link', 'incident'];

/** What tells one link from another, wherever it stands in its rows. */
export interface LinkIds {
  defenderId: string;
  sentinelName: string;
}

interface Column {
  name: string;
  type: string;
  pk: number;
}

/**
 * Copies link #1 and every row that belongs to it (outbox, audit, comments, …) so many times, under ids of their own, in
 * one transaction that no crash needs to survive. Whatever columns later migrations add are copied as they are.
 */
export function multiplyLink(file: string, ids: LinkIds, copies: number): void {
  const db = new BetterSqlite3(file);
  for (const setting of ['journal_mode = OFF', 'synchronous = OFF', 'cache_size = -262144', 'foreign_keys = OFF'])
    db.pragma(setting);
  const statements = tables(db).flatMap((table) => copyOf(db, table, ids) ?? []);
  db.transaction(() => statements.forEach((sql) => db.prepare(sql).run({ ...ids, copies })))();
  db.close();
}

function tables(db: BetterSqlite3.Database): string[] {
  const names = db.prepare(`select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'`).pluck();
  return names.all() as string[];
}

/** The statement that copies a table's rows of link #1; null where there are none. */
function copyOf(db: BetterSqlite3.Database, table: string, ids: LinkIds): string | null {
  const columns = db.pragma(`table_info(${table})`) as Column[];
  const owner = table === 'links' ? 'number' : columns.find(({ name }) => LINK_COLUMNS.includes(name))?.name;
  if (owner === undefined) return null;
  const exemplars = db.prepare(`select * from ${table} where ${owner} = 1`).all() as Record<string, unknown>[];
  if (exemplars.length === 0) return null;
  const isOwnNumber = ({ type, pk }: Column) => pk > 0 && type.toLowerCase() === 'integer';
  const copied = columns.filter((column) => column.name === owner || !isOwnNumber(column)).map(({ name }) => name);
  const values = copied.map((name) => (name === owner ? 'n + 1' : inCopy(name, exemplars, ids)));
  return `
    with recursive copy (n) as (select 1 union all select n + 1 from copy where n < @copies)
    insert into ${table} (${copied.join(', ')})
    select ${values.join(', ')} from copy cross join ${table} where ${owner} = 1`;
}

/** A column of the exemplar as its n-th copy has it. */
function inCopy(name: string, exemplars: Record<string, unknown>[], { defenderId, sentinelName }: LinkIds): string {
  const holds = (text: string) => exemplars.some((row) => String(row[name]).includes(text));
  const [copiesId, copiesTwin] = ['(90000000 + n)', `printf('%08x-0000-5000-8000-000000000000', n)`];
  if (exemplars.some((row) => row[name] === defenderId)) return `cast(${copiesId} as text)`;
  const renamed = holds(sentinelName) ? `replace(${name}, @sentinelName, ${copiesTwin})` : name;
  return holds(`"${defenderId}"`)
    ? `replace(${renamed}, '"' || @defenderId || '"', '"' || ${copiesId} || '"')`
    : renamed;
}
