import { compareTimestamps } from '../incident/timestamp.ts';
import { RemoteError } from '../sync/ports/remote-error.ts';
import type { ObservedPage } from '../sync/ports/side-port.ts';

/** Where to start reading, in the service's own times, verbatim. */
export type Keyset =
  /** Modified at or after (or, once a time is done with, after), oldest modification first. */
  | { by: 'modified'; from: string; isInclusive: boolean }
  /** Modified at exactly this time, created at or after the other, oldest creation first. */
  | { by: 'created'; modifiedAt: string; from: string | null };

/** One answer of the service, with the keys of its items in the order they came; null for an unreadable key. */
export interface KeyedPage {
  page: ObservedPage;
  keys: readonly { modifiedAt: string | null; createdAt: string | null }[];
  nextLink: string | null;
}

export interface KeysetSource {
  /** For error messages. */
  name: string;
  firstUrl(keyset: Keyset): string;
  read(url: string): Promise<KeyedPage>;
  /** How many items may be had by following next links from one start: the service's skip cap. */
  chainLimit: number;
  pageSize: number;
  /** Whether a full page may have successors although it has no next link. */
  fullPageMayContinue: boolean;
}

/**
 * Pages of everything modified since `since`, oldest modification first.
 *
 * A list that is being edited must not be paged by counting: an incident edited while we read goes to the end,
 * everything behind it moves up by one, and the item at the seam between two pages is never seen. Next links
 * may count, under an opaque token too. So each page is asked for anew from the last time seen, inclusively:
 * items of that time come twice rather than not at all, and a service's cap on skipping is never met. A time
 * that fills a page is read by time of creation in the same way. Only where that has no order to go by is the
 * next link followed, verbatim.
 *
 * Every start lies after the one before and every chain of links has an end, or RemoteError `unreadable` is
 * thrown: this cannot go round in circles.
 */
export async function* keysetPages(source: KeysetSource, since: string): AsyncGenerator<ObservedPage> {
  let keyset: Keyset = { by: 'modified', from: since, isInclusive: true };
  for (;;) {
    const reached: string | null = yield* chain(source, keyset);
    if (reached === null) {
      if (keyset.by === 'modified') return;
      keyset = { by: 'modified', from: keyset.modifiedAt, isInclusive: false };
    } else {
      keyset = nextStart(source, keyset, reached);
    }
  }
}

/** Reads on from one start; answers the time to start again from, or null when there is no more. */
async function* chain(source: KeysetSource, keyset: Keyset): AsyncGenerator<ObservedPage, string | null> {
  const visited = new Set<string>();
  const order = watchOrder(keyset);
  let url = source.firstUrl(keyset);
  for (let count = 0; ;) {
    visited.add(url);
    const { page, keys, nextLink } = await source.read(url);
    yield page;
    count += keys.length;
    const mayContinue = source.fullPageMayContinue && keys.length >= source.pageSize;
    if (nextLink === null && !mayContinue) return null;
    const reached = order(keys);
    if (reached !== null && (keyset.by === 'modified' || isLater(reached, keyset.from))) return reached;
    if (nextLink === null) throw stuck(source, 'more is to come, but there is no way to ask for it');
    // Empty pages with a next link are legal, so counting items alone would not end the chain.
    if (count >= source.chainLimit || visited.size > source.chainLimit) throw stuck(source, 'next links have no end');
    if (visited.has(nextLink)) throw stuck(source, 'a next link leads back');
    url = nextLink;
  }
}

function nextStart(source: KeysetSource, keyset: Keyset, reached: string): Keyset {
  if (keyset.by === 'created') return { ...keyset, from: reached };
  if (isLater(reached, keyset.from)) return { by: 'modified', from: reached, isInclusive: true };
  if (keyset.isInclusive) return { by: 'created', modifiedAt: reached, from: null };
  throw stuck(source, `items from before ${keyset.from} are listed as after it`);
}

/** Follows the order over the pages of a chain; answers the last key, or null where there is no order to go by. */
function watchOrder(keyset: Keyset): (keys: KeyedPage['keys']) => string | null {
  let last: string | null = null;
  let isBroken = false;
  return (keys) => {
    for (const key of keys) {
      const time = keyset.by === 'modified' ? key.modifiedAt : key.createdAt;
      if (time === null) continue;
      if (last !== null && compareTimestamps(time, last) < 0) isBroken = true;
      last = time;
    }
    return isBroken ? null : last;
  };
}

function isLater(time: string, than: string | null): boolean {
  return than === null || compareTimestamps(time, than) > 0;
}

function stuck(source: KeysetSource, why: string): RemoteError {
  return new RemoteError('unreadable', `the list of ${source.name} incidents does not get on: ${why}`);
}
