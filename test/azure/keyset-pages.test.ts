import fc from 'fast-check';
import { keysetPages } from '../../src/azure/keyset-pages.ts';
import type { KeyedPage, Keyset, KeysetSource } from '../../src/azure/keyset-pages.ts';
import type { Incident } from '../../src/incident/incident.ts';
import { compareTimestamps, fromTicks, toTicks } from '../../src/incident/timestamp.ts';
import { AnswerTooLarge } from '../../src/azure/policies/read-body.ts';
import { RemoteError } from '../../src/sync/ports/remote-error.ts';
import type { ObservedPage } from '../../src/sync/ports/side-port.ts';

interface Item {
  id: string;
  modifiedAt: string;
  createdAt: string;
}

const START = toTicks('2026-08-01T00:00:00Z');
const at = (tick: number) => fromTicks(START + BigInt(tick));

/** A service that filters, orders and pages by counting, as Graph does behind its tokens. */
class CountingService {
  readonly starts: Keyset[] = [];
  reads = 0;
  /** Items whose answer is too large to be taken in, and how many of the others fit into one. */
  giants = new Set<string>();
  mostItems = Number.POSITIVE_INFINITY;
  readonly #queries: { keyset: Keyset; top: number }[] = [];
  readonly items: Item[];
  readonly pageSize: number;
  readonly givesLinks: boolean;
  /** Called before each page is answered. */
  beforeRead: () => void = () => {};

  constructor(items: Item[], pageSize: number, givesLinks = true) {
    this.items = items;
    this.pageSize = pageSize;
    this.givesLinks = givesLinks;
  }

  source(overrides: Partial<KeysetSource> = {}): KeysetSource {
    return {
      name: 'test',
      firstUrl: (keyset, top) => {
        this.starts.push(keyset);
        return `https://s.test/list?q=${this.#queries.push({ keyset, top }) - 1}&skip=0`;
      },
      read: async (url) => this.#read(new URL(url)),
      skim: async (url) => this.#find(new URL(url))[0] ?? { id: null, modifiedAt: null, createdAt: null },
      chainLimit: 500,
      pageSize: this.pageSize,
      fullPageMayContinue: !this.givesLinks,
      ...overrides,
    };
  }

  #read(url: URL): KeyedPage {
    this.reads += 1;
    this.beforeRead();
    const found = this.#find(url);
    const skip = Number(url.searchParams.get('skip'));
    const { top } = this.#query(url);
    const page = found.slice(skip, skip + top);
    if (page.length > this.mostItems || page.some(({ id }) => this.giants.has(id))) throw tooLarge();
    const more = found.length > skip + top && this.givesLinks;
    url.searchParams.set('skip', String(skip + top));
    return toKeyedPage(page, more ? url.href : null);
  }

  #query(url: URL) {
    return this.#queries[Number(url.searchParams.get('q'))]!;
  }

  #find(url: URL): Item[] {
    const { keyset } = this.#query(url);
    const key = keyset.by === 'modified' ? 'modifiedAt' : 'createdAt';
    return this.items
      .filter((item) => matches(item, keyset))
      .toSorted((a, b) => compareTimestamps(a[key], b[key]) || Number(a.id) - Number(b.id));
  }
}

function tooLarge(): RemoteError {
  return new RemoteError('unreadable', 'more than 16 bytes', { cause: new AnswerTooLarge('more than 16 bytes') });
}

function matches(item: Item, keyset: Keyset): boolean {
  if (keyset.by === 'modified') {
    const order = compareTimestamps(item.modifiedAt, keyset.from);
    return keyset.isInclusive ? order >= 0 : order > 0;
  }
  const isThen = compareTimestamps(item.modifiedAt, keyset.modifiedAt) === 0;
  const order = keyset.from === null ? 1 : compareTimestamps(item.createdAt, keyset.from);
  return isThen && (keyset.isInclusive ? order >= 0 : order > 0);
}

function toKeyedPage(items: readonly Item[], nextLink: string | null): KeyedPage {
  const observations = items.map((item) => ({ incident: { ...item } as unknown as Incident, basis: {} }));
  return { page: { observations, unreadable: [], partial: false }, keys: items.map((item) => ({ ...item })), nextLink };
}

async function collect(pages: AsyncIterable<ObservedPage>): Promise<Incident[]> {
  const seen: Incident[] = [];
  for await (const page of pages) seen.push(...page.observations.map(({ incident }) => incident));
  return seen;
}

const item = (id: number, modified: number, created = id): Item => ({
  id: String(id),
  modifiedAt: at(modified),
  createdAt: at(created),
});

const arbitraryItems = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 30 })), { maxLength: 40 })
  // No more items share both times than a page holds, as `pageSize >= 4` below.
  .map((pairs) =>
    pairs.filter((pair, index) => pairs.slice(0, index).filter((other) => String(other) === String(pair)).length < 3),
  )
  .map((pairs) => pairs.map(([modified, created], index) => item(index, modified, created)));

test.each([
  ['with next links', true],
  ['without', false],
])('everything since then is seen, in order of modification, %s', async (_, givesLinks) => {
  await fc.assert(
    fc.asyncProperty(arbitraryItems, fc.integer({ min: 4, max: 7 }), async (items, pageSize) => {
      const service = new CountingService(items, pageSize, givesLinks);
      const seen = await collect(keysetPages(service.source(), at(2)));
      const wanted = items.filter(({ modifiedAt }) => compareTimestamps(modifiedAt, at(2)) >= 0);
      expect(new Set(seen.map(({ id }) => id))).toEqual(new Set(wanted.map(({ id }) => id)));
      const order = seen.map(({ modifiedAt }) => modifiedAt);
      // A page's last time may come again at the head of the next.
      expect(order).toEqual(order.toSorted(compareTimestamps));
    }),
  );
});

test('an edit between two pages hides nothing: whatever was not edited is seen, and what was, in its last form', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryItems.filter((items) => items.length > 0),
      fc.integer({ min: 4, max: 7 }),
      fc.array(fc.nat(), { maxLength: 20 }),
      async (items, pageSize, edits) => {
        const service = new CountingService(items, pageSize);
        let tick = 1000;
        service.beforeRead = () => {
          const edit = edits.shift();
          if (edit !== undefined) items[edit % items.length]!.modifiedAt = at((tick += 1));
        };
        const seen = await collect(keysetPages(service.source(), at(0)));
        for (const { id, modifiedAt } of items) {
          expect(seen.filter((one) => one.id === id).at(-1)?.modifiedAt).toBe(modifiedAt);
        }
      },
    ),
  );
});

describe('pages too large to be taken in', () => {
  test('are asked for smaller, and whatever is too large by itself is told and left behind', async () => {
    const giant = fc.subarray(Array.from({ length: 40 }, (_, id) => String(id)));
    await fc.assert(
      fc.asyncProperty(
        arbitraryItems,
        giant,
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        async (items, giants, mostItems, givesLinks) => {
          // Two that share both times cannot be told apart, so neither can be left behind alone.
          const distinct = items.filter((one, n) => !items.slice(0, n).some((other) => sameTimes(one, other)));
          const service = new CountingService(distinct, 7, givesLinks);
          service.giants = new Set(giants);
          service.mostItems = mostItems;
          const pages: ObservedPage[] = [];
          for await (const page of keysetPages(service.source(), at(0))) pages.push(page);
          const read = new Set(pages.flatMap(({ observations }) => observations.map(({ incident }) => incident.id)));
          const aside = new Set(pages.flatMap(({ unreadable }) => unreadable.map(({ id }) => id)));
          expect(aside).toEqual(new Set(service.items.map(({ id }) => id).filter((id) => service.giants.has(id))));
          expect(read).toEqual(new Set(service.items.map(({ id }) => id).filter((id) => !service.giants.has(id))));
        },
      ),
    );
  });

  test('cost a few requests more, and the list goes on in full pages', async () => {
    const items = Array.from({ length: 150 }, (_, id) => item(id, id));
    const service = new CountingService(items, 50);
    service.giants.add('70');
    await collect(keysetPages(service.source(), at(0)));
    expect(service.reads).toBeLessThan(30);
  });

  test('one of which no time can be told is an error, since what comes after it cannot be asked for', async () => {
    const service = new CountingService([item(1, 5)], 50);
    service.giants.add('1');
    const source = service.source({ skim: async () => ({ id: '1', modifiedAt: null, createdAt: null }) });
    await expect(collect(keysetPages(source, at(0)))).rejects.toThrow(/too large to be read, and it cannot be told/);
  });

  test('one that is listed over and over, whatever is asked for, comes to an end', async () => {
    const source = new CountingService([], 50).source({
      read: async () => {
        throw tooLarge();
      },
      skim: async () => ({ id: '1', modifiedAt: at(5), createdAt: at(1) }),
    });
    await expect(collect(keysetPages(source, at(0)))).rejects.toMatchObject({ code: 'unreadable' });
  });
});

function sameTimes(a: Item, b: Item): boolean {
  return a.modifiedAt === b.modifiedAt && a.createdAt === b.createdAt;
}

test('one page is one request, and nothing new is one request', async () => {
  const service = new CountingService([item(1, 5), item(2, 6)], 50);
  await collect(keysetPages(service.source(), at(0)));
  await collect(keysetPages(service.source(), at(100)));
  expect(service.reads).toBe(2);
});

test('a time that fills more than a page is read by creation, and then left behind', async () => {
  const items = Array.from({ length: 130 }, (_, id) => item(id, 7));
  const service = new CountingService([...items, item(500, 9)], 50);
  const seen = await collect(keysetPages(service.source(), at(7)));
  expect(new Set(seen.map(({ id }) => id)).size).toBe(131);
  expect(service.starts.map(({ by }) => by)).toEqual(['modified', 'created', 'created', 'created', 'modified']);
  expect(service.starts.at(-1)).toEqual({ by: 'modified', from: at(7), isInclusive: false });
});

test('where creation cannot tell them apart either, the next links are followed, up to the cap', async () => {
  const items = Array.from({ length: 90 }, (_, id) => item(id, 7, 3));
  const service = new CountingService(items, 50);
  const seen = await collect(keysetPages(service.source(), at(0)));
  expect(new Set(seen.map(({ id }) => id)).size).toBe(90);
  const capped = keysetPages(new CountingService(items, 50).source({ chainLimit: 50 }), at(0));
  await expect(collect(capped)).rejects.toMatchObject({ code: 'unreadable' });
  const linkless = keysetPages(new CountingService(items, 50, false).source(), at(0));
  await expect(collect(linkless)).rejects.toThrow(/no way to ask/);
});

test('a page that is out of order is read on by its link', async () => {
  const pages = [toKeyedPage([item(2, 6), item(1, 5)], 'https://s.test/2'), toKeyedPage([item(3, 7)], null)];
  const asked: string[] = [];
  const source = {
    ...new CountingService([], 2).source(),
    read: async (url: string) => (asked.push(url), pages.shift()!),
  };
  expect(await collect(keysetPages(source, at(0)))).toHaveLength(3);
  expect(asked[1]).toBe('https://s.test/2');
});

test.each<[string, (n: number) => KeyedPage]>([
  ['next links that lead back', () => toKeyedPage([], 'https://s.test/again')],
  ['empty pages with ever new next links', (n) => toKeyedPage([], `https://s.test/${n}`)],
  ['the same page under ever new next links', (n) => toKeyedPage([item(1, 5)], `https://s.test/${n}`)],
  [
    'a page out of order under ever new next links',
    (n) => toKeyedPage([item(2, 9), item(1, 5)], `https://s.test/${n}`),
  ],
])('%s come to an end', async (_, answer) => {
  let reads = 0;
  const read = async () => answer((reads += 1));
  const source = { ...new CountingService([], 2).source(), read };
  await expect(collect(keysetPages(source, at(0)))).rejects.toMatchObject({ code: 'unreadable' });
  expect(reads).toBeLessThan(50);
});

test('a service that takes no notice of the filter is found out', async () => {
  const page = () => toKeyedPage([item(1, 5, 1), item(2, 5, 2)], 'https://s.test/next');
  let reads = 0;
  // By creation it ends, and then lists the same again as "after" it.
  const read = async (url: string) => ((reads += 1), url.endsWith('next') ? toKeyedPage([], null) : page());
  const source = { ...new CountingService([], 2).source(), read };
  await expect(collect(keysetPages(source, at(5)))).rejects.toThrow(/from before .* are listed as after it/);
  expect(reads).toBeLessThan(10);
});
