import { newConnection } from '../../src/sync/new-connection.ts';
import { ana, bob, createSyncWorld } from '../support/sync-world.ts';
import type { SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld();
  for (const title of ['Phishing wave', 'Password spray', 'phishing drill']) world.sides.raise(title);
  await world.desk.syncNow();
});
afterEach(() => world.close());

const numbers = async (reference: string) => (await world.desk.find(reference)).map(({ number }) => number);
const azure = '#asset/Microsoft_Azure_Security_Insights/Incident/subscriptions/s/providers/Microsoft.SecurityInsights';

describe('finding incidents', () => {
  test('by the address of their page in either portal', async () => {
    const [number] = await numbers('Password');
    const { sides } = (await world.desk.view(number!))!;
    expect(await numbers(`https://security.microsoft.com/incident2/${sides[0].id}/overview?tid=x`)).toEqual([number]);
    expect(await numbers(`https://security.microsoft.com/incidents/${sides[0].id}?tid=x`)).toEqual([number]);
    expect(await numbers(`https://portal.azure.com/${azure}/Incidents/${sides[1].id}`)).toEqual([number]);
  });

  test('never takes the digits a Sentinel name begins with for a Defender id', async () => {
    const [number] = await numbers('Password');
    const { sides } = (await world.desk.view(number!))!;
    expect(await numbers(`https://portal.azure.com/${azure}/incidents/${sides[0].id}f-not-a-twin`)).toEqual([]);
  });

  test('by a piece of the title in a list, page by page', async () => {
    const list = async (offset: number) => {
      const { incidents, total } = await world.desk.list({ title: 'PHISH', limit: 1, offset });
      return [incidents.map(({ title }) => title), total];
    };
    expect(await list(0)).toEqual([['phishing drill'], 2]);
    expect(await list(1)).toEqual([['Phishing wave'], 2]);
  });

  test('by who owns them, whichever of the person’s names a side knows', async () => {
    const assigned = world.sides.raise('Assigned', { owner: { upn: ana.upn, objectId: null, name: null } });
    await world.settle();
    expect(world.twin(assigned).incident.owner?.objectId).toBe(`id-of-${ana.upn}`);
    const ownedBy = async (owner: { objectId: string; upn: string | null }) =>
      (await world.desk.list({ owner, limit: 9, offset: 0 })).incidents.map(({ title }) => title);
    expect(await ownedBy({ objectId: 'other', upn: ana.upn!.toUpperCase() })).toEqual(['Assigned']);
    expect(await ownedBy({ objectId: `ID-OF-${ana.upn}`, upn: null })).toEqual(['Assigned']);
    expect(await ownedBy(bob)).toEqual([]);
  });

  test('by an id that two tenants share: both, unless an address says whose it is', async () => {
    const [number] = await numbers('Password');
    const link = (await world.store.sync.link(number!))!;
    const now = world.clock.now().toISOString();
    await world.store.sync.addConnection(newConnection('fabrikam|/workspace', now, world.context.settings));
    const other = await world.store.sync.addLink({
      ...link,
      connectionId: 'fabrikam|/workspace',
      sentinelName: 'other',
    });
    expect(await numbers(link.defenderId!)).toEqual([number, other.number]);
    const address = `https://security.microsoft.com/incidents/${link.defenderId}`;
    expect(await numbers(address)).toEqual([number, other.number]);
    expect(await numbers(`${address}?tid=Fabrikam`)).toEqual([other.number]);
    expect(await numbers(`${address}?tid=somebody-else`)).toEqual([number, other.number]);
  });
});
