import type { ConfigFault } from './config-error.ts';
import { readTextFile } from './read-text-file.ts';

/** What a file that a variable names says; or what is wrong with it, without any of its text: it may hold secrets. */
export function readJsonFile(variable: string, path: string, accepted: string): { value: unknown } | ConfigFault {
  const read = readTextFile(variable, path, accepted);
  if (!('text' in read)) return read;
  try {
    return { value: JSON.parse(read.text) };
  } catch (error) {
    const place = /line \d+ column \d+/.exec(String(error));
    const found = `${JSON.stringify(path)}, which is not JSON${place === null ? '' : ` (${place[0]})`}`;
    return { variable, found, accepted };
  }
}
