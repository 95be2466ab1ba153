import type { Forgery } from '../../support/tampered-http.ts';
import { APIS, createSpoiledSide } from '../../support/spoiled-side.ts';
import type { SpoiledSide } from '../../support/spoiled-side.ts';

jest.setTimeout(30_000);

/** Whole answers that are not what the contract promises, through the real adapters and the whole engine. */
describe.each(APIS)('a list of %s', (_name, api) => {
  const other = api.side === 'defender' ? 'sentinel' : 'defender';
  let side: SpoiledSide;
  beforeEach(async () => {
    side = await createSpoiledSide(api);
  });
  afterEach(() => side.close());

  const spoilt: [string, Forgery, RegExp][] = [
    ['a web page', { text: '<!DOCTYPE html><html><body>Sign in</body></html>' }, /a web page instead of JSON/],
    ['half of an answer', { text: '{"value":[{"id":"1","na' }, /not JSON/],
    ['nothing at all', { text: '' }, /unexpected body/],
    ['an error in a success', { json: { error: { code: 'Oops', message: 'later' } } }, /Oops: later/],
    ['no list', { json: { items: [] } }, /value/],
    ['a list of another type', { json: { value: { 0: 'x' } } }, /value/],
    ['a bare list', { json: [] }, /unexpected body/],
  ];

  test.each(spoilt)(
    'that is %s is the fault of that side alone, is told, and is over when it is over',
    async (_, forgery, words) => {
      const known = [side.raise('known here'), side.raiseElsewhere('known there')] as const;
      await side.settle(3);
      const cursor = () => side.store.sync.cursor(side.context.connectionId, api.side);
      const before = await cursor();
      side.spoilLists(() => forgery);
      const late = [side.raise('late here'), side.raiseElsewhere('late there')] as const;
      const { faults } = await side.desk.syncNow();
      expect(faults).toEqual([expect.stringMatching(words)]);
      expect(faults[0]).toMatch(api.side === 'defender' ? /^Defender: / : /^Sentinel: /);
      expect(await side.isLinked(late[1], other)).toBe(true);
      expect(await side.isLinked(late[0])).toBe(false);
      expect(await cursor()).toEqual(before);
      side.heal();
      await side.settle(3);
      for (const id of [known[0], late[0]]) expect(await side.isLinked(id)).toBe(true);
      expect(await side.desk.syncNow()).toMatchObject({ reads: 2, writes: 0, faults: [] });
    },
  );

  test('that is a web page in the very first cycle does not keep the other side from being read', async () => {
    const there = side.raiseElsewhere('there');
    side.spoilLists(() => ({ text: '<html></html>' }));
    await side.desk.syncNow();
    expect(await side.isLinked(there, other)).toBe(true);
  });

  test('that goes on at the same address for ever is read all the same, and told', async () => {
    const ids = Array.from({ length: 5 }, (_, n) => side.raise(`incident ${n}`));
    side.spoilLists((page, asked) => ({ json: { ...page, [api.nextLink]: asked.href } }));
    const { faults, reads } = await side.desk.syncNow();
    for (const id of ids) expect(await side.isLinked(id)).toBe(true);
    expect(reads).toBeLessThan(60);
    expect(faults).toHaveLength(1);
    side.heal();
    await side.settle(3);
    expect(await side.desk.syncNow()).toMatchObject({ reads: 2, writes: 0, faults: [] });
  });

  test('whose empty pages go on at ever new addresses comes to an end', async () => {
    await side.settle(2);
    let pages = 0;
    side.forgeLists((asked) => {
      const next = new URL(asked);
      next.searchParams.set('$skiptoken', String((pages += 1)));
      return { json: { value: [], [api.nextLink]: next.href } };
    });
    const there = side.raiseElsewhere('there');
    const { faults, reads } = await side.desk.syncNow();
    expect(faults).toEqual([expect.stringMatching(/does not get on|answered incompletely/)]);
    expect(reads).toBeLessThan(40);
    expect(await side.isLinked(there, other)).toBe(true);
  });

  test('that the side calls incomplete three times goes on behind it, and everything is compared', async () => {
    const left = side.raise('left out');
    await side.settle(2);
    let isPartial = true;
    // It leaves out what it left out before, whoever asks.
    side.spoilLists((page) =>
      isPartial
        ? { status: 206, json: { ...page, value: page.value.filter((item) => side.idOf(item) !== hidden) } }
        : undefined,
    );
    side.clock.advance(60_000);
    const hidden = side.raise('hidden');
    const shown = side.raise('shown');
    const cursor = () => side.store.sync.cursor(side.context.connectionId, api.side);
    const before = await cursor();
    for (let cycle = 0; cycle < 2; cycle += 1) {
      const { faults } = await side.desk.syncNow();
      expect(faults).toEqual([expect.stringContaining('it is asked again')]);
      expect((await cursor())!.position).toBe(before!.position);
    }
    expect((await side.desk.syncNow()).faults).toEqual([expect.stringContaining('goes on behind it')]);
    expect((await cursor())!.position).not.toBe(before!.position);
    for (const id of [left, shown]) expect(await side.isLinked(id)).toBe(true);
    // The time that is asked for again is over long before the side answers whole.
    side.clock.advance(3_600_000);
    for (let n = 0; n < 45; n += 1) side.raise(`later ${n}`);
    for (let cycle = 0; cycle < 3; cycle += 1) await side.desk.syncNow();
    expect(await side.isLinked(hidden)).toBe(false);
    isPartial = false;
    await side.settle(8);
    expect(await side.isLinked(hidden)).toBe(true);
    await side.settle(8);
    expect(await side.desk.syncNow()).toMatchObject({ reads: 2, writes: 0, faults: [] });
  });
});
