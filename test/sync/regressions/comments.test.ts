import { markComment } from '../../../src/incident/comment.ts';
import { RemoteError } from '../../../src/sync/ports/remote-error.ts';
import { createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld();
});
afterEach(() => world.close());

const firstLines = (comments: { text: string }[]) => comments.map(({ text }) => text.split('\n')[0]);

describe('a comment Dragoman wrote', () => {
  test('and somebody edited in Sentinel crosses as a new one that says so, once', async () => {
    const id = await world.linked();
    await world.click(1, { kind: 'comment', text: 'first text' });
    world.sides.commentInDefender(id, 'from defender');
    await world.settle();
    world.sides.editCommentInSentinel(world.twinOf(id), 'first text', 'Ana Diaz via Teams: second text');
    await world.settle();
    world.sides.sentinelSide.edit(world.twinOf(id), {});
    await world.settle();
    expect(firstLines(world.original(id).comments)).toEqual([
      'Ana Diaz via Teams: first text',
      'from defender',
      'Someone (Sentinel, edited): Ana Diaz via Teams: second text',
    ]);
    expect(world.twin(id).comments).toHaveLength(2);
    expect(await world.desk.syncNow()).toMatchObject({ reads: 2, writes: 0 });
  });

  test('and Sentinel shows in its own way is not taken for edited, though its answer was lost', async () => {
    const id = await world.linked();
    const { putComment } = world.sides.sentinel;
    world.sides.sentinel.putComment = (name, commentId, text) => putComment(name, commentId, `<p>${text}</p>`);
    await world.click(1, { kind: 'comment', text: 'first' });
    await world.orCrash(2, 'after', () => world.click(1, { kind: 'comment', text: 'second' }));
    await world.settle();
    world.sides.commentInSentinel(world.twinOf(id), 'makes it be read');
    await world.settle();
    expect(world.original(id).comments).toHaveLength(3);
    expect(world.twin(id).comments).toHaveLength(3);
    world.sides.editCommentInSentinel(world.twinOf(id), 'second', '<p>Ana Diaz via Teams: third</p>');
    await world.settle();
    expect(world.original(id).comments).toHaveLength(4);
  });

  test('and Defender shows in its own way is known by its mark', async () => {
    const id = await world.linked();
    const { addComment } = world.sides.defender;
    world.sides.defender.addComment = (incident, text) => addComment(incident, text.replaceAll('"', '&quot;'));
    await world.click(1, { kind: 'comment', text: 'said "stop"' });
    await world.settle();
    expect(world.twin(id).comments).toHaveLength(1);
    expect(world.original(id).comments).toHaveLength(1);
  });

  test('and a person quotes with its mark is one comment, and the quote another', async () => {
    const id = await world.linked();
    await world.click(1, { kind: 'comment', text: 'original' });
    await world.settle();
    const { text } = world.original(id).comments[0]!;
    world.sides.commentInDefender(id, text);
    world.sides.commentInDefender(id, `I agree: ${text}`);
    await world.settle();
    expect(world.twin(id).comments).toHaveLength(3);
    expect(world.original(id).comments).toHaveLength(3);
  });
});

/** Who wrote a marked comment: nothing tells beforehand by which name Defender knows the application. */
describe('a mark in Defender', () => {
  const reset = new RemoteError('unreachable', 'reset', { inDoubt: true });
  const unanswered = (when: 'before' | 'after') =>
    world.sides.defenderSide.faults.push({ when, on: 'comment', error: reset });
  const say = (text: string) => world.click(1, { kind: 'comment', text });
  const count = (id: string) => [world.original(id).comments.length, world.twin(id).comments.length];
  /** What Defender would show of the last comment, had it arrived. */
  const asSent = async () => {
    const { carriedText, id } = (await world.store.sync.comments(1)).at(-1)!;
    return markComment(carriedText, id);
  };

  test('of a comment that never arrived is no comment of ours when a person writes it', async () => {
    const id = await world.linked();
    await say('first');
    await world.settle();
    unanswered('before');
    await say('second');
    world.sides.commentInDefender(id, `I read: ${await asSent()}`);
    await world.settle();
    expect(firstLines(world.original(id).comments)).toEqual([
      'Ana Diaz via Teams: first',
      'I read: Ana Diaz via Teams: second',
      'Ana Diaz via Teams: second',
    ]);
    expect(world.twin(id).comments).toHaveLength(3);
  });

  test('is ours although the answer was lost and a person copied the comment before anybody looked', async () => {
    const id = await world.linked();
    unanswered('after');
    await say('first');
    world.sides.commentInDefender(id, world.original(id).comments[0]!.text);
    world.sides.commentInDefender(id, `I agree: ${world.original(id).comments[0]!.text}`);
    await world.settle();
    expect(count(id)).toEqual([3, 3]);
  });

  test('is ours under a new name of the application, although that answer was lost', async () => {
    const id = await world.linked();
    await say('first');
    const { addComment } = world.sides.defender;
    world.sides.defender.addComment = async (incident, text) => {
      await addComment(incident, text);
      world.original(id).comments.at(-1)!.author = 'Dragoman (renamed)';
      throw reset;
    };
    await say('second');
    await world.settle();
    expect(count(id)).toEqual([2, 2]);
    world.sides.commentInDefender(id, `I agree: ${await asSent()}`);
    await world.settle();
    expect(count(id)).toEqual([3, 3]);
  });

  test('is still ours when another API names the author of all comments otherwise', async () => {
    const id = await world.linked();
    await say('first');
    await say('second');
    for (const comment of world.original(id).comments) comment.author = 'an application';
    world.sides.commentInDefender(id, 'and I');
    await world.settle();
    expect(count(id)).toEqual([3, 3]);
  });

  test('of a comment that is there no more is a quote', async () => {
    const id = await world.linked();
    await say('first');
    await world.settle();
    world.original(id).comments.length = 0;
    world.sides.commentInDefender(id, `I read: ${await asSent()}`);
    await world.settle();
    expect(firstLines(world.twin(id).comments)).toContain('Raj Patel (Defender): I read: Ana Diaz via Teams: first');
  });
});

test('a long comment of characters that take two places is carried whole', async () => {
  const id = await world.linked();
  for (const length of [490, 497, 1000, 2400]) world.sides.commentInDefender(id, '😀'.repeat(length));
  world.sides.commentInDefender(id, `a${'😀'.repeat(2400)}`);
  await world.settle();
  const carried = world
    .twin(id)
    .comments.map(({ text }) => text)
    .join('');
  expect(carried.isWellFormed()).toBe(true);
  expect(carried.split('😀')).toHaveLength(490 + 497 + 1000 + 2400 + 2400 + 1);
});

/** What is said in chat can be read whole nowhere else. */
describe('a text from chat that is too long to be carried whole', () => {
  const close = { kind: 'close', classification: 'truePositive', determination: 'malware', reason: null } as const;
  const longest = async () => {
    const { reason } = (await world.act({ kind: 'comment', text: 'x'.repeat(100_000) })) as { reason: string };
    return Number(/at most (\d+) characters/.exec(reason)![1]);
  };

  test('is refused, as a comment and as what a closing says', async () => {
    const id = await world.linked();
    const text = 'x'.repeat((await longest()) + 1);
    const refused = { outcome: 'refused', code: 'invalid_comment' };
    expect(await world.act({ kind: 'comment', text })).toMatchObject(refused);
    expect(await world.act({ ...close, comment: text })).toMatchObject(refused);
    expect([world.twin(id).comments, world.twin(id).incident.state.status]).toEqual([[], 'new']);
  });

  test('crosses in five parts, to its last letter, where it just fits', async () => {
    const id = await world.linked();
    await world.act({ kind: 'comment', text: `${'x'.repeat((await longest()) - 3)}END` });
    await world.settle();
    for (const { comments } of [world.original(id), world.twin(id)]) {
      expect(comments).toHaveLength(5);
      expect(comments.at(-1)!.text).toContain('END (5/5)');
      for (const { text } of comments) expect(text.length).toBeLessThanOrEqual(1000);
    }
  });
});
