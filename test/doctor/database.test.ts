import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { databaseCheck } from '../../src/doctor/checks/database.ts';
import { examineDatabase } from '../../src/store/examine-database.ts';
import type { DatabaseExamination } from '../../src/store/examine-database.ts';
import { openStore } from '../../src/store/open-store.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dragoman doctor-'));
  file = join(folder, 'dragoman.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = () => databaseCheck(file, examineDatabase).run();

test('one that is not there yet is well, and is not made', async () => {
  expect(await run()).toMatchObject({ status: 'ok', found: expect.stringContaining('not there yet') });
  file = join(folder, 'sub', 'deeper', 'dragoman.db');
  expect(await run()).toMatchObject({ status: 'ok' });
  expect(readdirSync(folder)).toEqual([]);
});

test('one that nobody has open is read without leaving anything beside it', async () => {
  await (await openStore(`file:${file}`)).close();
  expect(await run()).toMatchObject({
    status: 'ok',
    found: expect.stringMatching(/^whole; of this version; write-ahead logged; \d+ MB free$/),
  });
  expect(readdirSync(folder)).toEqual(['dragoman.db']);
});

test('one that a bot is writing to is read with its log', async () => {
  const store = await openStore(`file:${file}`);
  await store.sync.moveCursor('c', 'defender', { position: '2026-03-01T00:00:00Z', recent: [] });
  expect(await run()).toMatchObject({ status: 'ok' });
  const { content } = await examineDatabase(file);
  expect(content).toMatchObject({ faults: [], pending: [], unknown: [], logBytes: expect.any(Number) });
  await store.close();
});

test('what is no database, and one that is damaged, fail', async () => {
  writeFileSync(file, 'these are not the tables you are looking for'.repeat(50));
  expect(await run()).toMatchObject({ status: 'failed', found: expect.stringContaining('not a database') });
  rmSync(file);
  const database = new BetterSqlite3(file);
  database.exec('CREATE TABLE t (a TEXT); CREATE INDEX i ON t (a)');
  database.exec('BEGIN');
  for (let row = 0; row < 500; row += 1) database.prepare('INSERT INTO t VALUES (?)').run(`row ${row} `.repeat(20));
  database.exec('COMMIT');
  const { rootpage } = database.prepare("SELECT rootpage FROM sqlite_master WHERE name = 'i'").get() as {
    rootpage: number;
  };
  database.close();
  const bytes = readFileSync(file);
  bytes.fill(0, (rootpage - 1) * 4096, rootpage * 4096);
  writeFileSync(file, bytes);
  expect(await run()).toMatchObject({ status: 'failed' });
});

test('an older one is migrated by the next start, a newer one is refused', async () => {
  const old = new BetterSqlite3(file);
  old.exec('CREATE TABLE kysely_migration (name TEXT, timestamp TEXT)');
  expect(await run()).toMatchObject({
    status: 'ok',
    found: expect.stringMatching(/the next start migrates it \(0001-initial.*turns write-ahead logging on/),
  });
  old.exec("INSERT INTO kysely_migration VALUES ('9999-later', 'x')");
  old.close();
  expect(await run()).toMatchObject({ status: 'failed', found: expect.stringContaining('9999-later') });
});

const well: DatabaseExamination = {
  path: '/db',
  isWritable: true,
  freeBytes: 10 ** 12,
  content: { faults: [], pending: [], unknown: [], isWriteAheadLogged: true, logBytes: 0 },
};

test.each([
  ['warning', { freeBytes: 400 * 1024 * 1024 }, '400 MB free'],
  ['failed', { freeBytes: 1024 }, '0 MB free'],
  ['failed', { isWritable: false }, 'may not be written'],
  ['failed', { isWritable: false, content: null }, 'may not be written'],
  ['warning', { content: { ...well.content, logBytes: 2 ** 30 } }, 'has grown to 1024 MB'],
  ['failed', { content: { ...well.content, faults: ['row 1 missing from index i'] } }, 'is damaged: row 1'],
] as const)('%s with %j', async (status, more, found) => {
  const check = databaseCheck('/db', async () => ({ ...well, ...more }) as DatabaseExamination);
  expect(await check.run()).toMatchObject({ status, found: expect.stringContaining(found) });
});
