import { aDriftLine } from '../support/differences.ts';
import { aConversation, aTrouble } from '../support/notices.ts';
import { aView } from '../support/views.ts';
import type { NoticeWorld } from './notice-world.ts';
import { ADMINS, startNotices } from './notice-world.ts';

/** What people are told without asking: once, in the right places, and until it is over. */

let world: NoticeWorld;
afterEach(() => world.keeper.stop());

test('no card waits for what is asked of others, and a look that fails is made again', async () => {
  world = await startNotices();
  await world.chat.saveConversation(aConversation());
  await world.chat.saveConversation(aConversation({ id: 'a' }));
  await world.chat.bind({ conversationId: 'a', boundBy: 'ana', boundAt: '2026-11-22T09:00:00Z' });
  let fail: (error: Error) => void = () => undefined;
  world.desk.troubles = () => new Promise((_, reject) => (fail = reject));
  world.desk.add(aView({ number: 1 }));
  await world.cycle();
  expect(world.sentTo('a')).toHaveLength(1);
  world.desk.troubles = async () => [aTrouble()];
  fail(new Error('no answer'));
  await world.pass(10_000);
  expect(world.errors).toEqual([expect.stringContaining('it is tried again')]);
  expect(world.sentTo(ADMINS)).toHaveLength(1);
});

describe('a rehearsal', () => {
  const report = {
    connectionId: 'tenant|workspace',
    name: 'workspace',
    linked: 12,
    twins: 3,
    writes: { defender: 1, sentinel: 2 },
    comments: 4,
    questions: 0,
    examples: [aDriftLine()],
  };

  it('is reported to the admin channel only, as it grows, and until somebody says go', async () => {
    world = await startNotices();
    await world.chat.saveConversation(aConversation());
    await world.chat.saveConversation(aConversation({ id: 'chat', kind: 'personal', personObjectId: 'ana' }));
    world.desk.rehearsing = [report];
    await world.cycle();
    world.desk.rehearsing = [{ ...report, twins: 5 }];
    await world.cycle();
    expect(world.sentTo('chat')).toEqual([]);
    expect(world.sentTo(ADMINS)).toEqual([
      'root Rehearsal of workspace: 3 incidents to make, 7 values and comments to carry',
      'edit Rehearsal of workspace: 5 incidents to make, 7 values and comments to carry',
    ]);
    expect(world.gateway.sent.at(-1)!.text).toContain('"verb":"syncGo"');
    world.desk.rehearsing = [];
    await world.cycle();
    expect(world.sentTo(ADMINS).at(-1)).toBe('edit The rehearsal of workspace is over');
    expect(world.gateway.sent.at(-1)!.text).not.toContain('syncGo');
  });

  it('is reported to the chats of admins where there is no admin channel', async () => {
    world = await startNotices(null);
    await world.chat.saveConversation(aConversation({ id: 'chat', kind: 'personal', personObjectId: 'ana' }));
    world.desk.rehearsing = [report];
    await world.cycle();
    expect(world.sentTo('chat')).toHaveLength(1);
  });
});

describe('cards of incidents', () => {
  it('are edited when what their connection may do changes, and only those that show it', async () => {
    world = await startNotices();
    await world.chat.saveConversation(aConversation({ id: 'a' }));
    await world.chat.bind({ conversationId: 'a', boundBy: 'ana', boundAt: '2026-11-22T09:00:00Z' });
    world.desk.add(aView({ number: 1 }), aView({ number: 2 }));
    await world.cycle();
    expect(world.gateway.of('root')).toHaveLength(2);
    world.desk.incidents.set(2, { ...world.desk.incidents.get(2)!, readOnly: 'Observe mode: nothing is written.' });
    world.desk.holds = [{ kind: 'rehearsal', since: '2026-11-22T09:00:00Z' }];
    await world.cycle();
    const edits = world.gateway.of('edit');
    expect(edits).toHaveLength(1);
    expect(edits[0]?.text).toContain('Observe mode');
    expect(edits[0]?.summary).toContain('#2');
  });

  it('are edited when something has become drift by lasting, and again when it is none any more', async () => {
    world = await startNotices();
    await world.chat.saveConversation(aConversation({ id: 'a' }));
    await world.chat.bind({ conversationId: 'a', boundBy: 'ana', boundAt: '2026-11-22T09:00:00Z' });
    world.desk.add(aView({ number: 1 }));
    await world.cycle();
    const view = world.desk.incidents.get(1)!;
    world.desk.incidents.set(1, { ...view, drift: [aDriftLine({ incident: 1 })] });
    await world.cycle();
    expect(world.gateway.of('edit').at(-1)?.text).toContain('has not carried it');
    world.desk.incidents.set(1, view);
    await world.cycle();
    expect(world.gateway.of('edit').at(-1)?.text).not.toContain('has not carried it');
    await world.cycle();
    expect(world.gateway.of('edit')).toHaveLength(2);
  });
});
