import { aView } from '../support/views.ts';
import { codeIn, startChatWorld } from '../support/chat-world.ts';
import type { ChatWorld } from '../support/chat-world.ts';

let world: ChatWorld;
beforeAll(async () => {
  world = await startChatWorld();
}, 30_000);
afterAll(() => world.stop());

describe('a first day', () => {
  it('binds a channel, posts an incident there and keeps its card true for everyone', async () => {
    const { teams, people, channel, desk } = world;
    const bound = await world.answerTo(await teams.say(people.ana, channel, 'bind'));
    expect(JSON.stringify(bound.card)).toContain('Bound');
    desk.add(aView({ number: 1, title: 'First incident' }));
    const root = await teams.until(() => teams.messages(channel).find((one) => one.isBot), 5_000);
    expect(root.summary).toBe('HIGH · #1 · New · First incident');

    await world.grant(people.raj, 'responder');
    const tap = await teams.execute(people.raj, root, 'assignToMe');
    expect(tap.outcome).toMatchObject({ kind: 'card' });
    expect(JSON.stringify(tap.body)).toContain('Assigned to Raj Patel. Defender done, Sentinel waiting.');
    const edited = await teams.until(() => teams.messages(channel).find((one) => one.edited > 0), 8_000);
    expect(JSON.stringify(edited.card)).toContain('Raj Patel');
    expect(codeIn(await teams.execute(people.mira, root, 'assignToMe'))).toBe('role_required');
  }, 20_000);
});
