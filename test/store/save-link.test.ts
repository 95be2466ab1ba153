import fc from 'fast-check';
import { openStore } from '../../src/store/open-store.ts';
import type { OpenStore } from '../../src/store/open-store.ts';
import { changedColumns, toRow } from '../../src/store/records/link-rows.ts';
import type { Link } from '../../src/sync/link.ts';
import { linkOf } from '../support/record-stories.ts';
import { liveStory, seeded } from '../support/soc-month.ts';

/** A link is read back as it was saved, whatever the transaction knew of it before: only what differs is written. */

let store: OpenStore;
beforeEach(async () => {
  store = await openStore('file::memory:');
});
afterEach(() => store.close());

const aLink = (seed: number) => linkOf(liveStory(1 + seed, 0, seeded(seed)));
const sides = fc.record({
  defender: fc.integer({ min: 0, max: 5 }),
  sentinel: fc.option(fc.integer({ min: 0, max: 5 })),
});

/** What may become of a link between two savings: little, as most often, or all of it. */
const anyChange: fc.Arbitrary<Partial<Link>> = fc.oneof(
  fc.constant({}),
  fc.record(
    {
      version: fc.integer({ min: 0, max: 3 }),
      announced: fc.boolean(),
      standing: fc.constantFrom('linked', 'merged', 'gone'),
      mergedInto: fc.option(fc.constant(1)),
      apartFrom: fc.option(fc.integer({ min: 1, max: 3 })),
      frozen: fc.constantFrom({}, { severity: '2026-03-01T08:00:00.000Z' }),
      disagreements: fc.constantFrom({}, { owner: '2026-03-01T08:00:00.000Z' }),
    },
    { requiredKeys: [] },
  ),
  sides.map(({ defender, sentinel }) => ({
    defender: aLink(defender).defender,
    sentinel: sentinel === null ? null : aLink(sentinel).defender,
  })),
);
/** What a transaction does with it: reads it by its number or its id, saves it, in any order; then it holds or not. */
const anyTransaction = fc.record({
  deeds: fc.array(fc.oneof(fc.constantFrom('read', 'find'), anyChange), { maxLength: 5 }),
  isKept: fc.boolean(),
});

test('a link read back is the one that was saved, whatever was read, saved or taken back before', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyTransaction, { maxLength: 5 }), async (transactions) => {
      const first = aLink(0);
      const { number } = await store.sync.addLink({ ...first, defenderId: null, sentinelName: null });
      let held: Link = { ...first, defenderId: `of ${number}`, sentinelName: null, number };
      await store.sync.saveLink(held);
      for (const { deeds, isKept } of transactions) {
        let link = held;
        const work = store.sync.transaction(async (records) => {
          for (const deed of deeds) {
            if (deed === 'read') expect(await records.link(number)).toEqual(link);
            else if (deed === 'find')
              expect(await records.linkById(link.connectionId, 'defender', `of ${number}`)).toEqual(link);
            else {
              link = { ...link, ...deed };
              await records.saveLink(link);
            }
          }
          expect(await records.link(number)).toEqual(link);
          if (!isKept) throw new Error('taken back');
        });
        if (isKept) await work;
        else await expect(work).rejects.toThrow('taken back');
        if (isKept) held = link;
        expect(await store.sync.link(number)).toEqual(held);
      }
    }),
  );
});

test('the columns that lists go by follow a link that is saved in part', async () => {
  const { number } = await store.sync.addLink(aLink(0));
  await store.sync.transaction(async (records) => {
    const link = (await records.link(number))!;
    await records.saveLink({ ...link, defender: aLink(3).defender, standing: 'linked', version: 2 });
  });
  const { incident } = aLink(3).defender!.observation;
  const found = await store.sync.listLinks({ severity: incident.severity, text: incident.title, limit: 5, offset: 0 });
  expect(found.links.map((link) => link.number)).toEqual([number]);
});

test('only columns that differ are written, none where none does, and all where nobody knows what is there', () => {
  const link = aLink(0);
  const row = toRow(link);
  expect(changedColumns(row, undefined)).toEqual(row);
  expect(changedColumns(toRow(link), row)).toBeNull();
  expect(changedColumns(toRow({ ...link, version: 9, mergedInto: 4 }), row)).toEqual({ version: 9, merged_into: 4 });
});
