import fc from 'fast-check';
import { MOST_COMMENTS } from '../../src/sync/roll-up.ts';
import { anyCommentStep, converse, startConversation } from '../support/comment-steps.ts';
import type { CommentStep, Conversation, Said } from '../support/comment-steps.ts';
import { letRun } from '../support/hold-request.ts';

/**
 * Invariant: whatever is said in the portals and in chat, in however many parts, however full Sentinel is, whichever
 * requests are lost or arrive late, and wherever the process dies, once all is quiet every character of every comment
 * is on each side once, Sentinel holds no more comments than it takes and one roll-up at most, and the next cycle is
 * still.
 */

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 100);

async function expectEachOnceAfter(script: CommentStep[], turns: number[], known: number): Promise<void> {
  const conversation = await startConversation(turns, known);
  const { world, id } = conversation;
  try {
    for (const step of script) await converse(conversation, step);
    // Whatever is still on its way arrives.
    world.clock.advance(1_000_000);
    await letRun(120);
    await world.settle(20);
    const { comments } = world.twin(id);
    expect(comments.length).toBeLessThanOrEqual(MOST_COMMENTS);
    expect(comments.filter(({ text }) => text.startsWith('Dragoman keeps')).length).toBeLessThanOrEqual(1);
    for (const one of conversation.said) await expectOnce(conversation, one);
    expect(await world.desk.syncNow()).toEqual({ reads: 2, writes: 0, waiting: 0, faults: [] });
  } finally {
    await world.close();
  }
}

async function expectOnce({ world, id }: Conversation, one: Said): Promise<void> {
  const count = (comments: { text: string }[]) =>
    comments.reduce((sum, { text }) => sum + text.split(one.character).length - 1, 0);
  const [defender, sentinel] = [count(world.original(id).comments), count(world.twin(id).comments)];
  const told = { ...one, defender, sentinel };
  // An edit before anybody read the first text leaves nothing of it to carry.
  if (one.editedTo !== null)
    return expect([0, one.length].includes(defender) ? told : null).toEqual({ ...told, sentinel: 0 });
  if (one.isDoubtful && defender === 0) return expect(told).toEqual({ ...told, sentinel: 0 });
  // An incident that people filled has no place for it; then the card says so.
  const isFull = world.twin(id).comments.length === MOST_COMMENTS && sentinel === 0;
  const view = await world.desk.view(1);
  if (isFull) expect(view!.sides[1]).toMatchObject({ standing: 'failed', reason: expect.stringContaining('100') });
  expect(told).toEqual({ ...told, defender: one.length, sentinel: isFull ? 0 : one.length });
}

test('every comment is on each side once, in whatever parts and however full Sentinel is', async () => {
  const script = fc.array(anyCommentStep, { minLength: 1, maxLength: 16, size: 'max' });
  const turns = fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 7 });
  const known = fc.oneof(fc.constant(0), fc.integer({ min: 84, max: 100 }));
  await fc.assert(fc.asyncProperty(script, turns, known, expectEachOnceAfter), { numRuns: RUNS });
}, 600_000);
