import { RemoteError } from '../../src/sync/ports/remote-error.ts';
import { COMMENT_BUDGET } from '../../src/sync/roll-up.ts';
import { addKnownComments } from '../support/known-comments.ts';
import { createSyncWorld } from '../support/sync-world.ts';
import type { SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld();
});
afterEach(() => world.close());

const STILL = { reads: 2, writes: 0, waiting: 0, faults: [] };

/** A linked incident whose twin has so many comments of people. */
async function withComments(count: number): Promise<string> {
  const id = await world.linked();
  await addKnownComments(world, id, count);
  await world.settle();
  return id;
}

const rollUps = (id: string) => world.twin(id).comments.filter(({ text }) => text.startsWith('Dragoman keeps'));
const rollUp = (id: string) => rollUps(id)[0]!.text;
const times = (text: string, part: string) => text.split(part).length - 1;

describe('past ninety comments in Sentinel', () => {
  test('all that we carry lives in one comment, and each of them once', async () => {
    const id = await withComments(0);
    for (let n = 0; n < 140; n += 1) world.sides.commentInDefender(id, `finding ${n};`);
    await world.settle();
    const { comments } = world.twin(id);
    expect(comments).toHaveLength(COMMENT_BUDGET + 1);
    expect(rollUps(id)).toHaveLength(1);
    const everything = comments.map(({ text }) => text).join('\n');
    for (let n = 0; n < 140; n += 1) expect([n, times(everything, `finding ${n};`)]).toEqual([n, 1]);
    expect(rollUp(id)).toMatch(/2026-03-01 08:\d\d UTC, Raj Patel \(Defender\): finding 139;$/);
    expect(await world.desk.syncNow()).toEqual(STILL);
  });

  test('what waits goes there in one request', async () => {
    const id = await withComments(95);
    for (let n = 0; n < 20; n += 1) world.sides.commentInDefender(id, `finding ${n};`);
    expect((await world.desk.syncNow()).writes).toBe(1);
    expect(rollUp(id)).toContain('finding 19;');
  });

  test('a comment from chat goes there, is done on both sides, and stays whole when more follow', async () => {
    const id = await withComments(95);
    const result = await world.act({ kind: 'comment', text: 'isolated the host' });
    expect(result).toMatchObject({ outcome: 'applied', sides: { defender: 'done', sentinel: 'done' } });
    world.sides.commentInDefender(id, 'confirmed');
    await world.settle();
    expect(world.twin(id).comments).toHaveLength(96);
    expect(rollUp(id)).toMatch(/Ana Diaz via Teams: isolated the host\n\n.*Raj Patel \(Defender\): confirmed$/);
    expect(world.original(id).comments.filter(({ text }) => text.includes('isolated the host'))).toHaveLength(1);
    const row = (await world.audit()).find(({ detail }) => (detail as { rule?: string } | null)?.rule === 'K3');
    expect(row).toMatchObject({ action: 'write comment', outcome: 'written:sentinel', incident: 1 });
    expect(await world.desk.syncNow()).toEqual(STILL);
  });

  test('people’s comments count as Sentinel counts them, also those that came since it was last asked', async () => {
    const id = await withComments(0);
    for (let n = 0; n < 99; n += 1) world.sides.commentInSentinel(world.twinOf(id), `playbook ${n};`);
    for (const text of ['first', 'second', 'third']) world.sides.commentInDefender(id, text);
    await world.settle();
    expect(world.twin(id).comments).toHaveLength(100);
    expect(rollUp(id)).toMatch(/first\n\n.*second\n\n.*third$/);
  });

  test('the roll-up goes on growing when people have taken every other place', async () => {
    const id = await withComments(80);
    world.sides.commentInDefender(id, 'in the roll-up');
    for (let n = 0; n < 15; n += 1) world.sides.commentInSentinel(world.twinOf(id), `more ${n};`);
    await world.settle();
    for (let n = 0; n < 4; n += 1) world.sides.commentInSentinel(world.twinOf(id), `and more ${n};`);
    await world.act({ kind: 'comment', text: 'from chat' });
    expect(rollUp(id)).toMatch(/in the roll-up\n\n.*from chat$/);
    expect(world.twin(id).comments).toHaveLength(100);
  });

  test('a long comment goes there in its parts', async () => {
    const id = await withComments(88);
    world.sides.commentInDefender(id, 'z'.repeat(3500));
    await world.settle();
    expect(world.twin(id).comments).toHaveLength(91);
    const everything = world
      .twin(id)
      .comments.map(({ text }) => text)
      .join('\n');
    expect(times(everything, 'z')).toBe(3500);
  });

  test('beyond 30,000 characters the oldest entries give way to a line that says how many and where they are', async () => {
    const id = await withComments(95);
    world.original(id).incident.url = 'https://security.microsoft.com/incident2/101';
    for (let n = 0; n < 60; n += 1) world.sides.commentInDefender(id, `finding ${n}; ${'.'.repeat(800)}`);
    await world.settle();
    const text = rollUp(id);
    expect(text.length).toBeLessThanOrEqual(30_000);
    expect(text.length).toBeGreaterThan(29_000);
    const kept = Array.from({ length: 60 }, (_, n) => n).filter((n) => text.includes(`finding ${n};`));
    expect(kept.at(-1)).toBe(59);
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, n) => 60 - kept.length + n));
    expect(text).toContain(
      `(${60 - kept.length} older entries left out for want of room; ` +
        `to be read in Defender, incident ${id} (https://security.microsoft.com/incident2/101))`,
    );
    expect(await world.desk.syncNow()).toEqual(STILL);
  });

  test('a single comment too long for the roll-up is cut, and says so', async () => {
    await world.close();
    world = await createSyncWorld({ commentMaxLength: 30_000 });
    const id = await withComments(95);
    world.sides.commentInDefender(id, 'older');
    world.sides.commentInDefender(id, 'z'.repeat(29_970));
    await world.settle();
    expect(rollUp(id).length).toBeLessThanOrEqual(30_000);
    expect(rollUp(id)).toMatch(/1 older entry left out/);
    expect(rollUp(id)).toMatch(/cut: read the whole text at its origin\)$/);
  });

  test('an incident with room again gets comments of its own again, each once', async () => {
    const id = await withComments(95);
    world.sides.commentInDefender(id, 'in the roll-up');
    await world.settle();
    for (let n = 0; n < 30; n += 1) world.sides.editCommentInSentinel(world.twinOf(id), `playbook ${n};`, null);
    await world.settle();
    world.sides.commentInDefender(id, 'on its own');
    await world.settle();
    expect(rollUp(id)).not.toContain('on its own');
    expect(world.twin(id).comments.at(-1)!.text).toBe('Raj Patel (Defender): on its own');
  });
});

describe('an incident people filled to the last comment', () => {
  test('is asked once, says why the comment is not there, and gets it when there is room', async () => {
    const id = await withComments(100);
    await world.act({ kind: 'comment', text: 'no room' });
    await world.settle();
    const [defender, sentinel] = (await world.desk.view(1))!.sides;
    expect(defender.standing).toBe('ok');
    expect(sentinel).toMatchObject({ standing: 'failed', reason: expect.stringContaining('holds 100 comments') });
    expect(world.original(id).comments.some(({ text }) => text.includes('no room'))).toBe(true);
    expect(await world.desk.syncNow()).toEqual(STILL);
    world.sides.editCommentInSentinel(world.twinOf(id), 'playbook 7;', null);
    await world.settle();
    expect(rollUp(id)).toContain('no room');
    expect((await world.desk.view(1))!.sides[1].standing).toBe('ok');
    expect(await world.desk.syncNow()).toEqual(STILL);
  });

  test('the hundred-and-first is refused by Sentinel and not asked for again and again', async () => {
    const id = await withComments(0);
    for (let n = 0; n < 100; n += 1) world.sides.commentInSentinel(world.twinOf(id), `playbook ${n};`);
    await world.act({ kind: 'comment', text: 'no room' });
    expect((await world.desk.view(1))!.sides[1].standing).toBe('failed');
    await world.settle();
    expect(await world.desk.syncNow()).toEqual(STILL);
    expect(world.twin(id).comments).toHaveLength(100);
  });
});

describe('the roll-up when answers are lost', () => {
  const lost = {
    when: 'after',
    on: 'comment',
    error: new RemoteError('unreachable', 'reset', { inDoubt: true }),
  } as const;

  test('one that arrived without an answer is known by its text and not written again', async () => {
    const id = await withComments(95);
    world.sides.commentInDefender(id, 'once');
    world.sides.sentinelSide.faults.push({ ...lost });
    await world.desk.syncNow();
    world.clock.advance(310_000);
    expect((await world.desk.syncNow()).writes).toBe(0);
    expect(times(rollUp(id), 'once')).toBe(1);
    await world.settle();
    expect((await world.desk.view(1))!.sides[1].standing).toBe('ok');
  });

  test('nothing newer is sent while an unanswered one may still be on its way', async () => {
    const id = await withComments(95);
    world.sides.commentInDefender(id, 'first');
    world.sides.sentinelSide.faults.push({ ...lost, when: 'before' });
    await world.desk.syncNow();
    world.sides.commentInDefender(id, 'second');
    world.clock.advance(6000);
    await world.desk.syncNow();
    expect(rollUps(id)).toEqual([]);
    await world.settle();
    expect(rollUp(id)).toMatch(/first\n\n.*second$/);
  });

  test('an old text that arrives late all the same is set right, once', async () => {
    const id = await withComments(95);
    world.sides.commentInDefender(id, 'first');
    await world.settle();
    const old = rollUp(id);
    world.sides.commentInDefender(id, 'second');
    await world.settle();
    world.sides.editCommentInSentinel(world.twinOf(id), 'Dragoman keeps', old);
    await world.settle();
    expect(rollUp(id)).toMatch(/first\n\n.*second$/);
    expect(await world.desk.syncNow()).toEqual(STILL);
    const row = (await world.audit()).find(({ detail }) => (detail as { rule?: string } | null)?.rule === 'K4');
    expect(row).toMatchObject({ outcome: 'overruled:sentinel', detail: { lost: old } });
  });

  test('what a person writes into it is not carried, kept in the audit, and not fought over', async () => {
    const id = await withComments(95);
    world.sides.commentInDefender(id, 'first');
    await world.settle();
    for (let again = 0; again < 3; again += 1) {
      world.sides.editCommentInSentinel(world.twinOf(id), 'Dragoman keeps', 'Dragoman keeps: nothing');
      await world.settle();
      expect(await world.desk.syncNow()).toEqual(STILL);
    }
    expect(rollUp(id)).toBe('Dragoman keeps: nothing');
    expect(world.original(id).comments.some(({ text }) => text.includes('nothing'))).toBe(false);
    world.sides.commentInDefender(id, 'second');
    await world.settle();
    expect(rollUp(id)).toMatch(/first\n\n.*second$/);
  });

  test('one that somebody deleted is left so until there is something to add', async () => {
    const id = await withComments(95);
    world.sides.commentInDefender(id, 'first');
    await world.settle();
    world.sides.editCommentInSentinel(world.twinOf(id), 'Dragoman keeps', null);
    await world.settle();
    expect(rollUps(id)).toEqual([]);
    expect(await world.desk.syncNow()).toEqual(STILL);
    world.sides.commentInDefender(id, 'second');
    await world.settle();
    expect(rollUp(id)).toMatch(/first\n\n.*second$/);
  });

  test('a text Sentinel refuses keeps no other out', async () => {
    const id = await withComments(95);
    const { putComment } = world.sides.sentinel;
    world.sides.sentinel.putComment = async (name, commentId, text) => {
      if (text.includes('poison')) throw new RemoteError('invalid', 'not a text', { status: 400 });
      return putComment(name, commentId, text);
    };
    for (const text of ['before', 'poison', 'after']) world.sides.commentInDefender(id, text);
    await world.settle();
    expect(rollUp(id)).toMatch(/before\n\n.*after$/);
    expect((await world.desk.view(1))!.sides[1]).toMatchObject({ standing: 'failed', reason: 'not a text' });
    expect(await world.desk.syncNow()).toEqual(STILL);
  });
});
