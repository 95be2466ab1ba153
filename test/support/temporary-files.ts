import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own for the files a test writes; `remove` takes all of it away. */
export function temporaryFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'dragoman-files-'));
  let count = 0;
  return {
    folder,
    /** Writes text, or anything else as JSON, and returns the path. */
    write(content: unknown, name = `file-${(count += 1)}.json`): string {
      const path = join(folder, name);
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
