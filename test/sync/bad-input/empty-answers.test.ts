import { createRawWorld } from '../../support/raw-world.ts';
import type { RawWorld } from '../../support/raw-world.ts';
import type { Asked } from '../../support/raw-services.ts';

jest.setTimeout(30_000);

/** A gateway drops the body of every answer to a write: the write was taken, and nothing says what came of it. */

type Json = Record<string, unknown>;

let world: RawWorld;
beforeEach(async () => {
  world = await createRawWorld();
  world.services.leaveOutBody(({ method }) => method !== 'GET');
});
afterEach(() => world.close());

const cycle = async () => {
  world.clock.advance(310_000);
  return world.desk.syncNow();
};
const numberOf = async (id: string) =>
  (await world.store.sync.linkById(world.context.connectionId, 'defender', id))!.number;
const written = () => world.services.log.filter(({ method }) => method !== 'GET').map(({ path }) => path);
const commentsOf = (id: string) =>
  (world.services.tables.graph.get(id)!['comments'] as Json[]).map((c) => c['comment']);
const inSentinel = () => [...world.services.comments.values()].flat().map((c) => (c['properties'] as Json)['message']);

test('everything that is written without an answer is read, and written once', async () => {
  const { services } = world;
  const id = services.raise.graph();
  services.alerts.set(id, [{ id: 'da1', incidentId: id, title: 'Beacon', severity: 'high', evidence: [] }]);
  await cycle();
  const number = await numberOf(id);
  await world.act({ kind: 'severity', severity: 'high' }, { incident: number });
  await world.act({ kind: 'comment', text: 'said in chat' }, { incident: number });
  await cycle();
  expect(services.tables.graph.get(id)).toMatchObject({ severity: 'high' });
  const [twin] = [...services.tables.arm.values()] as { properties: Json }[];
  expect(twin!.properties).toMatchObject({ severity: 'High' });
  expect([commentsOf(id).length, inSentinel().length]).toEqual([1, 1]);
  expect((await world.store.sync.bookmarks(number)).map(({ isTied }) => isTied)).toEqual([true]);
  expect((await world.desk.view(number))!.sides).toMatchObject([{ standing: 'ok' }, { standing: 'ok' }]);
  expect(await cycle()).toMatchObject({ writes: 0, waiting: 0, faults: [] });
  const paths = written();
  expect(paths.length).toBe(new Set(paths).size + 1);
});

test('a comment that is not shown after it was taken waits with the reason, and another takes its course', async () => {
  const { services } = world;
  const [id, other] = [services.raise.graph(), services.raise.graph()];
  await cycle();
  const twin = (await world.store.sync.linkById(world.context.connectionId, 'defender', id))!.sentinelName!;
  services.spoil(({ method, path }: Asked) =>
    method === 'GET' && path.endsWith('/comments') && path.includes(twin) ? { json: { value: [] } } : undefined,
  );
  for (const one of [id, other])
    await world.act({ kind: 'comment', text: 'said in chat' }, { incident: await numberOf(one) });
  await cycle();
  expect((await world.desk.view(await numberOf(id)))!.sides[1]).toMatchObject({
    standing: 'waiting',
    reason: expect.stringMatching(/the comment was sent, but it is not among the comments/) as string,
  });
  expect((await world.desk.view(await numberOf(other)))!.sides[1]).toMatchObject({ standing: 'ok' });
  services.spoil(() => undefined);
  await cycle();
  await cycle();
  expect(await cycle()).toMatchObject({ writes: 0, waiting: 0, faults: [] });
});

test('a change that was taken but cannot be read afterwards is not taken for refused', async () => {
  const { services } = world;
  const id = services.raise.graph();
  await cycle();
  services.spoil(({ method, path }: Asked) => {
    const isPatched = services.log.some((asked) => asked.method === 'PATCH');
    return method === 'GET' && isPatched && path.endsWith(`/incidents/${id}`) ? { status: 400, json: {} } : undefined;
  });
  await world.act({ kind: 'severity', severity: 'high' }, { incident: await numberOf(id) });
  expect((await world.desk.view(await numberOf(id)))!.sides[0]).toMatchObject({
    standing: 'waiting',
    reason: expect.stringMatching(/^the change was sent, but GET/) as string,
  });
  services.spoil(() => undefined);
  await cycle();
  await cycle();
  expect(written().filter((path) => path.endsWith(`/incidents/${id}`))).toHaveLength(1);
  expect(await cycle()).toMatchObject({ writes: 0, waiting: 0, faults: [] });
});

test('a comment in doubt is not sent again to a Defender that shows no comments at all', async () => {
  const { services } = world;
  const id = services.raise.graph();
  await cycle();
  const item = services.tables.graph.get(id)!;
  services.spoil(({ method, path }: Asked) => {
    if (method === 'POST') return { body: '<html>Sign in</html>' };
    return path.endsWith(`/incidents/${id}`) ? { json: { ...item, comments: undefined } } : undefined;
  });
  await world.act({ kind: 'comment', text: 'said in chat' }, { incident: await numberOf(id) });
  for (let time = 0; time < 6; time += 1) await cycle();
  expect(services.log.filter(({ method }) => method === 'POST')).toHaveLength(1);
  expect((await world.desk.view(await numberOf(id)))!.sides[0]).toMatchObject({
    standing: 'waiting',
    reason: expect.stringMatching(/ours may be among them/) as string,
  });
  services.heal();
  for (let time = 0; time < 3; time += 1) await cycle();
  expect(commentsOf(id)).toHaveLength(1);
  expect(await cycle()).toMatchObject({ writes: 0, waiting: 0, faults: [] });
});
