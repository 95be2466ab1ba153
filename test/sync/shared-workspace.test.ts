import { createConnectionSync } from '../../src/sync/connection-sync.ts';
import type { ConnectionSync } from '../../src/sync/connection-sync.ts';
import type { SyncContext } from '../../src/sync/context.ts';
import { newConnection } from '../../src/sync/posture/new-connection.ts';
import { twinNameOf } from '../../src/sync/observe/link-incident.ts';
import { createTrafficMeter } from '../../src/sync/ports/traffic.ts';
import { createFakeSides } from '../support/fake-sides.ts';
import { createSyncWorld } from '../support/sync-world.ts';
import type { SyncWorld } from '../support/sync-world.ts';

/** Two Defender tenants are watched from one workspace: `contoso`, whose own it is, and `fabrikam`. */
let world: SyncWorld;
let fabrikam: ReturnType<typeof createFakeSides>;
let theirs: ConnectionSync;
const FABRIKAM = 'fabrikam|/workspace';

beforeEach(async () => {
  world = await createSyncWorld({}, { neighbours: [FABRIKAM] });
  const { context, store, clock, sides } = world;
  const meter = createTrafficMeter();
  fabrikam = createFakeSides(clock, meter);
  const second: SyncContext = {
    ...context,
    connectionId: FABRIKAM,
    neighbours: [context.connectionId],
    defender: fabrikam.defender,
    sentinel: sides.sentinel,
    tenants: { defender: 'fabrikam', sentinel: 'contoso' },
    meter,
  };
  await store.sync.addConnection(newConnection(FABRIKAM, clock.now().toISOString(), context.settings));
  theirs = createConnectionSync(second, { changed: () => undefined });
});
afterEach(async () => {
  await theirs.stop();
  await world.close();
});

async function settle(): Promise<void> {
  for (let cycle = 0; cycle < 4; cycle += 1) {
    world.clock.advance(310_000);
    await Promise.all([world.desk.syncNow(), theirs.cycle()]);
  }
}

const listed = async () => {
  const { incidents } = await world.desk.list({ limit: 9, offset: 0 });
  const byTitle = incidents.toSorted((a, b) => a.title.localeCompare(b.title));
  return byTitle.map(({ title, sides }) => [title, ...sides.map(({ standing }) => standing)]);
};

test('the twin that one connection makes is not taken for a new incident by the other', async () => {
  world.sides.raise('Phish at Contoso');
  fabrikam.raise('Phish at Fabrikam');
  await settle();
  expect(await listed()).toEqual([
    ['Phish at Contoso', 'ok', 'ok'],
    ['Phish at Fabrikam', 'ok', 'ok'],
  ]);
  expect(world.sides.sentinelSide.held.size).toBe(2);
});

test('an incident that is born in the workspace is shown once', async () => {
  world.sides.sentinelSide.held.set('born-here', {
    ...structuredClone(world.sides.defenderSide.must(world.sides.raise('Template'))),
    incident: {
      ...structuredClone(world.sides.defenderSide.must('101').incident),
      id: 'born-here',
      title: 'Found by a rule of the workspace',
    },
  });
  await settle();
  expect((await listed()).filter(([title]) => title === 'Found by a rule of the workspace')).toHaveLength(1);
});

test('an incident that Microsoft made for one tenant is that tenant’s, though the other connection reads it first', async () => {
  await world.anotherLife({ mode: 'native' });
  const id = world.sides.raise('Phish at Contoso');
  world.makeNativeTwin(id);
  await theirs.cycle();
  await settle();
  expect(await listed()).toEqual([['Phish at Contoso', 'ok', 'ok']]);
});

test('an incident that Microsoft made for one tenant is no double of the other tenant’s of the same number', async () => {
  const id = fabrikam.raise('Fabrikam’s');
  await settle();
  world.sides.sentinelSide.held.set('made-by-microsoft', {
    ...structuredClone(world.sides.sentinelSide.must(twinNameOf(FABRIKAM, id))),
    incident: {
      ...structuredClone(world.sides.sentinelSide.must(twinNameOf(FABRIKAM, id)).incident),
      id: 'made-by-microsoft',
      title: 'Contoso’s',
      provider: { name: 'Microsoft XDR', incidentId: id },
      modifiedAt: world.clock.now().toISOString(),
    },
  });
  world.clock.advance(310_000);
  await theirs.cycle();
  expect(await theirs.status()).toMatchObject({ holds: [], duplicates: [] });
});
