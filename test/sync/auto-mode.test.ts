import { connector, forbidden, known, sighting, topologyFacts } from '../support/topology-facts.ts';
import { ana, createSyncWorld } from '../support/sync-world.ts';
import type { SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
afterEach(() => world.close());

const NATIVE = topologyFacts({ connectors: known([connector('MicrosoftThreatProtection', ['incidents'])]) });
const HOUR = 3_600_000;

const mode = async () => (await world.desk.status())[0]!;

describe('auto', () => {
  beforeEach(async () => {
    world = await createSyncWorld({ mode: 'auto' });
  });

  test('bridges where nobody else syncs, and says why', async () => {
    const id = await world.linked();
    expect(world.twin(id).incident.title).toBe('Phish');
    expect(await mode()).toMatchObject({ mode: 'bridge', modeReason: expect.stringContaining('not at work') });
  });

  test("leaves the carrying to Microsoft's own sync where that is at work", async () => {
    world.neighbourhood.facts = NATIVE;
    world.sides.raise('Phish');
    await world.settle();
    expect(world.sides.sentinelSide.held.size).toBe(0);
    expect(await mode()).toMatchObject({ mode: 'native', modeReason: expect.stringContaining('connector') });
  });

  test('writes nothing while it cannot tell, and begins once it can', async () => {
    world.neighbourhood.facts = topologyFacts({ connectors: forbidden, sightings: known([]) });
    const id = await world.linked();
    expect(await mode()).toMatchObject({ mode: 'observe' });
    world.neighbourhood.facts = topologyFacts();
    world.clock.advance(HOUR);
    await world.settle();
    expect(await mode()).toMatchObject({ mode: 'bridge' });
    expect(world.twin(id).incident.title).toBe('Phish');
  });

  test("stops, creates nothing and waits for an admin when it finds Microsoft's own sync beside its bridge", async () => {
    await world.linked();
    world.neighbourhood.facts = topologyFacts({ sightings: known([sighting('Microsoft XDR')]) });
    world.clock.advance(HOUR);
    await world.desk.syncNow();
    world.sides.raise('second');
    await world.settle();
    expect(world.sides.sentinelSide.held.size).toBe(1);
    expect(await world.desk.troubles()).toMatchObject([{ key: expect.stringContaining('nativeFound') }]);
    expect((await mode()).heldBack).toContain('1 recent Sentinel incident');
    await world.desk.order('go', ana);
    world.clock.advance(HOUR);
    await world.settle();
    expect(await mode()).toMatchObject({ mode: 'native', heldBack: "Microsoft's own sync carries this." });
    expect(await world.desk.troubles()).toEqual([]);
  });

  test('does not give up what it knows because it cannot look for once', async () => {
    await world.linked();
    world.neighbourhood.facts = topologyFacts({ connectors: forbidden });
    world.clock.advance(HOUR);
    await world.desk.syncNow();
    expect(await mode()).toMatchObject({ mode: 'bridge' });
  });
});

test('a bridge that was asked for goes on in spite of another sync once an admin says so', async () => {
  world = await createSyncWorld();
  world.neighbourhood.facts = NATIVE;
  const id = await world.linked();
  expect(world.sides.sentinelSide.held.size).toBe(0);
  await world.desk.order('go', ana);
  world.clock.advance(HOUR);
  await world.settle();
  expect(world.twin(id).incident.title).toBe('Phish');
  expect(await mode()).toMatchObject({ mode: 'bridge', heldBack: null });
});
