import { newConnection } from '../../src/sync/posture/new-connection.ts';
import type { LinkQuery } from '../../src/sync/ports/records.ts';
import { sampleAlert } from '../support/alerts.ts';
import { ana, bob, createSyncWorld } from '../support/sync-world.ts';
import type { SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld();
  for (const title of ['Phishing wave', 'Password spray', 'phishing drill']) world.sides.raise(title);
  await world.desk.syncNow();
});
afterEach(() => world.close());

const found = async (query: Partial<LinkQuery>) => {
  const { incidents, total } = await world.desk.list({ ...query, limit: 9, offset: 0 });
  return { titles: incidents.map(({ title }) => title), total };
};
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
      const { incidents, total } = await world.desk.list({ text: 'PHISH', limit: 1, offset });
      return [incidents.map(({ title }) => title), total];
    };
    expect(await list(0)).toEqual([['phishing drill'], 2]);
    expect(await list(1)).toEqual([['Phishing wave'], 2]);
  });

  test('by a piece of a title in any alphabet and case', async () => {
    world.sides.raise('Überweisung an ÁRPÁD ПРОБА');
    await world.desk.syncNow();
    for (const text of ['ÜBERWEISUNG', 'árpád', 'проба']) {
      expect((await found({ text })).titles).toEqual(['Überweisung an ÁRPÁD ПРОБА']);
      expect(await numbers(text)).toHaveLength(1);
    }
  });

  test('by the beginning of what their alerts are about, of one kind where it is said', async () => {
    const alert = sampleAlert('a', {
      entities: [
        { kind: 'Host', fields: { HostName: 'WEB-01', FullName: 'web-01.contoso.com' } },
        { kind: 'Account', fields: { UserPrincipalName: 'web-raj@contoso.com', Name: 'web-raj' } },
        { kind: 'URL', fields: { Url: 'https://evil.example/Login' } },
      ],
    });
    world.sides.raise('Beacon', {}, [alert]);
    world.sides.raise('web- in the title only', {}, [sampleAlert('b')]);
    await world.settle();
    expect((await found({ text: 'web-' })).titles).toEqual(['web- in the title only', 'Beacon']);
    expect(await found({ text: 'Web-01.CONTOSO', kind: 'host' })).toEqual({ titles: ['Beacon'], total: 1 });
    expect((await found({ text: 'web-', kind: 'user' })).titles).toEqual(['Beacon']);
    expect((await found({ text: 'web-01', kind: 'user' })).titles).toEqual([]);
    expect((await found({ text: 'hxxps://evil[.]example/login', kind: 'url' })).titles).toEqual(['Beacon']);
    expect((await found({ text: 'fin-07' })).titles).toEqual(['web- in the title only']);
    // Two letters would fit half of everything: they have to be the whole name.
    expect((await found({ text: 'we', kind: 'host' })).titles).toEqual([]);
  });

  test('shows on the incident what its alerts are about, and finds no longer what was taken out', async () => {
    const id = world.sides.raise('Beacon', {}, [sampleAlert('a')]);
    await world.settle();
    const [number] = await numbers('Beacon');
    const before = (await world.desk.view(number!))!;
    expect(before.entities).toEqual([{ kind: 'host', name: 'fin-07', isMain: true }]);
    world.sides.defenderSide.must(id).alerts.splice(0);
    world.sides.alert(id, sampleAlert('b', { entities: [{ kind: 'Host', fields: { HostName: 'fin-08' } }] }));
    world.clock.advance(400_000);
    await world.settle();
    const after = (await world.desk.view(number!))!;
    expect(after.entities).toEqual([{ kind: 'host', name: 'fin-08', isMain: true }]);
    expect(after.version).toBeGreaterThan(before.version);
    expect((await found({ text: 'fin-07' })).titles).toEqual([]);
  });

  test('by what their alerts are about also in a bridge where Microsoft made the twin', async () => {
    await world.anotherLife({ mode: 'native' });
    const id = world.sides.raise('Beacon', {}, [sampleAlert('a')]);
    const twin = world.makeNativeTwin(id);
    await world.settle();
    await world.anotherLife({ mode: 'bridge' });
    world.sides.alert(id, sampleAlert('b', { entities: [{ kind: 'Host', fields: { HostName: 'fin-08' } }] }));
    world.clock.advance(400_000);
    await world.settle();
    expect((await found({ text: 'fin-08', kind: 'host' })).titles).toEqual(['Beacon']);
    expect(world.sides.sentinelSide.must(twin).bookmarks).toEqual([]);
    const reads = async () => (await world.sync.status()).alertReads;
    const before = await reads();
    await world.settle();
    expect(await reads()).toBe(before);
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
