import { readFileSync } from 'node:fs';
import type { ConfigFault } from './config-error.ts';
import { errorCodeOf } from './error-code-of.ts';

/** The text of a file that a variable names; or why it cannot be read. */
export function readTextFile(variable: string, path: string, accepted: string): { text: string } | ConfigFault {
  try {
    // A byte order mark, which editors on Windows leave, is no part of the text.
    return { text: readFileSync(path, 'utf8').replace(/^\uFEFF/, '') };
  } catch (error) {
    const found = `${JSON.stringify(path)}, which cannot be read (${errorCodeOf(error)})`;
    return { variable, found, accepted };
  }
}
