import { APIS, createSpoiledSide } from '../../support/spoiled-side.ts';
import type { SpoiledSide } from '../../support/spoiled-side.ts';

jest.setTimeout(30_000);

type Json = Record<string, unknown>;

let side: SpoiledSide;
afterEach(() => side.close());

const without = (item: Json, ...names: string[]): Json =>
  Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)));
/** What Sentinel holds of an incident's comments. */
const inSentinel = (name: string) => side.microsoft.sentinel.comments(name).map(({ properties }) => properties.message);
const numberOf = async (id: string, on: 'defender' | 'sentinel') =>
  (await side.store.sync.linkById(side.context.connectionId, on, id))!.number;
const cursor = async () =>
  Date.parse((await side.store.sync.cursor(side.context.connectionId, side.api.side))!.position);
const isStill = async () =>
  expect(await side.desk.syncNow()).toMatchObject({ reads: 2, writes: 0, waiting: 0, faults: [] });

/** A part of an incident that is not what the contract promises, through the real adapters and the whole engine. */
describe.each(APIS.slice(0, 2))('of an incident of %s', (_name, api) => {
  beforeEach(async () => {
    side = await createSpoiledSide(api);
  });

  const spoilt: [string, (comment: Json) => unknown][] = [
    ['that is none', () => 7],
    ['whose text is none', (comment) => ({ ...comment, comment: { text: 'x' } })],
    ['whose author is none', (comment) => ({ ...comment, createdByDisplayName: 7, createdBy: 7 })],
    ['without a time', (comment) => without(comment, 'createdDateTime', 'createdTime')],
    ['whose time is none', (comment) => ({ ...comment, createdDateTime: 'noon', createdTime: 'noon' })],
  ];

  test.each(spoilt)('a comment %s is put aside alone, and carried once it is well again', async (_, spoil) => {
    const bad = side.raise('bad');
    const after = side.raise('after');
    side.microsoft.defender.comment(bad, 'one', 'raj@contoso.test');
    side.microsoft.defender.comment(bad, 'two', 'raj@contoso.test');
    side.microsoft.defender.comment(bad, 'three', 'raj@contoso.test');
    side.spoilItem(bad, (item) => ({
      ...item,
      comments: (item['comments'] as Json[]).map((one) => (one['comment'] === 'two' ? spoil(one) : one)),
    }));
    await side.settle(3);
    expect([await side.isLinked(bad), await side.isLinked(after)]).toEqual([true, true]);
    expect(await side.aside()).toEqual({ [`${bad}/comments`]: expect.stringMatching(/^comment 2: ./) });
    expect((await side.desk.status())[0]).toMatchObject({ quarantined: 1 });
    expect(await cursor()).toBeGreaterThanOrEqual(side.modifiedAt(bad));
    expect(inSentinel(side.twinOf(bad))).toEqual([expect.stringMatching(/ one$/), expect.stringMatching(/ three$/)]);
    // The rest of the incident goes on being synced both ways, comments included.
    side.microsoft.sentinel.edit(side.twinOf(bad), { severity: 'High' }, 'ana.diaz@contoso.example');
    side.microsoft.sentinel.comment(side.twinOf(bad), 'back', 'ana.diaz@contoso.example');
    await side.settle(3);
    expect(JSON.stringify(side.microsoft.defender.get(bad))).toMatch(/back/);
    if (api.defenderApi === 'graph') expect(side.microsoft.defender.get(bad)['severity']).toBe('high');
    side.heal();
    await side.settle(10);
    expect(await side.aside()).toEqual({});
    for (const text of ['one', 'two', 'three', 'back'])
      expect(inSentinel(side.twinOf(bad)).filter((said) => said.includes(text))).toHaveLength(1);
    await isStill();
  });

  test('comments that are no list are put aside, and the incident is synced', async () => {
    const id = side.raise('odd');
    side.spoilItem(id, (item) => ({ ...item, comments: 'none' }));
    await side.settle(3);
    expect(await side.isLinked(id)).toBe(true);
    expect(await side.aside()).toEqual({ [`${id}/comments`]: 'comments: not a list' });
    side.heal();
    await side.settle(6);
    expect(await side.aside()).toEqual({});
    await isStill();
  });

  test('a comment of ours that may be the one that cannot be read is not sent twice', async () => {
    const id = side.raise('odd');
    await side.settle(2);
    side.spoilItem(id, (item) => ({
      ...item,
      comments: (item['comments'] as Json[]).map(() => ({ comment: 'no time' })),
    }));
    const isPost = (method: string) => ['POST', 'PATCH'].includes(method);
    side.http.tampers.unshift(({ method, url }) =>
      isPost(method) && url.pathname.includes('/incidents/') && !url.pathname.includes('SecurityInsights')
        ? { status: 502, json: { error: { code: 'BadGateway', message: 'lost' } } }
        : undefined,
    );
    await side.act({ kind: 'comment', text: 'only once' }, { incident: await numberOf(id, 'defender') });
    await side.settle(3);
    side.http.tampers.shift();
    await side.settle(3);
    const held = () => JSON.stringify(side.microsoft.defender.get(id)).split('only once').length - 1;
    expect(held()).toBe(1);
    side.heal();
    await side.settle(10);
    expect(held()).toBe(1);
    expect(await side.aside()).toEqual({});
    await isStill();
  });

  const id = api.defenderApi === 'graph' ? 'id' : 'alertId';
  const evidence = api.defenderApi === 'graph' ? 'evidence' : 'entities';
  const oddAlerts: [string, (alert: Json) => unknown, RegExp, number][] = [
    ['an alert that is none', () => 'alert', /\(alert 2\)/, 2],
    ['an alert without an id', (alert) => without(alert, id), /^id|^alertId/, 2],
    ['an alert whose id is none', (alert) => ({ ...alert, [id]: {} }), /^id|^alertId/, 2],
    ['evidence that is none', (alert) => ({ ...alert, [evidence]: [7, null] }), /not an object/, 3],
    ['evidence that is no list', (alert) => ({ ...alert, [evidence]: 'file' }), /not a list/, 3],
  ];

  test.each(oddAlerts)('%s is put aside alone, and read again', async (_, spoil, words, kept) => {
    const titles = ['one', 'two', 'three'];
    const alerts = titles.map((title) => ({ title, severity: 'high' }));
    const bad = String(side.microsoft.defender.raiseIncident({ title: 'bad', severity: 'high', alerts })['id']);
    const spoilAll = (list: Json[]) => list.map((alert) => (alert['title'] === 'two' ? spoil(alert) : alert));
    if (api.defenderApi === 'legacy')
      side.spoilItem(bad, (item) => ({ ...item, alerts: spoilAll(item['alerts'] as Json[]) }));
    else
      side.http.tampers.push(({ url }, json) =>
        url.pathname.endsWith('/alerts_v2')
          ? { json: { ...(json as Json), value: spoilAll((json as { value: Json[] }).value) } }
          : undefined,
      );
    await side.settle(3);
    const tied = async () =>
      (await side.store.sync.bookmarks(await numberOf(bad, 'defender'))).filter(({ isTied }) => isTied).length;
    expect(await tied()).toBe(kept);
    expect(await side.aside()).toEqual({ [`${bad}/alerts`]: expect.stringMatching(words) });
    expect(await cursor()).toBeGreaterThanOrEqual(side.modifiedAt(bad));
    side.heal();
    await side.settle(10);
    expect(await tied()).toBe(3);
    expect(await side.aside()).toEqual({});
    await isStill();
  });
});

describe('of an incident of ARM', () => {
  beforeEach(async () => {
    side = await createSpoiledSide(APIS[2]![1]);
  });

  const spoilt: [string, (comment: Json) => unknown][] = [
    ['that is none', () => 7],
    ['without a name', (comment) => without(comment, 'name')],
    [
      'whose text is none',
      (comment) => ({ ...comment, properties: { ...(comment['properties'] as Json), message: 7 } }),
    ],
    ['without properties', (comment) => without(comment, 'properties')],
  ];

  test.each(spoilt)('a comment %s is put aside alone, and carried once it is well again', async (_, spoil) => {
    const defenderId = side.raiseElsewhere('linked');
    await side.settle(2);
    const name = side.twinOf(defenderId);
    side.microsoft.sentinel.comment(name, 'one', 'ana.diaz@contoso.example');
    side.microsoft.sentinel.comment(name, 'two', 'ana.diaz@contoso.example');
    const isTwo = (comment: Json) => (comment['properties'] as Json)['message'] === 'two';
    side.http.tampers.push(({ method, url }, json) =>
      method === 'GET' && url.pathname.endsWith('/comments')
        ? {
            json: { ...(json as Json), value: (json as { value: Json[] }).value.map((c) => (isTwo(c) ? spoil(c) : c)) },
          }
        : undefined,
    );
    await side.settle(3);
    const inDefender = () => JSON.stringify(side.microsoft.defender.get(defenderId)['comments']);
    expect([inDefender().includes('one'), inDefender().includes('two')]).toEqual([true, false]);
    expect(await side.aside()).toEqual({ [`${name}/comments`]: expect.stringMatching(/./) });
    expect(await cursor()).toBeGreaterThanOrEqual(side.modifiedAt(name));
    // It is tried ever more rarely, not in every cycle.
    const asked = () => side.http.log.filter((line) => line.startsWith('GET') && line.includes('/comments?')).length;
    const before = asked();
    for (let cycle = 0; cycle < 12; cycle += 1) await side.desk.syncNow();
    expect(asked() - before).toBeLessThan(5);
    side.heal();
    for (let cycle = 0; cycle < 40; cycle += 1) await side.desk.syncNow();
    expect(inDefender().split('two').length - 1).toBe(1);
    expect(await side.aside()).toEqual({});
    await isStill();
  });

  const odd = { status: 200, json: { odd: true } };
  const conflict = { status: 409, json: { error: { code: 'Conflict', message: 'somebody was at it' } } };
  test.each([
    ['a bookmark that cannot be read', '/bookmarks/', odd, /unexpected body/],
    ['a relation that cannot be read', '/relations/', odd, /unexpected body/],
    ['a bookmark that is a conflict', '/bookmarks/', conflict, /HTTP 409 Conflict/],
  ])('an answer about %s keeps back no other one, and is asked for again', async (_, path, answer, words) => {
    const alerts = ['one', 'two', 'three'].map((title) => ({ title, severity: 'high' }));
    const bad = String(side.microsoft.defender.raiseIncident({ title: 'bad', severity: 'high', alerts })['id']);
    let spoiled: string | null = null;
    side.http.tampers.push(({ url }) => {
      if (!url.pathname.includes(path)) return undefined;
      spoiled ??= url.pathname;
      return url.pathname === spoiled ? answer : undefined;
    });
    await side.desk.syncNow();
    await side.desk.syncNow();
    const tied = async () =>
      (await side.store.sync.bookmarks(await numberOf(bad, 'defender'))).filter(({ isTied }) => isTied).length;
    expect(await tied()).toBe(2);
    const sides = (await side.desk.view(await numberOf(bad, 'defender')))!.sides;
    expect(sides.find((one) => one.side === 'sentinel')).toMatchObject({
      standing: 'waiting',
      reason: expect.stringMatching(words) as string,
    });
    side.heal();
    await side.settle(4);
    expect(await tied()).toBe(3);
    await isStill();
  });
});
