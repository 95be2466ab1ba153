import { compareTimestamps } from '../incident/timestamp.ts';
import { RemoteError } from '../sync/ports/remote-error.ts';
import type { ObservedPage } from '../sync/ports/side-port.ts';
import { isTooLarge } from './is-too-large.ts';

/** Where to start reading, in the service's own times, verbatim. */
export type Keyset =
  /** Modified at or after (or, once a time is done with, after), oldest modification first. */
  | { by: 'modified'; from: string; isInclusive: boolean }
  /** Modified at exactly this time, created at or after the other (or after it), oldest creation first. */
  | { by: 'created'; modifiedAt: string; from: string | null; isInclusive: boolean };

/** The times of a listed item; null where they cannot be read. */
export interface ItemKeys {
  modifiedAt: string | null;
  createdAt: string | null;
}

/** One answer of the service, with the keys of its items in the order they came. */
export interface KeyedPage {
  page: ObservedPage;
  keys: readonly ItemKeys[];
  nextLink: string | null;
}

export interface KeysetSource {
  /** For error messages. */
  name: string;
  /** The address of the first page from there on, of at most so many items. */
  firstUrl(keyset: Keyset, top: number): string;
  read(url: string): Promise<KeyedPage>;
  /** What can be told of the first item of a page that is too large to be taken in. */
  skim(url: string): Promise<ItemKeys & { id: string | null }>;
  /** How many items may be had by following next links from one start: the service's skip cap. */
  chainLimit: number;
  pageSize: number;
  /** Whether a full page may have successors although it has no next link. */
  fullPageMayContinue: boolean;
  /** False once the service has refused to sort; what it lists then has no order to go by, even where it looks so. */
  isOrdered?(): boolean;
}

/** So many pages in a row that bring nothing new are the last: empty ones with a next link are legal, but not for ever. */
const MOST_IDLE_PAGES = 20;

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
 * A page too large to be taken in is asked for in halves, down to one item. One that is too large by itself is told as
 * unreadable, under the id and time found in it, and the list goes on behind it.
 *
 * Every start lies after the one before or asks for less, and every chain of links has an end, or RemoteError
 * `unreadable` is thrown: this cannot go round in circles.
 */
export async function* keysetPages(source: KeysetSource, since: string): AsyncGenerator<ObservedPage> {
  let start: Start | null = {
    keyset: { by: 'modified', from: since, isInclusive: true },
    top: source.pageSize,
  };
  while (start !== null) start = yield* chain(source, start);
}

interface Start {
  keyset: Keyset;
  top: number;
}

/** Reads on from one start; answers where to start again, or null when there is no more. */
async function* chain(source: KeysetSource, start: Start): AsyncGenerator<ObservedPage, Start | null> {
  const { keyset, top } = start;
  const visited = new Set<string>();
  const isNews = watchItems();
  const order = watchOrder(keyset);
  let url = source.firstUrl(keyset, top);
  for (let count = 0, idle = 0; ;) {
    visited.add(url);
    const answer = await readUnlessTooLarge(source, url);
    if (answer === null) return top > 1 ? { keyset, top: Math.floor(top / 2) } : yield* setAside(source, keyset, url);
    const { page, keys, nextLink } = answer;
    const reached = source.isOrdered?.() === false ? null : order(keys);
    // Within one time of modification there is nothing older to come.
    yield reached === null && keyset.by === 'modified' ? { ...page, isUnordered: true } : page;
    count += keys.length;
    idle = isNews(page) ? 0 : idle + 1;
    const mayContinue = source.fullPageMayContinue && keys.length >= top;
    if (nextLink === null && !mayContinue) return afterAll(source, start);
    if (reached !== null && (keyset.by === 'modified' || isLater(reached, keyset.from)))
      return { keyset: nextKeyset(source, start, reached), top };
    if (nextLink === null) throw stuck(source, 'more is to come, but there is no way to ask for it');
    if (count >= source.chainLimit || idle > MOST_IDLE_PAGES) throw stuck(source, 'next links have no end');
    if (visited.has(nextLink)) throw stuck(source, 'a next link leads back');
    url = nextLink;
  }
}

async function readUnlessTooLarge(source: KeysetSource, url: string): Promise<KeyedPage | null> {
  try {
    return await source.read(url);
  } catch (error) {
    if (isTooLarge(error)) return null;
    throw error;
  }
}

function afterAll({ pageSize }: KeysetSource, { keyset }: Start): Start | null {
  if (keyset.by === 'modified') return null;
  return { keyset: { by: 'modified', from: keyset.modifiedAt, isInclusive: false }, top: pageSize };
}

function nextKeyset(source: KeysetSource, { keyset, top }: Start, reached: string): Keyset {
  // A page of one item would be that item again.
  if (keyset.by === 'created') return { ...keyset, from: reached, isInclusive: top > 1 };
  if (isLater(reached, keyset.from)) return { by: 'modified', from: reached, isInclusive: true };
  if (keyset.isInclusive) return { by: 'created', modifiedAt: reached, from: null, isInclusive: true };
  throw stuck(source, `items from before ${keyset.from} are listed as after it`);
}

/** The first item from there on is too large by itself: it is told, as far as it can be, and left behind. */
async function* setAside(source: KeysetSource, keyset: Keyset, url: string): AsyncGenerator<ObservedPage, Start> {
  const { id, modifiedAt, createdAt } = await source.skim(url);
  if (modifiedAt === null) throw stuck(source, 'an incident is too large to be read, and it cannot be told which');
  const top = source.pageSize;
  if (keyset.by === 'modified') {
    const isAhead = isLater(modifiedAt, keyset.from) || (keyset.isInclusive && !isLater(keyset.from, modifiedAt));
    if (!isAhead) throw stuck(source, `items from before ${keyset.from} are listed as after it`);
    // Others may share its time: those are told apart from it by their creation.
    if (createdAt !== null) return { keyset: { by: 'created', modifiedAt, from: null, isInclusive: true }, top: 1 };
  } else if (createdAt === null || !isLater(createdAt, keyset.from)) {
    throw stuck(source, 'an incident is too large to be read, and nothing tells it from others');
  }
  yield { observations: [], unreadable: [{ id, modifiedAt, reason: 'too large to be read' }], partial: false };
  if (keyset.by === 'modified') return { keyset: { by: 'modified', from: modifiedAt, isInclusive: false }, top };
  return { keyset: { ...keyset, from: createdAt, isInclusive: false }, top };
}

/** Tells of each page whether there was anything on it that no page before it had. */
function watchItems(): (page: ObservedPage) => boolean {
  const seen = new Set<string | null>();
  return ({ observations, unreadable }) => {
    const before = seen.size;
    for (const { incident } of observations) seen.add(`${incident.id} ${incident.modifiedAt}`);
    for (const { id, modifiedAt } of unreadable) seen.add(`${id} ${modifiedAt}`);
    return seen.size > before;
  };
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
