import { aQuestion } from '../support/differences.ts';
import { aConversation } from '../support/notices.ts';
import { aView } from '../support/views.ts';
import type { NoticeWorld } from './notice-world.ts';
import { ADMINS, startNotices } from './notice-world.ts';

/** What people are told without asking: once, in the right places, and until it is over. */

let world: NoticeWorld;
afterEach(() => world.keeper.stop());

describe('a conflict', () => {
  const bind = async (id: string) => {
    await world.chat.saveConversation(aConversation({ id }));
    await world.chat.bind({ conversationId: id, boundBy: 'ana', boundAt: '2026-11-22T09:00:00Z' });
  };
  const asked = '⚠ #7: both sides changed the severity; somebody has to say which stands';

  it('is asked in the thread of the incident, wherever it has one, and nowhere else', async () => {
    world = await startNotices();
    await bind('a');
    await bind('b');
    world.desk.add(aView({ number: 7, questions: [aQuestion()] }));
    await world.pass(5_000);
    for (const place of ['a', 'b'])
      expect(world.sentTo(place)).toEqual([expect.stringContaining('root HIGH · #7'), `send ${asked}`]);
    expect(world.sentTo(ADMINS)).toEqual([]);
    const reply = world.gateway.of('send')[0]!;
    const root = world.gateway.of('root').find(({ conversationId }) => conversationId === reply.conversationId)!;
    expect([...world.chat.notices.values()].map(({ threadId }) => threadId)).toContain(
      `a;messageid=${root.activityId}`,
    );
  });

  it('follows the values, and says how it ended', async () => {
    world = await startNotices();
    await bind('a');
    world.desk.add(aView({ number: 7, questions: [aQuestion()] }));
    await world.pass(5_000);
    world.desk.change(7, { questions: [aQuestion({ defender: 'high severity' })] });
    await world.pass(5_000);
    expect(world.gateway.sent.at(-1)).toMatchObject({ kind: 'edit', text: expect.stringContaining('high severity') });
    world.desk.change(7, { questions: [], severity: 'medium' });
    await world.pass(5_000);
    const card = world.gateway.sent.findLast(({ summary }) => summary.includes('is decided'));
    expect(card?.text).toContain('No answer was needed: the severity is Medium by now.');
    expect(card?.text).not.toContain('keepDefender');
  });

  it('is posted once across a restart, and the one that comes back is asked anew', async () => {
    world = await startNotices();
    await bind('a');
    world.desk.add(aView({ number: 7, questions: [aQuestion()] }));
    await world.pass(5_000);
    await world.restart();
    expect(world.gateway.of('send')).toHaveLength(1);
    await world.keeper.stop();
    world.desk.change(7, { questions: [] });
    world.keeper = world.create();
    world.keeper.start();
    await world.pass(5_000);
    expect(world.gateway.sent.some(({ summary }) => summary.includes('is decided'))).toBe(true);
    world.desk.change(7, { questions: [aQuestion({ since: '2026-11-22T09:50:00Z' })] });
    await world.pass(5_000);
    expect(world.gateway.of('send')).toHaveLength(2);
  });

  it('comes after the card whose thread it belongs to, though that one is late', async () => {
    world = await startNotices();
    await bind('a');
    world.gateway.failures.push({ outcome: 'retry', afterSeconds: 30, reason: '429' });
    world.desk.add(aView({ number: 7, questions: [aQuestion()] }));
    await world.pass(20_000, 1_000);
    expect(world.gateway.sent).toEqual([]);
    await world.pass(20_000, 1_000);
    expect(world.sentTo('a')).toEqual([expect.stringContaining('root HIGH · #7'), `send ${asked}`]);
  });

  it('waits while its thread is snoozed', async () => {
    world = await startNotices();
    await bind('a');
    const until = '2026-11-22T09:45:00.000Z';
    await world.chat.snooze({ incident: 7, conversationId: 'a', until, byName: 'Ana', byObjectId: 'ana' });
    world.desk.add(aView({ number: 7, questions: [aQuestion()] }));
    await world.pass(5_000);
    expect(world.gateway.of('send')).toEqual([]);
    await world.pass(30 * 60_000, 10_000);
    expect(world.sentTo('a').at(-1)).toBe(`send ${asked}`);
  });

  it('does not close the channel to us when the thread was deleted', async () => {
    world = await startNotices();
    await bind('a');
    world.desk.add(aView({ number: 7 }));
    await world.pass(5_000);
    world.gateway.failures.push({ outcome: 'gone', what: 'conversation', reason: '404' });
    world.desk.incidents.set(7, aView({ number: 7, questions: [aQuestion()] }));
    world.desk.add();
    world.keeper.lookAgain();
    await world.pass(5_000);
    expect(world.gateway.failures).toEqual([]);
    expect((await world.chat.conversation('a'))?.reachable).toBe(true);
    expect(world.gateway.of('send')).toEqual([]);
  });
});
