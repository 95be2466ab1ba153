import { ana } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';
import { brakesWorld } from './brakes-world.ts';
import type { BrakesWorld } from './brakes-world.ts';

/** A side that shows nothing of what it held: nothing is concluded from it until an admin has looked, and then once. */

let world: SyncWorld;
let linked: BrakesWorld['linked'];
let setSeverity: BrakesWorld['setSeverity'];
let braked: BrakesWorld['braked'];
let go: BrakesWorld['go'];
let holds: BrakesWorld['holds'];
let heldBack: BrakesWorld['heldBack'];
let severityOfTwins: BrakesWorld['severityOfTwins'];
beforeEach(() => begin());
afterEach(() => world.close());

async function begin(settings: Partial<SyncWorld['context']['settings']> = {}): Promise<void> {
  ({ world, linked, setSeverity, braked, go, holds, heldBack, severityOfTwins } = await brakesWorld(settings));
}

describe('a side that suddenly is empty', () => {
  const SECONDS = 1000;
  const twins = () => world.sides.sentinelSide.held;

  /** Everything vanishes from Sentinel; returns it. */
  async function emptied() {
    const saved = new Map(twins());
    twins().clear();
    await world.sync.compare();
    return saved;
  }

  test('stops the sync with three links as with many, and people are still written for', async () => {
    const ids = await linked(3);
    await emptied();
    expect([await holds(), await heldBack()]).toEqual([
      ['emptySide'],
      expect.stringContaining('lists none of 3 open incidents'),
    ]);
    await world.act({ kind: 'severity', severity: 'informational' });
    expect(world.original(ids[0]!).incident.severity).toBe('informational');
    world.sides.defenderSide.edit(ids[1]!, { severity: 'low' });
    await world.settle();
    expect((await world.desk.status())[0]!.openIntents).toBeLessThanOrEqual(1);
  });

  test('is not concluded from while it is stopped, however long that is', async () => {
    const ids = await linked(3);
    const saved = await emptied();
    for (let hours = 0; hours < 6; hours += 2) {
      world.clock.advance(7200 * SECONDS);
      await world.sync.compare();
    }
    for (const [name, held] of saved) twins().set(name, held);
    await go();
    await world.settle();
    setSeverity(ids, 'low');
    await world.settle();
    expect([await holds(), severityOfTwins(ids)]).toEqual([[], Array(3).fill('low')]);
  });

  test('stays empty after go without stopping everything again, and its incidents are gone once that is confirmed', async () => {
    await linked(3);
    await emptied();
    await go();
    for (let hours = 0; hours < 8; hours += 2) {
      world.clock.advance(7200 * SECONDS);
      await world.sync.compare();
      expect(await holds()).toEqual([]);
    }
    expect((await world.desk.view(1))!.sides[1].standing).toBe('gone');
  });

  test('stops the sync anew when it held something again and loses that', async () => {
    await linked(3);
    const saved = await emptied();
    await go();
    for (const [name, held] of saved) twins().set(name, held);
    await world.settle();
    await world.sync.compare();
    expect(await holds()).toEqual([]);
    await emptied();
    expect(await holds()).toEqual(['emptySide']);
  });

  test('is let go by itself: a mass change that waits beside it is asked about by itself', async () => {
    const ids = await linked(6);
    await emptied();
    setSeverity(ids, 'low');
    await world.desk.syncNow();
    await go();
    expect(await holds()).toEqual(['massChange']);
  });

  test('waits for its own go, where a button is about another stop', async () => {
    const ids = await braked(6);
    const saved = await emptied();
    for (const [name, held] of saved) twins().set(name, held);
    await world.desk.order('go', ana, world.context.connectionId, 'massChange');
    await world.settle();
    expect([await holds(), severityOfTwins(ids)]).toEqual([['emptySide'], Array(6).fill('high')]);
  });

  test('is combined with a pause: neither go nor resume alone lets anything pass', async () => {
    const ids = await linked(3);
    const saved = await emptied();
    await world.desk.order('pause', ana);
    setSeverity(ids.slice(0, 2), 'low');
    await world.settle();
    for (const [name, held] of saved) twins().set(name, held);
    await world.desk.order('resume', ana);
    await world.settle();
    expect(severityOfTwins(ids)).toEqual(Array(3).fill('high'));
    await world.desk.order('pause', ana);
    await go();
    await world.settle();
    expect(severityOfTwins(ids)).toEqual(Array(3).fill('high'));
    await world.desk.order('resume', ana);
    await world.settle();
    expect(severityOfTwins(ids)).toEqual(['low', 'low', 'high']);
  });
});
