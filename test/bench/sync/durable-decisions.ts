import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { Report } from '../figure.ts';
import { paired, wallTime } from '../measure.ts';
import { recordWrites } from '../record-writes.ts';
import type { WrittenTransaction } from '../record-writes.ts';
import { createSeededWorld, RECENT } from '../seeded-world.ts';

const PAIRS_OF_RUNS = 7;
/** Commits a change cannot do without: promised, noted as on its way, agreed. */
const FEWEST_COMMITS = 3;
const SEVERITIES = ['low', 'medium', 'high'] as const;

/**
 * Changes observed in Defender, decided, promised, written to a Sentinel that answers at once, and agreed, against the
 * bare database: the very statements that wrote, with the same values, in as many transactions, prepared once and
 * without a line of the product between them. Both on files, under the product's settings, in turns.
 */
export async function durableDecisions(folder: string, links: number, report: Report): Promise<void> {
  const world = await createSeededWorld(folder, links, false);
  let round = 0;
  const carry = () => {
    round += 1;
    for (const id of world.recent) world.sides.defenderSide.edit(id, { severity: SEVERITIES[round % 3]! });
    return world.cycle();
  };
  await carry();
  // Copied while nothing writes; what the log still holds beside the file is read with it.
  const [file, copy] = [join(folder, `${links}-links.db`), join(folder, 'bare.db')];
  for (const suffix of ['', '-wal']) copyFileSync(`${file}${suffix}`, `${copy}${suffix}`);
  const transactions = await recordWrites(carry);
  const bare = openBare(copy);

  const [ours, theirs] = await paired(
    PAIRS_OF_RUNS,
    () => wallTime(carry),
    () => wallTime(async () => bare.write(transactions)),
  );
  bare.close();
  await world.close();
  report({
    name: 'sync.durable.decisions',
    value: RECENT / (ours / 1000),
    unit: 'changes/s',
    against: 'floor: the same writes in as many bare transactions',
    againstValue: RECENT / (theirs / 1000),
    better: 'higher',
  });
  report({
    name: 'sync.durable.commits',
    value: transactions.length / RECENT,
    unit: 'commits/change',
    against: 'floor: promised, noted as on its way, agreed',
    againstValue: FEWEST_COMMITS,
    better: 'lower',
  });
}

/** The database without the product, under the same settings. */
function openBare(file: string) {
  const db = new BetterSqlite3(file);
  for (const setting of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']) db.pragma(setting);
  const prepared = new Map<string, BetterSqlite3.Statement>();
  const run = ({ sql, parameters }: WrittenTransaction[number]) => {
    const statement = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, statement);
    if (statement.reader) statement.all(parameters);
    else statement.run(parameters);
  };
  const commit = db.transaction((statements: WrittenTransaction) => statements.forEach(run));
  return {
    write: (transactions: WrittenTransaction[]) => transactions.forEach((statements) => commit(statements)),
    close: () => db.close(),
  };
}
