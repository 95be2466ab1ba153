import BetterSqlite3 from 'better-sqlite3';

/**
 * Puts copies of a month of links and events before it, each as much earlier and under numbers of its own, with
 * everything of theirs closed by now. In one transaction that no crash needs to survive.
 */
export function repeatMonth(
  file: string,
  { copies, incidents, seconds }: { copies: number; incidents: number; seconds: number },
): void {
  const db = new BetterSqlite3(file);
  // From write-ahead logging there is no way to none but over a journal.
  for (const setting of [
    'journal_mode = DELETE',
    'journal_mode = OFF',
    'synchronous = OFF',
    'cache_size = -262144',
    'foreign_keys = OFF',
  ])
    db.pragma(setting);
  const shifted: Record<string, string> = {
    number: `number + @copy * ${incidents}`,
    incident: `incident + @copy * ${incidents}`,
    at_seconds: `at_seconds - @copy * ${seconds}`,
    at: `strftime('%Y-%m-%dT%H:%M:%fZ', at_seconds - @copy * ${seconds}, 'unixepoch')`,
    status: `'closed'`,
    defender_id: `'copy-' || @copy || '-' || defender_id`,
    sentinel_name: `'copy-' || @copy || '-' || sentinel_name`,
  };
  const copyOf = (table: string, own: string, left: readonly string[]) => {
    const columns = (db.pragma(`table_info(${table})`) as { name: string }[])
      .map(({ name }) => name)
      .filter((name) => !left.includes(name));
    // Only links are closed by now; what an event told then stays what it was.
    const value = (name: string) => (table === 'events' && name === 'status' ? name : (shifted[name] ?? name));
    return db.prepare(
      `insert into ${table} (${columns.join(', ')})
       select ${columns.map(value).join(', ')} from ${table} where ${own} <= ${incidents}`,
    );
  };
  const [links, events] = [copyOf('links', 'number', []), copyOf('events', 'incident', ['id'])];
  db.transaction(() => {
    for (let copy = 1; copy <= copies; copy += 1) for (const one of [links, events]) one.run({ copy });
  })();
  db.close();
}
