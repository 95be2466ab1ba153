import { codeIn, startChatWorld } from '../support/chat-world.ts';
import type { ChatWorld } from '../support/chat-world.ts';
import type { SayOptions } from '../../src/simulator/teams/say.ts';
import type { Person } from '../../src/simulator/teams/person.ts';
import { buttonsOf, verbOf } from '../../src/simulator/teams/card-actions.ts';
import { COMMANDS } from '../../src/bot/commands.ts';
import { aClosedView, aView } from '../support/views.ts';

let world: ChatWorld;
beforeAll(async () => {
  world = await startChatWorld();
  world.teams.limits.enabled = false;
  const { people, grant, teams, channel } = world;
  await grant(people.raj, 'responder');
  await grant(people.mira, 'viewer');
  await grant(people.jo, 'lead');
  await world.answerTo(await teams.say(people.ana, channel, 'bind'));
}, 30_000);
afterAll(() => world.stop());
beforeEach(() => {
  world.desk.incidents.clear();
  world.desk.add(
    aView({ number: 7, severity: 'medium', announced: false, tags: ['vip'] }),
    aClosedView({ number: 8, title: 'Password spray', severity: 'low', announced: false }),
    aView({ number: 9, title: 'Password spray again', severity: 'high', announced: false }),
  );
});

async function answer(who: Person, text: string, options: SayOptions & { where?: ChatWorld['channel'] } = {}) {
  const { where = world.channel, ...rest } = options;
  const reply = await world.answerTo(await world.teams.say(who, where, text, rest));
  return { text: JSON.stringify(reply.card), code: codeIn(reply.card), card: reply.card };
}
const lastAction = () => world.desk.acted.at(-1);

describe('digest', () => {
  it('is for managers, and shows the last whole day or week, or the day that ends now', async () => {
    const { mira } = world.people;
    await world.grant(mira, 'manager');
    for (const [said, heading] of [
      ['digest now', 'Daily digest'],
      ['digest daily', 'Daily digest'],
      ['digest WEEKLY', 'Weekly digest'],
    ])
      expect((await answer(mira, said!)).text).toContain(heading);
    expect((await answer(mira, 'digest')).code).toBe('invalid_usage');
    await world.chat.revoke(mira.objectId!, world.tenantId, 'manager');
    expect((await answer(mira, 'digest now')).code).toBe('role_required');
    expect((await answer(world.people.raj, 'digest now')).code).toBe('role_required');
  });

  it('leads from each figure to the incidents behind it, below the digest', async () => {
    const { teams, digests, people } = world;
    digests.incidents = [9, 404, 8];
    const message = await world.answerTo(await teams.say(people.ana, world.channel, 'digest weekly'));
    await teams.submit(people.mira, message, '▲ High');
    expect(digests.asked).toMatchObject({ figure: 'severity', of: 'high' });
    const list = await teams.until(() =>
      teams.state.messages.findLast(({ card }) => JSON.stringify(card)?.includes('Password spray again')),
    );
    const text = JSON.stringify(list.card);
    expect(text).toContain('Password spray again');
    expect(text).toContain('1 to 2 of 3 incidents');
    for (const button of buttonsOf(message.card!, 'submit'))
      expect(['figure', 'drift', 'syncStatus']).toContain(verbOf(button));
  });

  it('tells nothing where nothing may be told', async () => {
    expect((await answer(world.people.ana, 'digest now', { where: world.unbound })).code).toBe('unbound_conversation');
  });

  it('is answered where DIGEST_TO sends digests, and so are the lists behind it', async () => {
    const where = world.digestChannel;
    expect((await answer(world.people.ana, 'digest now', { where })).text).toContain('Daily digest');
    expect((await answer(world.people.ana, 'open high', { where })).text).toContain('Open incidents');
  });
});

describe('commands that change an incident', () => {
  it.each([
    ['assign #7 me', { kind: 'assign', to: expect.objectContaining({ name: 'Raj Patel' }) }],
    ['unassign 7', { kind: 'assign', to: null }],
    ['tag 7 +new +"data loss" -VIP', { kind: 'tags', tags: ['new', 'data loss'], shown: ['vip'] }],
    ['comment 7 Host is isolated, see ticket 12.', { kind: 'comment', text: 'Host is isolated, see ticket 12.' }],
    ['comment 7 “in curly quotes”', { kind: 'comment', text: 'in curly quotes' }],
    ['status 7 active', { kind: 'activate' }],
    ['REOPEN #8', { kind: 'reopen' }],
    [
      'close 7 as truePositive phishing "mailbox cleaned"',
      {
        kind: 'close',
        classification: 'truePositive',
        determination: 'phishing',
        reason: null,
        comment: 'mailbox cleaned',
      },
    ],
    [
      'close 7 as true positive multi staged attack',
      {
        kind: 'close',
        classification: 'truePositive',
        determination: 'multiStagedAttack',
        reason: null,
        comment: null,
      },
    ],
    [
      'close 7 as FP',
      { kind: 'close', classification: 'falsePositive', determination: null, reason: null, comment: null },
    ],
    [
      'close 7 as informationalExpectedActivity securityTesting the quarterly test',
      {
        kind: 'close',
        classification: 'benignPositive',
        determination: 'securityTesting',
        reason: null,
        comment: 'the quarterly test',
      },
    ],
    [
      'close 7 as Unknown',
      { kind: 'close', classification: 'undetermined', determination: null, reason: null, comment: null },
    ],
  ])('%s', async (text, ask) => {
    const { text: said, code } = await answer(world.people.raj, text);
    expect(code).toBeNull();
    expect(lastAction()?.ask).toEqual(ask);
    expect(lastAction()?.version).toBeNull();
    expect(said).toContain('Defender done, Sentinel waiting.');
  });

  it('assigns to the person who is mentioned, but not to a guest', async () => {
    const { people } = world;
    expect((await answer(people.raj, 'assign 7 @Mira Sorensen', { mentions: [people.mira] })).code).toBeNull();
    expect(lastAction()?.ask).toMatchObject({ kind: 'assign', to: { objectId: people.mira.objectId } });
    expect((await answer(people.raj, 'assign 7 @Sam Visser', { mentions: [people.guest] })).code).toBe(
      'invalid_assignee',
    );
  });

  it.each([
    ['severity 7 low', 'raj', 'role_required'],
    ['close 9 as unknown', 'raj', 'role_required'],
    ['assign 7 me', 'mira', 'role_required'],
    ['assign 7 me', 'guest', 'guest'],
    ['bind', 'jo', 'role_required'],
    ['sync now', 'jo', 'role_required'],
    ['close 7 as nonsense', 'raj', 'invalid_classification'],
    ['close 7 as truePositive securityTesting', 'raj', 'invalid_classification'],
    ['severity 7 huge', 'jo', 'invalid_severity'],
    ['close 7', 'raj', 'invalid_usage'],
    ['tag 7 vip', 'raj', 'invalid_usage'],
    ['comment 7', 'raj', 'invalid_usage'],
    ['close 77 as unknown', 'raj', 'unknown_incident'],
    ['close 8 as unknown', 'raj', 'already_closed'],
    ['reopen 7', 'raj', 'not_closed'],
    ['show spray', 'raj', 'ambiguous_incident'],
    ['frobnicate', 'raj', 'unknown_command'],
  ] as const)('%s by %s is refused: %s', async (text, who, code) => {
    const before = world.desk.acted.length;
    expect((await answer(world.people[who], text)).code).toBe(code);
    expect(world.desk.acted).toHaveLength(before);
  });

  it('lets a lead close an incident of high severity and change severities', async () => {
    await answer(world.people.jo, 'close 9 as unknown');
    expect(lastAction()).toMatchObject({ incident: 9, ask: { kind: 'close' } });
    await answer(world.people.jo, 'severity 7 high');
    expect(lastAction()?.ask).toEqual({ kind: 'severity', severity: 'high' });
  });

  it('does nothing twice when Teams delivers a message again', async () => {
    const said = await world.teams.say(world.people.raj, world.channel, 'comment 7 once');
    await world.answerTo(said);
    const before = world.desk.acted.length;
    await world.teams.post(said.message.activity);
    expect(world.desk.acted).toHaveLength(before);
    const thread = world.teams.messages(world.channel).find((one) => one.id === said.message.id);
    expect(thread?.replies).toHaveLength(1);
  });
});

describe('commands that show something', () => {
  it('lists what is open, filtered, and what is mine', async () => {
    const { people } = world;
    expect((await answer(people.mira, 'open')).text).toContain('1 to 2 of 2');
    expect((await answer(people.mira, 'open medium vip')).text).toContain('#7');
    await answer(people.raj, 'assign 7 me');
    expect((await answer(people.raj, 'mine')).text).toContain('#7');
    expect((await answer(people.mira, 'mine')).text).toContain('0 in all');
  });

  it('finds incidents, closed ones too, by title, number or what their alerts are about', async () => {
    const { mira } = world.people;
    const entities = [{ kind: 'host', name: 'db-99', isMain: true } as const];
    world.desk.change(8, { entities });
    for (const said of ['find password spray', 'find "password spray"', 'find PASS'])
      expect((await answer(mira, said)).text).toMatch(/1 to 2 of 2 .*#8.*#9/);
    for (const said of ['find db-9', 'find db-9…', 'find host DB-99', 'find #8']) {
      const { text } = await answer(mira, said);
      expect(text).toMatch(/1 to 1 of 1 .*#8/);
      expect(text).not.toContain('#9');
    }
    expect((await answer(mira, 'find user db-99')).text).toContain('0 in all (user db-99)');
    expect((await answer(mira, 'find')).code).toBe('invalid_usage');
    expect((await answer(mira, 'find host')).text).toContain('title or name host');
    expect((await answer(mira, 'find x', { where: world.unbound })).code).toBe('unbound_conversation');
  });

  it('leafs through what was found as through any list', async () => {
    const { people, teams } = world;
    world.desk.add(...Array.from({ length: 15 }, (_, n) => aView({ number: 20 + n, title: `Beacon ${n}` })));
    const message = await world.answerTo(await teams.say(people.mira, world.channel, 'find beacon'));
    const tap = await teams.execute(people.mira, message, 'Next');
    expect(JSON.stringify(tap.body)).toContain('11 to 15 of 15 (title or name beacon)');
  });

  it('leafs through a long list by button', async () => {
    const { people, teams } = world;
    world.desk.add(...Array.from({ length: 15 }, (_, n) => aView({ number: 20 + n, announced: false })));
    const message = await world.answerTo(await teams.say(people.mira, world.channel, 'open'));
    const tap = await teams.execute(people.mira, message, 'Next');
    expect(JSON.stringify(tap.body)).toContain('11 to 17 of 17');
    expect(codeIn((await teams.execute(people.guest, message, 'Next')).body)).toBe('guest');
  });

  it('shows an incident as a card that stays true', async () => {
    const { people, teams, desk } = world;
    const message = await world.answerTo(await teams.say(people.mira, world.channel, 'show #7'));
    desk.change(7, { title: 'Renamed in a portal' });
    const edited = await teams.until(
      () =>
        teams
          .messages(world.channel)
          .flatMap((one) => one.replies)
          .find((one) => one.id === message.id && one.edited > 0),
      8_000,
    );
    expect(JSON.stringify(edited.card)).toContain('Renamed in a portal');
  });

  it('tells nothing of incidents in a conversation that is not bound, but answers in a chat of one', async () => {
    const { people, teams, unbound } = world;
    expect((await answer(people.ana, 'show 7', { where: unbound })).code).toBe('unbound_conversation');
    expect((await answer(people.ana, 'help', { where: unbound })).code).toBeNull();
    const chat = teams.personalChat(people.ana);
    await teams.install(chat, people.ana);
    await teams.say(people.ana, chat, 'show 7');
    const shown = await teams.until(() => teams.messages(chat).find((one) => one.isBot), 8_000);
    expect(JSON.stringify(shown.card)).toContain('#7');
  });

  it('helps each person with what they may do, whatever they typed it on', async () => {
    const { people } = world;
    const usages = (text: string) =>
      COMMANDS.filter((one) => text.includes(`"${one.summary.slice(0, 12)}`)).map((one) => one.name);
    expect(usages((await answer(people.mira, 'help', { typedOn: 'plain' })).text)).toEqual([
      'help',
      'open',
      'mine',
      'find',
      'show',
      'oncall',
    ]);
    expect(usages((await answer(people.ana, '')).text)).toHaveLength(COMMANDS.length);
  });

  it('suggests the nearest command for a misspelt one', async () => {
    expect((await answer(world.people.raj, 'asign 7 me')).text).toContain('assign');
    expect((await answer(world.people.raj, 'snyc status')).text).toContain('sync status');
  });
});

describe('sync', () => {
  it('answers "sync now" after the cycle, with its requests in the data of the card', async () => {
    const { card } = await answer(world.people.ana, 'sync now');
    const refresh = (card as { refresh: { action: { data: unknown } } }).refresh.action.data;
    expect(refresh).toEqual({ verb: 'syncStatus', reads: 4, writes: 2, waiting: 1 });
    expect(JSON.stringify(card?.body)).toContain('"reads":4,"writes":2,"waiting":1');
  });

  it('shows the status to responders, and again by its button', async () => {
    const message = await world.answerTo(await world.teams.say(world.people.raj, world.channel, 'sync status'));
    const tap = await world.teams.execute(world.people.raj, message, 'syncStatus');
    expect(tap.outcome.kind).toBe('card');
    expect(codeIn((await world.teams.execute(world.people.mira, message, 'syncStatus')).body)).toBe('role_required');
  });
});

describe('roles', () => {
  it('are granted, listed and taken back by admins, and never given to guests', async () => {
    const { people } = world;
    const lee = world.teams.person('Lee');
    world.team.members.push(lee);
    expect((await answer(lee, 'open')).code).toBe('role_required');
    expect((await answer(people.ana, 'grant responder @Lee Okafor', { mentions: [lee] })).text).toContain(
      'Lee Okafor is now responder',
    );
    expect((await answer(lee, 'open')).code).toBeNull();
    expect((await answer(people.ana, 'roles')).text).toContain('responder: Lee Okafor');
    expect((await answer(people.ana, 'revoke @Lee Okafor', { mentions: [lee] })).text).toContain('no longer responder');
    expect((await answer(lee, 'open')).code).toBe('role_required');
    expect((await answer(people.ana, 'grant viewer @Sam Visser', { mentions: [people.guest] })).code).toBe(
      'invalid_grantee',
    );
    expect((await answer(people.jo, 'grant admin @Jo Tanaka', { mentions: [people.jo] })).code).toBe('role_required');
  });
});

describe('the audit', () => {
  it.each([
    ['frobnicate 7', 'raj', 'unknown command', 'unknown_command'],
    ['comment 7', 'raj', 'comment', 'invalid_usage'],
    ['snooze', 'raj', 'snooze', 'invalid_usage'],
    ['sync pause now', 'ana', 'sync pause', 'invalid_usage'],
  ] as const)('has a row for %s, which says nothing that could be done', async (said, who, action, code) => {
    await answer(world.people[who], said);
    expect(world.desk.rows.at(-1)).toMatchObject({
      actorObjectId: world.people[who].objectId,
      action,
      outcome: `refused:${code}`,
      detail: { text: said },
    });
  });

  it('has a row for what was done and what was refused, with who it was', async () => {
    const { people, desk } = world;
    await answer(people.ana, 'unbind');
    expect(desk.rows.at(-1)).toMatchObject({
      actorKind: 'person',
      actorObjectId: people.ana.objectId,
      actorUpn: people.ana.userPrincipalName,
      action: 'unbind',
      outcome: 'accepted',
    });
    await answer(people.mira, 'bind');
    expect(desk.rows.at(-1)).toMatchObject({
      actorObjectId: people.mira.objectId,
      action: 'bind',
      outcome: 'refused:role_required',
    });
    await answer(people.ana, 'bind');
  });

  it('calls what was typed and refused as it calls the same from a button, with the words, made harmless', async () => {
    const { people, desk } = world;
    const typed = {
      'STATUS 7 active': 'activate',
      'tag 7 +x': 'tags',
      'unassign 7': 'assign',
      'close 7 as fp': 'close',
    };
    for (const [said, action] of Object.entries(typed)) {
      expect((await answer(people.mira, said)).code).toBe('role_required');
      const command = said.split(' ')[0]!.toLowerCase();
      expect(desk.rows.at(-1)).toMatchObject({ action, incident: null, detail: { command, text: said } });
    }
    await answer(people.mira, `comment 7 https://evil.example/\u202e ${'x'.repeat(2_000)}`);
    const { detail } = desk.rows.at(-1)! as { detail: { text: string } };
    expect(detail.text).toMatch(/^comment 7 hxxps:\/\/evil\.example\/ x+…$/);
    expect(detail.text).toHaveLength(500);
  });
});

test('a conversation is bound to all incidents, or to those that are severe enough or have a tag', async () => {
  const { people, chat } = world;
  expect((await answer(people.ana, 'bind medium vip')).text).toContain('at least medium severity with the tag vip');
  expect((await chat.bindings()).at(-1)?.rule).toEqual({ least: 'medium', tag: 'vip' });
  expect((await answer(people.ana, 'bind sometimes for fun')).code).toBe('invalid_usage');
  expect((await answer(people.ana, 'bind unknown')).code).toBe('invalid_usage');
  await answer(people.ana, 'bind');
  expect((await chat.bindings()).at(-1)?.rule).toEqual({ least: null, tag: null });
});
