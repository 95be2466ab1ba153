import { parseArgs } from 'node:util';
import { readDatabaseFile } from '../config/read-database-file.ts';
import { openStore } from '../store/open-store.ts';

/**
 * `npm run audit -- --since <ISO 8601> [--csv]`: the audit trail, oldest first, as JSON lines or CSV on standard
 * output. Reads the database the environment names; the bot may run meanwhile.
 */
const COLUMNS = ['at', 'actorObjectId', 'actorUpn', 'actorName', 'action', 'incident', 'outcome', 'actionId', 'detail'];

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { since: { type: 'string' }, csv: { type: 'boolean', default: false } } });
  const since = new Date(values.since ?? Number.NaN);
  if (Number.isNaN(since.getTime())) {
    console.error(
      `--since: found ${values.since === undefined ? 'nothing' : JSON.stringify(values.since)}; ` +
        'accepted is an ISO 8601 date or time, for example --since 2026-11-01 or --since 2026-11-01T08:00:00Z',
    );
    return 78;
  }
  const store = await openStore(`file:${readDatabaseFile(process.env)}`);
  if (values.csv) console.log(COLUMNS.join(','));
  for await (const row of store.audit({ since: since.toISOString() })) {
    if (!values.csv) console.log(JSON.stringify(row));
    else {
      const { actor, detail, ...rest } = row;
      const cells: Record<string, unknown> = {
        ...rest,
        actorObjectId: actor.objectId,
        actorUpn: actor.upn,
        actorName: actor.name,
        detail,
      };
      console.log(COLUMNS.map((column) => csvCell(cells[column])).join(','));
    }
  }
  await store.close();
  return 0;
}

/** A cell that begins like a formula would be run as one by a spreadsheet; the text in it may be an attacker's. */
function csvCell(value: unknown): string {
  const text = typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

process.exitCode = await main();
