import fc from 'fast-check';
import { keysetPages } from '../../src/azure/keyset-pages.ts';
import type { KeyedPage, Keyset, KeysetSource } from '../../src/azure/keyset-pages.ts';
import type { Incident } from '../../src/incident/incident.ts';
import { compareTimestamps, fromTicks, toTicks } from '../../src/incident/timestamp.ts';
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
  readonly #queries: Keyset[] = [];
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
      firstUrl: (keyset) => {
        this.starts.push(keyset);
        return `https://s.test/list?q=${this.#queries.push(keyset) - 1}&skip=0`;
      },
      read: async (url) => this.#read(new URL(url)),
      chainLimit: 500,
      pageSize: this.pageSize,
      fullPageMayContinue: !this.givesLinks,
      ...overrides,
    };
  }

  #read(url: URL): KeyedPage {
    this.reads += 1;
    this.beforeRead();
    const keyset = this.#queries[Number(url.searchParams.get('q'))]!;
    const skip = Number(url.searchParams.get('skip'));
    const key = keyset.by === 'modified' ? 'modifiedAt' : 'createdAt';
    const found = this.items
      .filter((item) => matches(item, keyset))
      .toSorted((a, b) => compareTimestamps(a[key], b[key]) || Number(a.id) - Number(b.id));
    const page = found.slice(skip, skip + this.pageSize);
    const more = found.length > skip + this.pageSize && this.givesLinks;
    url.searchParams.set('skip', String(skip + this.pageSize));
    return toKeyedPage(page, more ? url.href : null);
  }
}

function matches(item: Item, keyset: Keyset): boolean {
  if (keyset.by === 'modified') {
    const order = compareTimestamps(item.modifiedAt, keyset.from);
    return keyset.isInclusive ? order >= 0 : order > 0;
  }
  const isThen = compareTimestamps(item.modifiedAt, keyset.modifiedAt) === 0;
  return isThen && (keyset.from === null || compareTimestamps(item.createdAt, keyset.from) >= 0);
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
  const source = { ...new CountingService([], 2).source(), read, chainLimit: 20 };
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
