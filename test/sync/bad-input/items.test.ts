import { APIS, createSpoiledSide } from '../../support/spoiled-side.ts';
import type { SpoiledSide } from '../../support/spoiled-side.ts';

jest.setTimeout(30_000);

/** An item of a list that is not what the contract promises, through the real adapters and the whole engine. */
describe.each(APIS)('an item of %s', (_name, api) => {
  let side: SpoiledSide;
  beforeEach(async () => {
    side = await createSpoiledSide(api);
  });
  afterEach(() => side.close());

  type Json = Record<string, unknown>;
  const without = (item: Json, name: string): Json =>
    Object.fromEntries(Object.entries(item).filter(([n]) => n !== name));
  const withFields = (item: Json, change: (fields: Json) => Json): Json =>
    api.inProperties ? { ...item, properties: change(item['properties'] as Json) } : change(item);
  const spoilt: [string, (item: Json) => unknown][] = [
    ['a title of the wrong type', (item) => withFields(item, (fields) => ({ ...fields, [api.title]: { text: 'x' } }))],
    ['tags that are no list', (item) => withFields(item, (fields) => ({ ...fields, [api.tags]: 'vip' }))],
    ['no time of modification', (item) => withFields(item, (fields) => without(fields, api.modifiedAt))],
    ['a time that is none', (item) => withFields(item, (fields) => ({ ...fields, [api.createdAt]: 'yesterday' }))],
    ['a severity of the wrong type', (item) => withFields(item, (fields) => ({ ...fields, [api.severity]: 3 }))],
  ];

  test.each(spoilt)(
    'with %s is put aside with a reason, tried again by its id, and keeps back no other',
    async (_, spoil) => {
      const [before, bad, after] = ['before', 'bad', 'after'].map(side.raise) as [string, string, string];
      const elsewhere = side.raiseElsewhere('elsewhere');
      side.spoilItem(bad, spoil);
      for (let cycle = 0; cycle < 3; cycle += 1) await side.desk.syncNow();
      expect([await side.isLinked(before), await side.isLinked(after)]).toEqual([true, true]);
      expect(await side.isLinked(elsewhere, api.side === 'defender' ? 'sentinel' : 'defender')).toBe(true);
      expect(Object.keys(await side.aside())).toEqual([bad]);
      expect((await side.aside())[bad]).not.toBe('');
      expect((await side.desk.status())[0]).toMatchObject({ quarantined: 1 });
      const { position } = (await side.store.sync.cursor(side.context.connectionId, api.side))!;
      expect(Date.parse(position)).toBeGreaterThanOrEqual(side.modifiedAt(after));
      side.heal();
      await side.settle(6);
      expect(await side.isLinked(bad)).toBe(true);
      expect(await side.aside()).toEqual({});
      expect(await side.desk.syncNow()).toMatchObject({ reads: 2, writes: 0, faults: [] });
    },
  );

  const nameless: [string, (item: Json) => unknown][] = [
    ['without an id', (item) => without(item, api.id)],
    ['with an id of the wrong type', (item) => ({ ...item, [api.id]: { value: 7 } })],
    ['with an id that no path can carry', (item) => ({ ...item, [api.id]: 'a\u0000/../b' })],
    ['that is null', () => null],
    ['that is a text', () => 'incident'],
  ];

  test.each(nameless)('%s is not forgotten: it is told, and found by listing again', async (_, spoil) => {
    const [before, bad, after] = ['before', 'bad', 'after'].map(side.raise) as [string, string, string];
    side.spoilItem(bad, spoil);
    for (let cycle = 0; cycle < 3; cycle += 1) await side.desk.syncNow();
    expect([await side.isLinked(before), await side.isLinked(after)]).toEqual([true, true]);
    expect(Object.keys(await side.aside())).toEqual([expect.stringMatching(/^unnamed since /)]);
    expect((await side.desk.status())[0]).toMatchObject({ quarantined: 1 });
    side.heal();
    // Nobody changes it, so no later list shows it by itself.
    side.clock.advance(3_600_000);
    for (let n = 0; n < 45; n += 1) side.raise(`later ${n}`);
    await side.settle(8);
    expect(await side.isLinked(bad)).toBe(true);
    expect(await side.aside()).toEqual({});
  });

  test('that comes twice on a page is one incident', async () => {
    const id = side.raise('twice');
    side.spoilLists(({ value, ...page }) => ({ json: { ...page, value: [...value, ...value] } }));
    await side.settle(3);
    expect((await side.desk.list({ limit: 10, offset: 0 })).total).toBe(1);
    expect(await side.isLinked(id)).toBe(true);
    expect(side.microsoft.sentinel.list()).toHaveLength(1);
  });

  test('with words nobody has heard of is read as what they are closest to', async () => {
    const id = side.raise('odd');
    side.spoilItem(id, (item) =>
      withFields(item, (fields) => ({ ...fields, [api.severity]: 'apocalyptic', status: 'musing' })),
    );
    await side.settle(3);
    expect((await side.desk.list({ limit: 10, offset: 0 })).incidents[0]).toMatchObject({
      severity: 'unknown',
      state: { status: 'active' },
    });
  });

  test('with null bytes in its texts is read without them, and not written again and again', async () => {
    const id = side.raise('null');
    side.spoilItem(id, (item) => withFields(item, (fields) => ({ ...fields, [api.title]: 'nu\u0000ll \ud800 title' })));
    await side.settle(4);
    const { incidents } = await side.desk.list({ limit: 10, offset: 0 });
    expect(incidents[0]!.title).toBe('null \ufffd title');
    expect(await side.desk.syncNow()).toMatchObject({ reads: 2, writes: 0, waiting: 0 });
  });

  test('with times that have an offset keeps its place in time', async () => {
    const shifted = (raw: unknown) => {
      const [, seconds, fraction] = /^(.*?)(\.\d+)?Z$/.exec(String(raw))!;
      return `${new Date(Date.parse(`${seconds}Z`) + 7_200_000).toISOString().slice(0, 19)}${fraction ?? ''}+02:00`;
    };
    const ids = ['one', 'two'].map(side.raise);
    for (const id of ids)
      side.spoilItem(id, (item) =>
        withFields(item, (fields) => ({
          ...fields,
          [api.modifiedAt]: shifted(fields[api.modifiedAt]),
          [api.createdAt]: shifted(fields[api.createdAt]),
        })),
      );
    await side.settle(4);
    for (const id of ids) expect(await side.isLinked(id)).toBe(true);
    expect((await side.store.sync.cursor(side.context.connectionId, api.side))!.position).toMatch(/Z$/);
    expect(await side.desk.syncNow()).toMatchObject({ reads: 2, writes: 0, faults: [] });
    side.clock.advance(60_000);
    const later = side.raise('later');
    await side.settle(3);
    expect(await side.isLinked(later)).toBe(true);
    expect(await side.desk.syncNow()).toMatchObject({ reads: 2, writes: 0, faults: [] });
  });
});
