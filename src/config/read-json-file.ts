import { readFileSync } from 'node:fs';
import { errorCodeOf } from './error-code-of.ts';
import type { ConfigFault } from './config-error.ts';

/** What a file that a variable names says; or what is wrong with it, without any of its text: it may hold secrets. */
export function readJsonFile(variable: string, path: string, accepted: string): { value: unknown } | ConfigFault {
  const fault = (what: string): ConfigFault => ({ variable, found: `${JSON.stringify(path)}, ${what}`, accepted });
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return fault(`which cannot be read (${errorCodeOf(error)})`);
  }
  try {
    // A byte order mark, which editors on Windows leave, is no part of JSON.
    return { value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch (error) {
    const place = /line \d+ column \d+/.exec(String(error));
    return fault(`which is not JSON${place === null ? '' : ` (${place[0]})`}`);
  }
}
