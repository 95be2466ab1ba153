import { createSyncWorld } from '../support/sync-world.ts';

test('25 incidents closed at the same moment are each promised, written and agreed on both sides', async () => {
  const world = await createSyncWorld();
  const ids = Array.from({ length: 25 }, (_, index) => world.sides.raise(`Phish ${index}`));
  await world.settle();
  const ask = {
    kind: 'close',
    classification: 'falsePositive',
    determination: null,
    reason: null,
    comment: null,
  } as const;
  const results = await Promise.all(ids.map((_, index) => world.act(ask, { incident: index + 1 })));
  expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['applied']));
  await world.settle();
  for (const id of ids)
    expect([world.original(id), world.twin(id)].map(({ incident }) => incident.state.status)).toEqual([
      'closed',
      'closed',
    ]);
  expect((await world.desk.syncNow()).writes).toBe(0);
  await world.close();
});
