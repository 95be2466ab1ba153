import fc from 'fast-check';
import { readSlices } from '../../../src/defender/legacy/read-slices.ts';
import type { SlicePage } from '../../../src/defender/legacy/read-slices.ts';
import { splitSlice, toFilter } from '../../../src/defender/legacy/slice.ts';
import type { Keys, Slice, Span } from '../../../src/defender/legacy/slice.ts';
import type { Incident } from '../../../src/incident/incident.ts';
import type { ObservedPage, Observation } from '../../../src/sync/ports/side-port.ts';
import { fromTicks, toTicks } from '../../../src/incident/timestamp.ts';

interface Item extends Keys {
  id: string;
  modifiedAt: string;
  createdAt: string;
}

const START = toTicks('2026-08-01T00:00:00Z');
const at = (tick: number) => fromTicks(START + BigInt(tick));
const item = (id: number, modified: number, created = id): Item => ({
  id: String(id),
  modifiedAt: at(modified),
  createdAt: at(created),
});

/** A list that is filtered and cut off, in an order of its own; it may round the times it compares. */
class UnorderedService {
  reads = 0;
  readonly slices: Slice[] = [];
  /** Called before each answer. */
  beforeRead: () => void = () => {};
  /** Items that are too large to be read; whoever meets one asks for a single item. */
  giants = new Set<string>();
  readonly items: Item[];
  readonly pageSize: number;
  readonly order: (a: Item, b: Item) => number;
  readonly roundingTicks: bigint;

  constructor(items: Item[], pageSize: number, order: (a: Item, b: Item) => number = newestFirst, roundingTicks = 1n) {
    this.items = items;
    this.pageSize = pageSize;
    this.order = order;
    this.roundingTicks = roundingTicks;
  }

  readonly read = async (slice: Slice): Promise<SlicePage> => {
    this.reads += 1;
    if (this.reads > 5000) throw new Error('this goes round in circles');
    this.slices.push(slice);
    this.beforeRead();
    const found = this.items
      .filter(
        ({ modifiedAt, createdAt }) => this.#holds(slice.modified, modifiedAt) && this.#holds(slice.created, createdAt),
      )
      .toSorted(this.order)
      .slice(0, this.pageSize);
    if (found.some(({ id }) => this.giants.has(id))) return this.#first(found[0]!);
    const observations = found.map(toObservation);
    const keys = found.map(({ modifiedAt, createdAt }) => ({ modifiedAt, createdAt }));
    return { page: { observations, unreadable: [], partial: false }, keys, isWhole: found.length < this.pageSize };
  };

  #first(one: Item): SlicePage {
    const { id, modifiedAt, createdAt } = one;
    const told = { keys: [{ modifiedAt, createdAt }], isWhole: false };
    if (!this.giants.has(id))
      return { ...told, page: { observations: [toObservation(one)], unreadable: [], partial: false } };
    const unreadable = [{ id, modifiedAt, reason: 'too large' }];
    return { ...told, page: { observations: [], unreadable, partial: false }, setAside: { modifiedAt, createdAt } };
  }

  #holds(span: Span, time: string): boolean {
    const rounded = (text: string) => toTicks(text) / this.roundingTicks;
    const value = rounded(time);
    if ('at' in span) return value === rounded(span.at);
    const { from, isInclusive, before } = span;
    const isAfter = from === null || (isInclusive ? value >= rounded(from) : value > rounded(from));
    return isAfter && (before === null || value < rounded(before));
  }
}

function toObservation(one: Item): Observation {
  return { incident: { ...one } as unknown as Incident, basis: {} };
}

const ticks = ({ modifiedAt }: Item) => Number(toTicks(modifiedAt) - START);
const newestFirst = (a: Item, b: Item) => ticks(b) - ticks(a);
const orders = fc.constantFrom(
  newestFirst,
  (a: Item, b: Item) => newestFirst(b, a),
  (a: Item, b: Item) => Number(b.id) - Number(a.id),
  // As good as any.
  (a: Item, b: Item) => ((Number(a.id) * 7919) % 101) - ((Number(b.id) * 7919) % 101),
);

async function collect(service: UnorderedService, since: string): Promise<Incident[]> {
  const seen: Incident[] = [];
  for await (const page of readSlices(service.read, since)) {
    seen.push(...page.observations.map(({ incident }) => incident));
  }
  return seen;
}

/** Few times, so that they are shared; no more than two items share both of theirs, as pages hold at least four. */
const items = fc
  .array(
    fc.tuple(
      fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 10_000_000 })),
      fc.integer({ min: 0, max: 20 }),
    ),
    { maxLength: 60 },
  )
  .map((pairs) =>
    pairs.filter((pair, index) => pairs.slice(0, index).filter((other) => String(other) === String(pair)).length < 2),
  )
  .map((pairs) => pairs.map(([modified, created], index) => item(index, modified, created)));
const pageSizes = fc.integer({ min: 4, max: 9 });

test('everything since then is seen, a slice at a time, whatever order it is served in', async () => {
  await fc.assert(
    fc.asyncProperty(items, pageSizes, orders, async (all, pageSize, order) => {
      const service = new UnorderedService(all, pageSize, order);
      const seen = await collect(service, at(3));
      const wanted = all.filter((one) => ticks(one) >= 3);
      expect(seen.map(({ id }) => id).toSorted()).toEqual(wanted.map(({ id }) => id).toSorted());
    }),
  );
});

test('no page holds anything older than the page before it', async () => {
  await fc.assert(
    fc.asyncProperty(items, pageSizes, orders, async (all, pageSize, order) => {
      let reached = 0;
      for await (const page of readSlices(new UnorderedService(all, pageSize, order).read, at(0))) {
        const times = page.observations.map(({ incident }) => Number(toTicks(incident.modifiedAt) - START));
        expect(Math.min(...times)).toBeGreaterThanOrEqual(reached);
        reached = Math.max(reached, ...times);
      }
    }),
  );
});

test('what is too large to be read is told in its turn, and all others are seen', async () => {
  await fc.assert(
    fc.asyncProperty(
      items,
      fc.subarray(Array.from({ length: 30 }, (_, n) => String(n))),
      orders,
      async (all, giants, order) => {
        // Two that share both times cannot be told apart, so neither can be left out alone.
        const distinct = all.filter(
          (one, n) =>
            !all.slice(0, n).some((other) => ticks(other) === ticks(one) && other.createdAt === one.createdAt),
        );
        const service = new UnorderedService(distinct, 4, order);
        service.giants = new Set(giants);
        const seen = new Set<string | null>();
        let latest = 0;
        for await (const { observations, unreadable } of readSlices(service.read, at(0))) {
          const told = [...observations.map(({ incident }) => incident), ...unreadable];
          for (const { id } of told) seen.add(id);
          const times = told.map(({ modifiedAt }) => Number(toTicks(modifiedAt!) - START));
          expect(Math.min(...times, Number.POSITIVE_INFINITY)).toBeGreaterThanOrEqual(latest);
          latest = Math.max(latest, ...times);
        }
        expect(seen).toEqual(new Set(distinct.map(({ id }) => id)));
      },
    ),
  );
});

test('an edit between any two requests hides nothing: each is seen in its last form', async () => {
  await fc.assert(
    fc.asyncProperty(
      items.filter((all) => all.length > 0),
      pageSizes,
      orders,
      fc.array(fc.nat(), { maxLength: 30 }),
      async (all, pageSize, order, edits) => {
        const service = new UnorderedService(all, pageSize, order);
        let tick = 10_000_001;
        service.beforeRead = () => {
          const edit = edits.shift();
          if (edit !== undefined) all[edit % all.length]!.modifiedAt = at((tick += 1));
        };
        const seen = await collect(service, at(0));
        for (const { id, modifiedAt } of all) {
          expect(seen.filter((one) => one.id === id).at(-1)?.modifiedAt).toBe(modifiedAt);
        }
      },
    ),
  );
});

test('nothing falls between slices where the service rounds the times it is given', async () => {
  const spread = fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 60 }).map((modified) =>
    // A service that stores times to the millisecond shows them so.
    modified.map((ms, index) => item(index, ms * 10_000, index)),
  );
  await fc.assert(
    fc.asyncProperty(spread, pageSizes, orders, async (all, pageSize, order) => {
      const service = new UnorderedService(all, pageSize, order, 10_000n);
      const seen = await collect(service, at(0));
      expect(new Set(seen.map(({ id }) => id)).size).toBe(all.length);
    }),
  );
});

test('what fits on a page is one request', async () => {
  const service = new UnorderedService([item(1, 5), item(2, 6)], 100);
  await collect(service, at(0));
  await collect(service, at(100));
  expect(service.reads).toBe(2);
});

test('a long list costs a small multiple of its pages', async () => {
  const week = 7 * 24 * 3600 * 1e7;
  const all = Array.from({ length: 2000 }, (_, n) => item(n, Math.floor((n * week) / 2000)));
  const service = new UnorderedService(all, 100);
  await collect(service, at(0));
  expect(service.reads).toBeLessThan(70);
});

test('a time that more share than a page holds is split by creation, and both its sides are asked for', async () => {
  const tied = Array.from({ length: 30 }, (_, id) => item(id, 700));
  const service = new UnorderedService([item(100, 699), ...tied, item(101, 701)], 10);
  expect(await collect(service, at(0))).toHaveLength(32);
  expect(service.slices.filter(({ modified }) => 'at' in modified).length).toBeGreaterThan(2);
});

test('two neighbouring times that fill a page between them are told apart', async () => {
  const all = Array.from({ length: 12 }, (_, id) => item(id, 7 + (id % 2)));
  const service = new UnorderedService(all, 8, (a, b) => Number(a.id) - Number(b.id));
  expect(await collect(service, at(7))).toHaveLength(12);
  expect(service.reads).toBeLessThan(10);
});

test('where neither time tells them apart there is no way to ask for the rest, and what there is is incomplete', async () => {
  const same = Array.from({ length: 12 }, (_, id) => item(id, 7, 3));
  const pages: ObservedPage[] = [];
  const service = new UnorderedService([...same, item(20, 2), item(30, 9)], 10);
  for await (const page of readSlices(service.read, at(0))) pages.push(page);
  expect(pages.filter(({ partial }) => partial)).toEqual([expect.objectContaining({ partial: true })]);
  const ids = pages.flatMap(({ observations }) => observations.map(({ incident }) => incident.id));
  expect([ids[0], ids.at(-1)]).toEqual(['20', '30']);
  expect(ids.length).toBeGreaterThanOrEqual(12);
});

test('a service that takes no notice of the filter is found out', async () => {
  let reads = 0;
  const keys = Array.from({ length: 10 }, (_, n) => ({ modifiedAt: at(n * 1000), createdAt: at(n) }));
  const read = async () => {
    reads += 1;
    return { page: { observations: [], unreadable: [], partial: false }, keys, isWhole: false };
  };
  await expect(readSlices(read, at(0)).next()).rejects.toMatchObject({ code: 'unreadable' });
  expect(reads).toBeLessThan(10);
});

test('a next link on every page, however few items are on it, is believed only so often', async () => {
  const service = new UnorderedService(
    Array.from({ length: 30 }, (_, id) => item(id, id * 1000)),
    50,
  );
  const read = async (slice: Slice) => ({ ...(await service.read(slice)), isWhole: false, isFull: false });
  const pages: ObservedPage[] = [];
  for await (const page of readSlices(read, at(0))) pages.push(page);
  const ids = pages.flatMap(({ observations }) => observations.map(({ incident }) => incident.id));
  expect(new Set(ids).size).toBe(30);
  expect(pages.every(({ partial }) => partial)).toBe(true);
  expect(service.reads).toBeLessThan(40);
});

test('times that cannot be read do not stop the others from being split by', () => {
  const slice: Slice = {
    modified: { from: at(0), isInclusive: true, before: null },
    created: { from: null, isInclusive: true, before: null },
  };
  const unreadable = { modifiedAt: null, createdAt: null };
  expect(splitSlice(slice, [unreadable, unreadable])).toEqual([]);
  const keys = [unreadable, { modifiedAt: at(10), createdAt: null }, { modifiedAt: at(20), createdAt: null }];
  expect(splitSlice(slice, keys).map(toFilter)).toEqual([
    `lastUpdateTime ge ${at(0)} and lastUpdateTime lt ${at(10)}`,
    `lastUpdateTime ge ${at(10)}`,
  ]);
});
