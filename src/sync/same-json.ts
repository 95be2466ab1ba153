import { isDeepStrictEqual } from 'node:util';

/** Whether two values are the same once stored: as JSON, where absent and undefined are one. */
export function sameJson(a: unknown, b: unknown): boolean {
  const [one, other] = [JSON.stringify(a), JSON.stringify(b)];
  // Nearly always the keys stand in the same order as well.
  return one === other || isDeepStrictEqual(JSON.parse(one), JSON.parse(other));
}
