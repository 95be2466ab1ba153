import { codeIn, startChatWorld } from '../support/chat-world.ts';
import type { ChatWorld } from '../support/chat-world.ts';
import { aQuestion } from '../support/differences.ts';
import { aTrouble } from '../support/notices.ts';
import { aView } from '../support/views.ts';
import { findButton, verbsOf } from '../../src/simulator/teams/card-actions.ts';
import type { Channel } from '../../src/simulator/teams/conversation.ts';
import type { MessageView } from '../../src/simulator/teams/message.ts';

/** Cards that come by themselves, in a simulated Teams and pressed with signed tokens. */
let world: ChatWorld;
beforeEach(async () => {
  world = await startChatWorld({ adminChannel: true });
  const { people, grant, teams } = world;
  await grant(people.raj, 'responder');
  await grant(people.jo, 'lead');
  await world.answerTo(await teams.say(people.ana, world.channel, 'bind'));
}, 30_000);
afterEach(() => world.stop());

const cardIn = (where: Channel, wanted: (message: MessageView) => boolean) =>
  world.teams.until(
    () =>
      world.teams
        .messages(where)
        .flatMap((thread) => [thread, ...thread.replies])
        .find((message) => message.isBot && message.card !== undefined && wanted(message)),
    8_000,
  );
const says = (text: string) => (message: MessageView) => JSON.stringify(message.card ?? null).includes(text);
const report = {
  connectionId: 'tenant|workspace',
  name: 'workspace',
  linked: 12,
  twins: 3,
  writes: { defender: 1, sentinel: 2 },
  comments: 4,
  questions: 0,
  examples: [],
};
const press = (message: MessageView, where: Channel, change: object = {}, who = world.people.ana) => {
  const { data } = findButton(message.card!, 'execute', 'syncGo') as { data: object };
  const base = world.teams.activityBase(who, where, message.rootId);
  const action = { type: 'Action.Execute', verb: 'syncGo', data: { ...data, ...change } };
  return world.teams.post({ ...base, type: 'invoke', name: 'adaptiveCard/action', value: { action } });
};

describe('the card of a rehearsal', () => {
  const posted = async () => {
    world.desk.rehearsing = [report];
    world.desk.cycled();
    return cardIn(world.adminChannel, says('Rehearsal'));
  };

  it('stands in an admin channel that never said anything, and lets an admin say go', async () => {
    const { teams, people, desk } = world;
    const card = await posted();
    const tap = await teams.execute(people.ana, card, 'syncGo');
    expect(tap.outcome.kind).toBe('card');
    expect(JSON.stringify(tap.body)).toContain('go done.');
    expect(desk.orders).toMatchObject([{ order: 'go', by: { objectId: people.ana.objectId } }]);
    const shared = await cardIn(world.adminChannel, (message) => message.id === card.id && message.edited > 0);
    expect(JSON.stringify(shared.card)).toContain('Ana Diaz said');
    expect(verbsOf(shared.card!)).toEqual([]);
    expect(codeIn((await press(card, world.adminChannel)).body)).toBeNull();
    expect(desk.orders).toHaveLength(1);
  });

  it('lets nobody else, and audits who tried', async () => {
    const { teams, people, desk } = world;
    const card = await posted();
    for (const [who, code] of [
      [people.jo, 'role_required'],
      [people.guest, 'guest'],
    ] as const) {
      expect(codeIn((await teams.execute(who, card, 'syncGo')).body)).toBe(code);
      expect(desk.rows.at(-1)).toMatchObject({
        actorObjectId: who.objectId,
        action: 'sync go',
        outcome: `refused:${code}`,
      });
    }
    expect(desk.orders).toEqual([]);
  });

  it('asks again when more would be written than it showed', async () => {
    const { teams, people, desk } = world;
    const card = await posted();
    desk.rehearsing = [{ ...report, twins: 500 }];
    const tap = await teams.execute(people.ana, card, 'syncGo');
    expect(codeIn(tap.body)).toBe('stale');
    expect(JSON.stringify(tap.body)).toContain('"500"');
    expect(desk.orders).toEqual([]);
    expect(codeIn((await teams.execute(people.ana, card, 'syncGo')).body)).toBeNull();
    expect(desk.orders).toHaveLength(1);
  });

  it('orders nothing when it was altered, carried elsewhere or signed with a key we dropped', async () => {
    const card = await posted();
    const { adminChannel, channel, desk } = world;
    expect(codeIn((await press(card, adminChannel, { fingerprint: 'x' })).body)).toBe('forged');
    expect(codeIn((await press(card, adminChannel, { mac: 'x' })).body)).toBe('forged');
    const card2 = '6f1c2a34-0b5d-4c7e-9a10-2b3c4d5e6f70';
    expect(codeIn((await press(card, adminChannel, { card: card2 })).body)).toBe('forged');
    expect(codeIn((await press(card, channel)).body)).toBe('forged');
    expect(codeIn((await press(card, adminChannel, { keyId: 'deadbeef' })).body)).toBe('unknown_key');
    expect(codeIn((await press(card, adminChannel, { card: 7 })).body)).toBe('malformed');
    expect(desk.orders).toEqual([]);
  });

  it('works as an Action.Submit too, and says so when somebody typed it', async () => {
    const { teams, people, desk } = world;
    const card = await posted();
    await teams.submit(people.ana, card, 'syncGo');
    expect(desk.orders).toHaveLength(1);
    desk.rehearsing = [report];
    desk.cycled();
    const again = await cardIn(world.adminChannel, (message) => message.id !== card.id && says('Rehearsal')(message));
    await world.answerTo(await teams.say(people.ana, world.channel, 'sync go'));
    const edited = await cardIn(world.adminChannel, (message) => message.id === again.id && message.edited > 0);
    expect(JSON.stringify(edited.card)).toContain('Ana Diaz said');
  });
});

describe('the card of a trouble', () => {
  it('comes to the admin channel and to the chat of an admin, and lets what was stopped pass', async () => {
    const { teams, people, desk } = world;
    const chat = teams.personalChat(people.ana);
    await teams.install(chat, people.ana);
    desk.trouble = [
      aTrouble({
        key: 'tenant|workspace/hold/massChange',
        cause: { kind: 'hold', hold: 'massChange' },
        sentence: 'Stopped: 73 changes at once (the limit is 50) wait until an admin says `sync go`.',
      }),
    ];
    desk.cycled();
    const card = await cardIn(world.adminChannel, says('73 changes'));
    const own = await teams.until(() => teams.messages(chat).find((one) => one.isBot), 8_000);
    expect(JSON.stringify(own.card)).toContain('73 changes');
    expect((await teams.execute(people.ana, own, 'syncGo')).outcome.kind).toBe('card');
    // What else is stopped is not what that card is about.
    expect(desk.orders).toMatchObject([{ order: 'go', only: 'massChange' }]);
    const shared = await cardIn(world.adminChannel, (message) => message.id === card.id && message.edited > 0);
    expect(JSON.stringify(shared.card)).toContain('Over');
    expect(JSON.stringify(shared.card)).toContain('Ana Diaz said');
  });

  it('has no button that orders anything when it is about something else', async () => {
    world.desk.trouble = [aTrouble()];
    world.desk.cycled();
    const card = await cardIn(world.adminChannel, says('could not be read'));
    expect(verbsOf(card.card!)).toEqual(['syncStatus']);
    expect((await world.teams.execute(world.people.raj, card, 'syncStatus')).outcome.kind).toBe('card');
  });

  it('that cannot be delivered is told by the status, until it can', async () => {
    const { teams, people, desk, team } = world;
    await teams.uninstall(team, people.ana);
    const chat = teams.personalChat(people.ana);
    await teams.install(chat, people.ana);
    desk.trouble = [aTrouble()];
    desk.cycled();
    await teams.until(() => teams.messages(chat).find((one) => one.isBot), 8_000);
    await teams.say(people.ana, chat, 'sync status');
    const status = await teams.until(() => teams.messages(chat).find((one) => says('Held back')(one)), 8_000);
    expect(JSON.stringify(status.card)).toContain('could not be written to (403');
    expect(world.logs).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'ADMIN_CHANNEL cannot be written to' }),
    );
  });
});

describe('the card of a conflict', () => {
  const asked = async (view: Partial<ReturnType<typeof aView>> = {}) => {
    world.desk.add(aView({ number: 7, severity: 'medium', questions: [aQuestion()], ...view }));
    return cardIn(world.channel, says('Conflict'));
  };

  it('is a reply in the thread of the incident, and is answered by a tap', async () => {
    const { teams, people, desk } = world;
    const card = await asked();
    const root = teams.messages(world.channel).find(({ id }) => id === card.rootId)!;
    expect(JSON.stringify(root.card)).toContain('#7');
    expect(card.id).not.toBe(root.id);
    const tap = await teams.execute(people.raj, card, 'keepSentinel');
    expect(desk.acted.at(-1)).toMatchObject({
      incident: 7,
      ask: { kind: 'keep', field: 'severity', side: 'sentinel' },
    });
    expect(JSON.stringify(tap.body)).toContain('Kept what Sentinel holds. Defender done, Sentinel waiting.');
    expect(JSON.stringify(tap.body)).toContain('Decided');
    const shared = await cardIn(world.channel, (message) => message.id === card.id && message.edited > 0);
    expect(JSON.stringify(shared.card)).toContain('chosen by Raj Patel');
    expect(verbsOf(shared.card!)).toEqual([]);
  });

  it('shows the fresh values instead of deciding about older ones, and goes ahead on the second press', async () => {
    const { teams, people, desk } = world;
    const card = await asked();
    desk.change(7, { severity: 'high', questions: [aQuestion({ defender: 'high severity' })] });
    const before = desk.acted.length;
    const tap = await teams.execute(people.raj, card, 'keepDefender');
    expect(codeIn(tap.body)).toBe('stale');
    expect(JSON.stringify(tap.body)).toContain('high severity');
    expect(JSON.stringify(tap.body)).toContain('keepSentinel');
    expect(desk.acted).toHaveLength(before);
    expect(codeIn((await teams.execute(people.raj, card, 'keepDefender')).body)).toBeNull();
    expect(desk.acted).toHaveLength(before + 1);
  });

  it('says that the facts answered it, and takes no answer then', async () => {
    const { teams, people, desk } = world;
    const card = await asked();
    desk.change(7, { questions: [], tags: ['x'] });
    const late = await teams.execute(people.raj, card, 'keepDefender');
    expect(codeIn(late.body)).toBe('nothing_to_do');
    const shared = await cardIn(world.channel, (message) => message.id === card.id && message.edited > 0);
    expect(JSON.stringify(shared.card)).toContain('No answer was needed: the severity is Medium by now.');
  });

  it('is given afresh when it was signed with a key we dropped', async () => {
    const card = await asked();
    const { data } = findButton(card.card!, 'execute', 'keepDefender') as { data: object };
    const action = { type: 'Action.Execute', verb: 'keepDefender', data: { ...data, keyId: 'deadbeef' } };
    const base = world.teams.activityBase(world.people.raj, world.channel, card.rootId);
    const { body } = await world.teams.post({
      ...base,
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action },
    });
    expect(codeIn(body)).toBe('unknown_key');
    expect(JSON.stringify(body)).toContain('Conflict');
  });
});
