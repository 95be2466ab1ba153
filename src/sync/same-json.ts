import { isDeepStrictEqual } from 'node:util';

/** Whether two values are the same once stored: as JSON, where absent and undefined are one. */
export function sameJson(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b)));
}
