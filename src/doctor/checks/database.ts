import type { DatabaseContent, DatabaseExamination } from '../../store/examine-database.ts';
import { failed, ok, warning } from '../check.ts';
import type { Check, Finding } from '../check.ts';

const MIB = 1024 * 1024;
const LITTLE_SPACE = 500 * MIB;
const NO_SPACE = 50 * MIB;
/** A log is folded into the file every four MB or so; one that only grows has a reader that never lets go. */
const LONG_LOG = 256 * MIB;

/** The memory of the sync: readable, whole, of this version, and with room to grow. */
export function databaseCheck(file: string, examineFile: (file: string) => Promise<DatabaseExamination>): Check {
  return { name: 'database', subject: file, connection: null, run: async () => judge(await examineFile(file)) };
}

function judge(database: DatabaseExamination): Finding {
  const { path, isWritable, freeBytes, content } = database;
  if (content !== null && 'fault' in content)
    return failed(
      `${path} cannot be read: ${content.fault}`,
      'Restore it from a backup, or set DATABASE_URL to the right file.',
    );
  if (content !== null && content.faults.length > 0)
    return failed(`${path} is damaged: ${content.faults.join('; ')}`, 'Stop the bot and restore it from a backup.');
  if (!isWritable)
    return failed(`${path} or its folder may not be written`, 'Let the user that runs Dragoman write both.');
  if (content !== null && content.unknown.length > 0)
    return failed(`a newer version of Dragoman has migrated it (${content.unknown.join(', ')})`, 'Run that version.');
  const free = `${Math.floor(freeBytes / MIB)} MB free`;
  if (freeBytes < NO_SPACE) return failed(free, 'Make room on that disk: nothing can be written.');
  if (freeBytes < LITTLE_SPACE) return warning(free, 'Make room on that disk.');
  return content === null ? ok(`not there yet: the first start makes it; ${free}`) : judgeContent(content, free);
}

function judgeContent({ pending, isWriteAheadLogged, logBytes }: DatabaseContent, free: string): Finding {
  if (logBytes > LONG_LOG)
    return warning(
      `its write-ahead log has grown to ${Math.floor(logBytes / MIB)} MB`,
      'End what else has the file open (a backup, a shell) and restart the bot.',
    );
  const migrations = pending.length === 0 ? 'of this version' : `the next start migrates it (${pending.join(', ')})`;
  const log = isWriteAheadLogged ? 'write-ahead logged' : 'the next start turns write-ahead logging on';
  return ok(`whole; ${migrations}; ${log}; ${free}`);
}
