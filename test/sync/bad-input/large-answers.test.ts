import { APIS, createSpoiledSide } from '../../support/spoiled-side.ts';
import type { SpoiledSide } from '../../support/spoiled-side.ts';

jest.setTimeout(60_000);

type Json = Record<string, unknown>;

/** Answers beyond what is taken in, through the real adapters and the whole engine. */
describe.each(APIS)('an answer of %s', (_name, api) => {
  let side: SpoiledSide;
  afterEach(() => side.close());

  const withTitle = (item: Json, title: string): Json =>
    api.inProperties
      ? { ...item, properties: { ...(item['properties'] as Json), [api.title]: title } }
      : { ...item, [api.title]: title };

  test('beyond the limit is cut off: its incident is put aside by its id, and all others are read', async () => {
    side = await createSpoiledSide(api, 50_000);
    const before = [1, 2, 3].map((n) => side.raise(`before ${n}`));
    const giant = side.raise('giant');
    const after = [1, 2, 3].map((n) => side.raise(`after ${n}`));
    const there = side.raiseElsewhere('there');
    side.spoilItem(giant, (item) => withTitle(item, 'x'.repeat(200_000)));
    await side.desk.syncNow();
    await side.desk.syncNow();
    for (const id of [...before, ...after]) expect(await side.isLinked(id)).toBe(true);
    expect(await side.isLinked(there, api.side === 'defender' ? 'sentinel' : 'defender')).toBe(true);
    expect(await side.isLinked(giant)).toBe(false);
    expect(await side.aside()).toEqual({ [giant]: expect.stringContaining('too large') });
    const cursor = await side.store.sync.cursor(side.context.connectionId, api.side);
    expect(Date.parse(cursor!.position)).toBeGreaterThanOrEqual(side.modifiedAt(after.at(-1)!));
    side.heal();
    await side.settle(6);
    expect(await side.isLinked(giant)).toBe(true);
    expect(await side.aside()).toEqual({});
    expect(await side.desk.syncNow()).toMatchObject({ reads: 2, writes: 0, faults: [] });
  });

  test('with many large incidents is asked for in smaller ones', async () => {
    side = await createSpoiledSide(api, 100_000);
    const ids = Array.from({ length: 30 }, (_, n) => side.raise(`large ${n}`));
    side.spoilLists((page) => ({
      json: { ...page, value: page.value.map((item) => withTitle(item, 'x'.repeat(9000))) },
    }));
    const { faults, reads } = await side.desk.syncNow();
    expect(faults).toEqual([]);
    for (const id of ids) expect(await side.isLinked(id)).toBe(true);
    expect(reads).toBeLessThan(300);
    expect(await side.aside()).toEqual({});
  });
});

test.each(APIS)('an incident of 30 MB of %s is put aside, and the others go on', async (_name, api) => {
  const side = await createSpoiledSide(api);
  try {
    await side.settle(2);
    const giant = side.raise('giant');
    const after = side.raise('after');
    const title = 'x'.repeat(30_000_000);
    side.spoilItem(giant, (item) => {
      side.fields(item)[api.title] = title;
      return item;
    });
    await side.desk.syncNow();
    expect(await side.isLinked(after)).toBe(true);
    expect(await side.aside()).toEqual({ [giant]: expect.stringContaining('too large') });
    const cursor = await side.store.sync.cursor(side.context.connectionId, api.side);
    expect(Date.parse(cursor!.position)).toBeGreaterThanOrEqual(side.modifiedAt(after));
    side.heal();
    await side.settle(6);
    expect(await side.isLinked(giant)).toBe(true);
    expect(await side.aside()).toEqual({});
  } finally {
    await side.close();
  }
});
