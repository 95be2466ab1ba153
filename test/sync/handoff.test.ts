import { bob, createSyncWorld } from '../support/sync-world.ts';
import type { SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld();
});
afterEach(() => world.close());

test('a handoff changes the owner and leaves its note on both sides, as one action', async () => {
  const id = await world.linked();
  const result = await world.act({ kind: 'handoff', to: bob, note: 'call back at 17:00' });
  expect(result).toMatchObject({ outcome: 'applied', sides: { defender: 'done', sentinel: 'done' } });
  await world.settle();
  for (const side of [world.original(id), world.twin(id)]) {
    expect(side.incident.owner).toMatchObject({ upn: bob.upn });
    expect(side.comments.map(({ text }) => text.replace(/\s*\[dragoman \w+\]$/, ''))).toEqual([
      'Ana Diaz via Teams: Handed off to Bob Lund: call back at 17:00',
    ]);
  }
  expect((await world.desk.syncNow()).writes).toBe(0);
  const accepted = (await world.audit()).filter(({ action }) => action === 'handoff');
  expect(accepted).toMatchObject([{ outcome: 'accepted', incident: 1 }]);
});

test('a handoff without a note, or with an endless one, is refused before anything is written', async () => {
  await world.linked();
  for (const note of [' ', 'x'.repeat(5_000)]) {
    const result = await world.act({ kind: 'handoff', to: bob, note });
    expect(result).toMatchObject({ outcome: 'refused', code: 'invalid_comment' });
  }
});
