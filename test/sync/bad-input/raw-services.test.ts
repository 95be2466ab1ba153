import { createRawWorld } from '../../support/raw-world.ts';
import type { RawWorld } from '../../support/raw-world.ts';
import { startRawServices } from '../../support/raw-services.ts';
import type { Asked, Raw } from '../../support/raw-services.ts';

jest.setTimeout(30_000);

/** The whole engine before services that are none of our simulators, and answer byte for byte what a test says. */

type Json = Record<string, unknown>;

let world: RawWorld;
beforeEach(async () => {
  world = await createRawWorld({ responseLimitBytes: 200_000 });
});
afterEach(() => world.close());

const isLinked = async (id: string) => {
  const link = await world.store.sync.linkById(world.context.connectionId, 'defender', id);
  return link !== null && link.defender !== null;
};
const numberOf = async (id: string) =>
  (await world.store.sync.linkById(world.context.connectionId, 'defender', id))!.number;
const cycles = async (count: number) => {
  const faults: string[][] = [];
  for (let cycle = 0; cycle < count; cycle += 1) {
    world.clock.advance(310_000);
    faults.push((await world.desk.syncNow()).faults);
  }
  return faults;
};
const cursor = async () =>
  (await world.store.sync.cursor(world.context.connectionId, 'defender'))?.position ?? 'nowhere';
const isList = ({ method, path }: Asked) => method === 'GET' && path === '/graph/v1.0/security/incidents';

test('they are synced both ways, and then nothing is written', async () => {
  const { services } = world;
  const id = services.raise.graph({
    comments: [{ comment: 'one', createdByDisplayName: 'Raj', createdDateTime: services.stamp() }],
  });
  await cycles(2);
  expect(await isLinked(id)).toBe(true);
  const [twin] = [...services.tables.arm.values()] as { name: string; properties: Json }[];
  expect(twin!.properties).toMatchObject({ severity: 'Low', status: 'New' });
  await world.act({ kind: 'severity', severity: 'high' }, { incident: await numberOf(id) });
  expect(services.tables.graph.get(id)).toMatchObject({ severity: 'high' });
  expect((services.tables.arm.get(twin!.name)!['properties'] as Json)['severity']).toBe('High');
  await cycles(2);
  expect(await world.desk.syncNow()).toMatchObject({ writes: 0, waiting: 0, faults: [] });
});

describe('an incident whose time', () => {
  const times: [string, string][] = [
    ['is beyond the last year in UTC', '9999-12-31T23:59:59-14:00'],
    ['is before the first year in UTC', '0000-01-01T00:00:00+14:00'],
    ['is a day no month has', '2026-02-30T10:00:00Z'],
    ['is an hour no day has', '2026-03-01T24:00:00Z'],
    ['is a second no minute has', '2026-03-01T07:59:60Z'],
    ['is a number', '1767225600'],
  ];
  test.each(times)('%s is put aside, keeps back no other and is in no filter', async (_, time) => {
    const { services } = world;
    const before = services.raise.graph();
    const bad = services.raise.graph();
    const after = services.raise.graph();
    const spoil = (item: Json) => (item['id'] === bad ? { ...item, lastUpdateDateTime: time } : item);
    services.spoil((asked) => {
      if (asked.path.endsWith(`/incidents/${bad}`)) return { json: spoil(services.tables.graph.get(bad)!) };
      if (!isList(asked)) return undefined;
      return { json: { value: [...services.tables.graph.values()].map(spoil) } };
    });
    const faults = await cycles(3);
    expect(faults.flat()).toEqual([]);
    expect([await isLinked(before), await isLinked(bad), await isLinked(after)]).toEqual([true, false, true]);
    expect(Object.values(await world.aside('defender'))).toEqual([expect.stringMatching(/not a timestamp/)]);
    expect(services.log.map(({ query }) => query.get('$filter') ?? '').join(' ')).not.toContain(time);
    services.heal();
    await cycles(6);
    expect(await isLinked(bad)).toBe(true);
    expect(await world.aside('defender')).toEqual({});
  });

  test.each([
    ['has no fraction', '2026-03-01T07:30:00Z', '2026-03-01T07:30:00Z'],
    ['is finer than a tick', '2026-03-01T07:30:00.123456789Z', '2026-03-01T07:30:00.1234567Z'],
    ['has another offset', '2026-03-01T09:30:00.5+02:00', '2026-03-01T07:30:00.5000000Z'],
  ])('%s is read, and asked for on from there as a service takes it', async (_, time, asked) => {
    const id = world.services.raise.graph({ lastUpdateDateTime: time });
    await cycles(1);
    expect(await isLinked(id)).toBe(true);
    expect(await cursor()).toBe(asked);
  });
});

describe('an incident with', () => {
  const odd: [string, string][] = [
    ['an id beyond whole numbers', '"id":9007199254740993123'],
    ['an id that is no number at all', '"id":1e999'],
    ['an id that is no whole number', '"id":1.5'],
  ];
  test.each(odd)('%s is put aside, and the others are read', async (_, id) => {
    const { services } = world;
    const sound = services.raise.graph();
    services.spoil((asked) => {
      if (!isList(asked)) return undefined;
      const at = '2026-03-01T07:30:00Z';
      const item = JSON.stringify(services.tables.graph.get(sound));
      return { body: `{"value":[${item},{${id},"createdDateTime":"${at}","lastUpdateDateTime":"${at}"}]}` };
    });
    expect((await cycles(2)).flat()).toEqual([]);
    expect(await isLinked(sound)).toBe(true);
    expect(Object.values(await world.aside('defender'))).toEqual([expect.stringMatching(/^id: /)]);
  });

  test.each(['__proto__', 'constructor', 'toString'])('a member called %s is read without it', async (name) => {
    const { services } = world;
    const id = services.raise.graph();
    services.spoil((asked) => {
      if (!isList(asked)) return undefined;
      const item = JSON.stringify(services.tables.graph.get(id));
      const evil = `"${name}":{"status":"resolved","displayName":7,"polluted":true}`;
      return { body: `{${evil},"value":[${item.replace('{', `{${evil},`)}]}` };
    });
    expect((await cycles(2)).flat()).toEqual([]);
    expect(await world.desk.view(await numberOf(id))).toMatchObject({ state: { status: 'new' } });
    expect(({} as Json)['polluted']).toBeUndefined();
  });

  test('bytes that are no text in its title is read with marks in their place', async () => {
    const { services } = world;
    const id = services.raise.graph({ displayName: 'TITLE' });
    services.spoil((asked) => {
      if (!isList(asked)) return undefined;
      const [before, after] = JSON.stringify({ value: [services.tables.graph.get(id)] }).split('TITLE');
      return { body: Buffer.concat([Buffer.from(`${before}a`), Buffer.from([0xff, 0xc0]), Buffer.from(`b${after}`)]) };
    });
    expect((await cycles(1)).flat()).toEqual([]);
    expect((await world.desk.view(await numberOf(id)))!.title).toMatch(/^a\uFFFD+b$/);
  });

  test('the same id twice on a page is one, and the later of the two', async () => {
    const { services } = world;
    const id = services.raise.graph();
    services.spoil((asked) => {
      if (!isList(asked)) return undefined;
      const old = services.tables.graph.get(id)!;
      const later = { ...old, severity: 'high', lastUpdateDateTime: '2026-03-01T07:59:00Z' };
      return { json: { value: [later, old, later] } };
    });
    expect((await cycles(2)).flat()).toEqual([]);
    expect(await world.desk.list({ limit: 9, offset: 0 })).toMatchObject({
      total: 1,
      incidents: [{ severity: 'high' }],
    });
  });
});

describe('an incident that cannot be read by its id', () => {
  const answers: [string, (sound: Json) => Raw][] = [
    ['but a web page', () => ({ body: '<html>Sign in</html>' })],
    ['but an error', () => ({ json: { error: { code: 'Oops', message: 'later' } } })],
    ['but nothing', () => ({})],
    ['but more than is taken in', (sound) => ({ json: { ...sound, description: 'x'.repeat(1_000_000) } })],
    ['but without its times', (sound) => ({ json: { ...sound, lastUpdateDateTime: undefined } })],
    ['but with tags of the wrong type', (sound) => ({ json: { ...sound, customTags: { 0: 'vip' } } })],
    ['but another one', (sound) => ({ json: { ...sound, id: '1', severity: 'high' } })],
  ];
  test.each(answers)('%s keeps only its own writes waiting, with the reason, until it can', async (_, spoil) => {
    const { services } = world;
    const [bad, other] = [services.raise.graph(), services.raise.graph()];
    await cycles(2);
    services.spoil(({ path }) =>
      path.endsWith(`/incidents/${bad}`) ? spoil(services.tables.graph.get(bad)!) : undefined,
    );
    for (const id of [bad, other])
      await world.act({ kind: 'severity', severity: 'high' }, { incident: await numberOf(id) });
    await cycles(2);
    const severity = (id: string) => services.tables.graph.get(id)!['severity'];
    expect([severity(bad), severity(other)]).toEqual(['low', 'high']);
    expect((await world.desk.view(await numberOf(bad)))!.sides[0]).toMatchObject({
      standing: 'waiting',
      reason: expect.stringMatching(/answered/) as string,
    });
    expect((await world.desk.view(await numberOf(bad)))!.sides[1]).toMatchObject({ standing: 'ok' });
    services.heal();
    await cycles(3);
    expect(severity(bad)).toBe('high');
    expect(await world.desk.syncNow()).toMatchObject({ writes: 0, waiting: 0, faults: [] });
  });
});

test('a person who cannot be looked up keeps an owner waiting, and nothing else', async () => {
  const { services } = world;
  world.context.tenants = { defender: 'fabrikam', sentinel: 'contoso' };
  world.restart();
  const id = services.raise.graph();
  await cycles(2);
  let lookUp: Raw | undefined = { body: '<html>Sign in</html>' };
  services.spoil(({ path }) => (path.includes('/users/') ? lookUp : undefined));
  Object.assign(services.tables.graph.get(id)!, {
    assignedTo: 'raj@contoso.test',
    severity: 'high',
    lastUpdateDateTime: services.stamp(),
  });
  await cycles(2);
  const twin = () => [...services.tables.arm.values()][0]!['properties'] as Json;
  expect(twin()).toMatchObject({ severity: 'High' });
  expect((await world.desk.view(await numberOf(id)))!.sides[1]).toMatchObject({
    standing: 'waiting',
    reason: expect.stringMatching(/a web page/) as string,
  });
  lookUp = { json: { id: '00000000-0000-4000-8000-0000000000cc', userPrincipalName: 'raj@contoso.test' } };
  await cycles(3);
  expect(twin()['owner']).toMatchObject({ objectId: '00000000-0000-4000-8000-0000000000cc' });
});

test('a list that takes no order and breaks off loses nothing, and is gone past with a comparison in the end', async () => {
  const { services } = world;
  const ids = Array.from({ length: 6 }, () => services.raise.graph());
  const items = () => ids.map((id) => services.tables.graph.get(id)!).toReversed();
  let isBroken = true;
  services.spoil((asked) => {
    if (!isList(asked)) return undefined;
    if (asked.query.has('$orderby'))
      return { status: 400, json: { error: { code: 'BadRequest', message: "'$orderby' no" } } };
    if ((asked.query.get('$filter') ?? '').includes("ne 'resolved'")) return { json: { value: items() } };
    const page = Number(asked.query.get('$skiptoken') ?? 0);
    if (page === 1 && isBroken) return { body: '<html>busy</html>' };
    const next = `${services.base}${asked.path}?$skiptoken=1`;
    return {
      json: { value: items().slice(page * 3, page * 3 + 3), ...(page === 0 ? { '@odata.nextLink': next } : {}) },
    };
  });
  await cycles(1);
  expect(await cursor()).toBe('nowhere');
  isBroken = false;
  expect((await cycles(1)).flat()).toEqual([]);
  expect(await cursor()).toBe(items()[0]!['lastUpdateDateTime']);
  isBroken = true;
  const changed = services.raise.graph();
  ids.push(changed);
  const stood = await cursor();
  await cycles(2);
  expect(await cursor()).toBe(stood);
  await cycles(1);
  expect(await cursor()).toBe(services.tables.graph.get(changed)!['lastUpdateDateTime']);
  const { comparisonWanted } = await world.store.sync.listing(world.context.connectionId, 'defender');
  expect(comparisonWanted).not.toBeNull();
});

test('an alert list or a comment list that leads elsewhere is read as far as it goes, and told', async () => {
  const elsewhere = await startRawServices();
  const { services } = world;
  const id = services.raise.graph();
  services.alerts.set(id, [{ id: 'da1', incidentId: id, title: 'Beacon', severity: 'high', evidence: [] }]);
  services.spoil((asked) =>
    asked.path.endsWith('/alerts_v2')
      ? { json: { value: services.alerts.get(id), '@odata.nextLink': `${elsewhere.base}${asked.path}` } }
      : undefined,
  );
  await cycles(2);
  expect(await world.aside('defender')).toEqual({
    [`${id}/alerts`]: expect.stringMatching(/the next page is said to be at/),
  });
  expect((await world.store.sync.bookmarks(await numberOf(id))).filter(({ isTied }) => isTied)).toHaveLength(1);
  expect(elsewhere.log).toEqual([]);
  await elsewhere.stop();
  services.heal();
  await cycles(8);
  expect(await world.aside('defender')).toEqual({});
});
