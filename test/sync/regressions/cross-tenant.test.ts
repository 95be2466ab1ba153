import { createPeople } from '../../../src/incident/people.ts';
import type { Owner } from '../../../src/incident/person.ts';
import type { DirectoryPort } from '../../../src/sync/ports/side-port.ts';
import { ana, createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

/** Defender is in `contoso`, Sentinel in `partner`: one person has another account in each. */
const accounts = {
  ana: { contoso: 'ana@contoso.test', partner: 'ana@partner.test' },
  raj: { contoso: 'raj@contoso.test', partner: 'raj@partner.test' },
};
const account = (tenantId: string, upn: string) => ({ tenantId, objectId: `id-of-${upn}`, upn });
const people = createPeople(
  Object.entries(accounts).map(([name, { contoso, partner }]) => ({
    name,
    accounts: [account('contoso', contoso), account('partner', partner)],
  })),
);
const inDefender = (upn: string): Owner => ({ upn, objectId: null, name: null });
const inSentinel = (upn: string): Owner => ({ upn, objectId: `id-of-${upn}`, name: null });

let world: SyncWorld;
let lookUps: string[];
beforeEach(async () => {
  lookUps = [];
  // Each directory knows who is not in the file by the domain alone.
  const directory = (tenant: string): DirectoryPort => ({
    async resolve(owner) {
      lookUps.push(`${tenant}: ${owner.upn}`);
      return owner.upn?.endsWith(`@${tenant}.test`) === true ? { ...owner, objectId: `id-of-${owner.upn}` } : null;
    },
  });
  world = await createSyncWorld(
    {},
    {
      people,
      tenants: { defender: 'contoso', sentinel: 'partner' },
      directories: { defender: directory('contoso'), sentinel: directory('partner') },
    },
  );
});
afterEach(() => world.close());

const owners = (id: string) => [world.original(id).incident.owner?.upn, world.twin(id).incident.owner?.upn];

async function expectRest(): Promise<void> {
  await world.settle();
  world.clock.advance(310_000);
  expect(await world.desk.syncNow()).toMatchObject({ writes: 0, waiting: 0, faults: [] });
  const [status] = await world.desk.status();
  expect(status).toMatchObject({ disagreeing: 0, deadIntents: 0 });
  expect((await world.desk.drift({ limit: 9, offset: 0 })).lines).toEqual([]);
}

test('an owner is carried both ways as the account each tenant knows, and then all is still', async () => {
  const id = await world.linked('Phish', { owner: inDefender(accounts.ana.contoso) });
  expect(owners(id)).toEqual([accounts.ana.contoso, accounts.ana.partner]);
  await expectRest();

  world.sides.sentinelSide.edit(world.twinOf(id), { owner: inSentinel(accounts.raj.partner) });
  await world.settle();
  expect(owners(id)).toEqual([accounts.raj.contoso, accounts.raj.partner]);
  await expectRest();

  world.sides.defenderSide.edit(id, { owner: inDefender(accounts.ana.contoso) });
  await world.settle();
  expect(owners(id)).toEqual([accounts.ana.contoso, accounts.ana.partner]);
  await expectRest();
  expect(lookUps).toEqual([]);
});

test('the same person set on both sides is one owner: nothing is written, and nobody is overruled', async () => {
  const id = await world.linked();
  world.sides.defenderSide.edit(id, { owner: inDefender(accounts.ana.contoso.toUpperCase()) });
  world.sides.sentinelSide.edit(world.twinOf(id), { owner: inSentinel(accounts.ana.partner) });
  world.clock.advance(310_000);
  expect(await world.desk.syncNow()).toMatchObject({ writes: 0, faults: [] });
  const view = (await world.desk.view(1))!;
  expect(view.overruled).toEqual([]);
  await expectRest();
});

test('somebody who assigns from chat is written to each side as the account there, and once only', async () => {
  const id = await world.linked();
  const me = { ...ana, upn: accounts.ana.contoso };
  expect(await world.act({ kind: 'assign', to: me }, { by: me })).toMatchObject({ outcome: 'applied' });
  expect(owners(id)).toEqual([accounts.ana.contoso, accounts.ana.partner]);
  const before = world.meter.traffic.writes;
  await world.act({ kind: 'assign', to: me }, { by: me });
  expect(world.meter.traffic.writes).toBe(before);
  await expectRest();
});

test('who has no account on the other side leaves the owner there as it is, for good', async () => {
  const id = await world.linked('Phish', { owner: inDefender(accounts.ana.contoso) });
  world.sides.defenderSide.edit(id, { owner: inDefender('mira@contoso.test') });
  await world.settle();
  expect(owners(id)).toEqual(['mira@contoso.test', accounts.ana.partner]);
  expect(lookUps).toContain('partner: mira@contoso.test');
  world.clock.advance(310_000);
  expect(await world.desk.syncNow()).toMatchObject({ writes: 0, waiting: 0 });
  expect((await world.desk.view(1))!.overruled.join()).toContain('its directory knows nobody by that name');
});

test('a process started again after the file has changed sees nothing new in who is who', async () => {
  const id = await world.linked('Phish', { owner: inDefender(accounts.ana.contoso) });
  world.context.people = createPeople([
    { name: 'Ana', accounts: [account('partner', accounts.ana.partner), account('contoso', accounts.ana.contoso)] },
  ]);
  world.restart();
  world.sides.defenderSide.edit(id, { severity: 'low' });
  await world.settle();
  expect(owners(id)).toEqual([accounts.ana.contoso, accounts.ana.partner]);
  expect(world.severities(id)).toEqual(['low', 'low']);
  world.clock.advance(310_000);
  expect(await world.desk.syncNow()).toMatchObject({ writes: 0, waiting: 0, faults: [] });
});
