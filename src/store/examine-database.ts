import { constants } from 'node:fs';
import { access, open, stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { MIGRATION_NAMES } from './migrate.ts';
import { openUntouched } from './open-to-read.ts';

/** What can be said of a database file, and of the place it is in, without changing either. */
export interface DatabaseExamination {
  /** Absolute. */
  path: string;
  /** Whether this user may write the file and its folder (where there is no file yet: the nearest folder there is). */
  isWritable: boolean;
  freeBytes: number;
  /** Null where there is no file yet: the first start makes it. */
  content: DatabaseContent | { fault: string } | null;
}

export interface DatabaseContent {
  /** What SQLite's integrity check complains of; empty when all is well. */
  faults: string[];
  /** Migrations that the next start will run. */
  pending: string[];
  /** Migrations this version does not know: a newer one has been here. */
  unknown: string[];
  isWriteAheadLogged: boolean;
  /** Size of the log that has not been folded into the file. */
  logBytes: number;
}

/** Looks at a SQLite file. A bot may be running on it meanwhile. */
export async function examineDatabase(file: string): Promise<DatabaseExamination> {
  const path = resolve(file);
  const size = await sizeOf(path);
  const folder = await nearestFolder(path);
  const { bavail, bsize } = await statfs(folder);
  const isWritable = (await mayWrite(folder)) && (size === null || (await mayWrite(path)));
  const content = size === null ? null : await examineContent(path);
  return { path, isWritable, freeBytes: bavail * bsize, content };
}

async function examineContent(path: string): Promise<DatabaseContent | { fault: string }> {
  const logBytes = await sizeOf(`${path}-wal`);
  try {
    const isWriteAheadLogged = await readsAsWriteAheadLogged(path);
    const database = openUntouched(path);
    try {
      return { ...inspect(database), isWriteAheadLogged, logBytes: logBytes ?? 0 };
    } finally {
      database.close();
    }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

function inspect(database: DatabaseSync): Pick<DatabaseContent, 'faults' | 'pending' | 'unknown'> {
  const column = (sql: string) =>
    database
      .prepare(sql)
      .all()
      .map((row) => String(Object.values(row)[0]));
  const report = column('PRAGMA integrity_check(10)');
  const isMigrated = column("SELECT name FROM sqlite_master WHERE name = 'kysely_migration'").length > 0;
  const done = isMigrated ? column('SELECT name FROM kysely_migration ORDER BY name') : [];
  return {
    faults: report.filter((line) => line !== 'ok'),
    pending: MIGRATION_NAMES.filter((name) => !done.includes(name)),
    unknown: done.filter((name) => !MIGRATION_NAMES.includes(name)),
  };
}

/** The file format's "write version": 2 is write-ahead logging. (SQLite's own answer is another for immutable files.) */
async function readsAsWriteAheadLogged(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, 18);
    return bytesRead === 1 && buffer[0] === 2;
  } finally {
    await file.close();
  }
}

async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ size }) => size,
    () => null,
  );
}

async function nearestFolder(path: string): Promise<string> {
  const folder = dirname(path);
  return folder === path || (await sizeOf(folder)) !== null ? folder : nearestFolder(folder);
}

async function mayWrite(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}
