import { RemoteError } from '../../src/sync/ports/remote-error.ts';
import type { ListQuery, ObservedPage } from '../../src/sync/ports/side-port.ts';
import { createSyncWorld } from '../support/sync-world.ts';
import type { SyncWorld } from '../support/sync-world.ts';

/** A side that answers, but whose cursor cannot get on: not the same trouble as a side that is down, and told apart. */

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld({ patienceMilliseconds: 0 });
  await world.linked('Known');
  world.clock.advance(60_000);
});
afterEach(() => world.close());

type List = (query: ListQuery) => AsyncIterable<ObservedPage>;

/** From now on Defender's lists are these; answers how to make them well again. */
function spoilLists(spoil: (sound: List) => List): () => void {
  const { listModified } = world.sides.defender;
  world.sides.defender.listModified = spoil(listModified);
  return () => void (world.sides.defender.listModified = listModified);
}

const unreadable: (sound: List) => List = (sound) =>
  async function* list(query) {
    yield* sound(query);
    throw new RemoteError('unreadable', 'the list of Defender incidents does not get on: next links have no end');
  };
const incomplete: (sound: List) => List = (sound) =>
  async function* list(query) {
    for await (const page of sound(query)) yield { ...page, partial: true };
  };
const refused: (sound: List) => List = () =>
  // oxlint-disable-next-line require-yield -- it never gets as far as a page
  async function* list() {
    throw new RemoteError('invalid', 'GET /incidents was answered HTTP 400 BadRequest: no', { status: 400 });
  };

const cycles = async (count: number) => {
  for (let cycle = 0; cycle < count; cycle += 1) {
    world.clock.advance(300_000);
    await world.desk.syncNow();
  }
};
const health = async () => (await world.desk.status())[0]!.sides.find(({ side }) => side === 'defender')!;
const position = async () => (await world.store.sync.cursor(world.context.connectionId, 'defender'))!.position;

test.each([
  ['an endless list', unreadable, /next links have no end/],
  ['answers the side itself calls incomplete', incomplete, /answered incompletely/],
  ['a list it refuses', refused, /HTTP 400/],
])('is stuck after three cycles with %s, says where, and is well again once it got on', async (_, spoil, words) => {
  const heal = spoilLists(spoil);
  await cycles(2);
  expect(await world.desk.troubles()).toEqual([]);
  expect(await health()).toMatchObject({ held: 2, failures: 2, cursor: await position() });
  await cycles(1);
  expect(await world.desk.troubles()).toMatchObject([
    {
      key: 'contoso|/workspace/cursor/defender',
      cause: { kind: 'cursor', side: 'defender' },
      sentence: expect.stringMatching(/^Defender answers, but .* since .* UTC .* in 3 cycles in a row: /) as string,
      since: '2026-03-01T08:06:00.000Z',
    },
  ]);
  const [trouble] = await world.desk.troubles();
  expect(trouble!.sentence).toMatch(words);
  heal();
  await cycles(1);
  expect(await world.desk.troubles()).toEqual([]);
  expect(await health()).toMatchObject({ held: 0, heldSince: null, fault: null });
});

test('a side that does not answer is down, not stuck, and the other way round', async () => {
  world.sides.defenderSide.setDown(true);
  await cycles(4);
  expect(await world.desk.troubles()).toMatchObject([{ cause: { kind: 'side', side: 'defender' } }]);
  expect(await health()).toMatchObject({ held: 0, heldSince: null, failures: 4 });
  world.sides.defenderSide.setDown(false);
  const heal = spoilLists(unreadable);
  await cycles(3);
  expect(await world.desk.troubles()).toMatchObject([{ cause: { kind: 'cursor', side: 'defender' } }]);
  heal();
  world.sides.defenderSide.setDown(true);
  await cycles(1);
  expect(await health()).toMatchObject({ held: 0, failures: 8 });
});

test('nothing is stuck where there is only nothing new', async () => {
  await cycles(5);
  expect(await world.desk.troubles()).toEqual([]);
  expect(await health()).toMatchObject({ held: 0, cursor: await position() });
});

test('a clock that is hours away from ours holds the cursor, which is told; one odd incident does not', async () => {
  const before = await position();
  world.sides.defenderSide.setClock(() => 7_200);
  const odd = world.sides.raise('Odd');
  await cycles(3);
  expect(await position()).toBe(before);
  expect(await world.desk.troubles()).toEqual([]);
  const others = [world.sides.raise('Second'), world.sides.raise('Third')];
  await cycles(3);
  expect(await world.desk.troubles()).toMatchObject([
    { cause: { kind: 'cursor' }, sentence: expect.stringMatching(/3 incidents .* clock/) as string },
  ]);
  for (const id of [odd, ...others]) expect(world.sides.sentinelSide.held.has(world.twinOf(id))).toBe(true);
  world.clock.advance(7_200_000);
  await cycles(1);
  expect(await world.desk.troubles()).toEqual([]);
});

describe('a side that can be read, but takes no write of an incident', () => {
  const failures: [string, RemoteError][] = [
    [
      'is answered with a web page',
      new RemoteError('unreadable', 'PATCH was answered with a web page', { status: 200 }),
    ],
    ['meets a lock', new RemoteError('server', 'PATCH was answered HTTP 423', { status: 423 })],
  ];
  test.each(failures)('which %s, is told after half an hour, once, until it does', async (_, error) => {
    const { update } = world.sides.defender;
    world.sides.defender.update = () => Promise.reject(error);
    await world.act({ kind: 'severity', severity: 'low' });
    await cycles(3);
    expect(await world.desk.troubles()).toEqual([]);
    await cycles(9);
    expect(await world.desk.troubles()).toMatchObject([
      { cause: { kind: 'failing', side: 'defender' }, sentence: expect.stringContaining(`#1 (${error.message})`) },
    ]);
    world.sides.defender.update = update;
    await cycles(2);
    expect(await world.desk.troubles()).toEqual([]);
    expect(await world.desk.syncNow()).toMatchObject({ writes: 0, waiting: 0 });
  });

  test('is not told of what is throttled: that waits for its turn', async () => {
    const error = new RemoteError('throttled', 'PATCH was not sent: the request quota is used up', {
      retryAfterSeconds: 15,
    });
    world.sides.defender.update = () => Promise.reject(error);
    await world.act({ kind: 'severity', severity: 'low' });
    await cycles(15);
    expect(await world.desk.troubles()).toEqual([]);
  });
});
