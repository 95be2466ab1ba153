import { verbsOf } from '../../src/simulator/teams/card-actions.ts';
import type { Result } from '../../src/simulator/teams/extension/read-results.ts';
import type { DialogAnswer } from '../../src/simulator/teams/dialog.ts';
import { collectInputs } from '../../src/simulator/teams/card-inputs.ts';
import type { EntityName } from '../../src/incident/entity-names.ts';
import { codeIn, startChatWorld } from '../support/chat-world.ts';
import type { ChatWorld } from '../support/chat-world.ts';
import { aClosedView, aView } from '../support/views.ts';

let world: ChatWorld;

beforeAll(async () => {
  world = await startChatWorld();
  const { people, grant, teams, channel } = world;
  await grant(people.raj, 'responder');
  await grant(people.mira, 'viewer');
  await world.answerTo(await teams.say(people.ana, channel, 'bind'));
  teams.limits.enabled = false;
  const owner = { upn: people.raj.userPrincipalName!, objectId: people.raj.objectId!, name: people.raj.name };
  const sprayed: EntityName[] = [
    { kind: 'host', name: 'spray-99', isMain: true },
    { kind: 'url', name: 'http://evil.example/x', isMain: true },
  ];
  world.desk.add(
    aView({ number: 1, title: 'Phishing wave', sides: sidesOf('501', 'aaaa0001-0000-4000-8000-000000000001') }),
    aView({
      number: 2,
      title: 'Password spray',
      owner,
      entities: sprayed,
      sides: sidesOf('502', 'aaaa0002-0000-4000-8000-000000000002'),
    }),
    aView({ number: 4, title: 'Folded', standing: 'merged', mergedInto: 1, state: aClosedView().state }),
    aClosedView({ number: 3, title: 'Phishing drill', sides: sidesOf('503', 'aaaa0003-0000-4000-8000-000000000003') }),
  );
}, 30_000);
afterAll(() => world.stop());

const sidesOf = (defender: string, sentinel: string) => {
  const [one, other] = aView().sides;
  return [
    { ...one, id: defender },
    { ...other, id: sentinel },
  ] satisfies ReturnType<typeof aView>['sides'];
};
const results = async (who: keyof ChatWorld['people'], text: string, where = world.channel): Promise<Result[]> => {
  const { outcome } = await world.teams.extension.search(world.people[who], where, text);
  if (outcome.kind !== 'results') throw new Error(JSON.stringify(outcome));
  return outcome.results;
};
const titles = async (who: keyof ChatWorld['people'], text: string) =>
  (await results(who, text)).map(({ text: title }) => title);
const lastRow = () => world.desk.rows.at(-1);

describe('a search from the compose box', () => {
  it('finds open incidents when nothing is typed, one’s own, and any by number, id or a piece of the title', async () => {
    expect(await titles('mira', '')).toEqual(['Phishing wave', 'Password spray']);
    expect(await titles('raj', 'mine')).toEqual(['Password spray']);
    expect(await titles('mira', '#3')).toEqual(['Phishing drill']);
    expect(await titles('mira', 'aaaa0002-0000-4000-8000-000000000002')).toEqual(['Password spray']);
    expect(await titles('mira', 'PHISH')).toEqual(['Phishing wave', 'Phishing drill']);
    expect(await titles('mira', 'host SPRAY-9')).toEqual(['Password spray']);
    expect(await titles('mira', 'spray-99')).toEqual(['Password spray']);
    expect(await titles('mira', 'user spray-99')).toEqual([]);
    expect(await titles('mira', 'https://evil.example/x')).toEqual(['Password spray']);
    expect(await titles('mira', 'nothing like it')).toEqual([]);
  });

  it('says at a glance which one it is', async () => {
    const [first] = await results('mira', '#1');
    expect(first).toMatchObject({ title: '▲ High · #1 · New', text: 'Phishing wave' });
  });

  it.each([
    ['somebody without a role', 'jo', 'role_required'],
    ['a guest', 'guest', 'guest'],
  ] as const)('tells %s nothing, and audits it', async (_, who, code) => {
    const found = await world.teams.extension.search(world.people[who], world.channel, 'phish');
    expect(found.status).toBe(200);
    expect(found.outcome.kind).toBe('message');
    expect(codeIn(found.body)).toBe(code);
    expect(lastRow()).toMatchObject({ action: 'search', outcome: `refused:${code}` });
  });

  it.each([{}, { commandId: 'findIncident' }, { commandId: 'other', parameters: [] }, null])(
    'refuses a malformed query: %j',
    async (value) => {
      const base = { ...world.teams.activityBase(world.people.raj, world.channel), type: 'invoke' };
      const answer = await world.teams.post({ ...base, name: 'composeExtension/query', value });
      expect(answer.status).toBe(200);
      expect(codeIn(answer.body)).toBe('malformed');
    },
  );

  it('answers in its own shape when something breaks', async () => {
    world.desk.broken = new Error('the store is gone');
    const found = await world.teams.extension.search(world.people.mira, world.channel, '#1');
    world.desk.broken = null;
    expect(found.outcome).toMatchObject({ kind: 'message', text: expect.stringContaining('Reference:') });
    expect(JSON.stringify(found.body)).not.toContain('the store is gone');
  });
});

describe('a card that somebody inserts', () => {
  const inserted = async (where: ChatWorld['channel']) => {
    const [first] = await results('mira', '#1', where);
    return world.teams.insertCard(world.people.mira, where, first!.card);
  };
  const seenBy = async (who: keyof ChatWorld['people'], where: ChatWorld['channel']) => {
    const tap = await world.teams.refresh(world.people[who], await inserted(where));
    return tap?.outcome.kind === 'card' ? JSON.stringify(tap.outcome.card) : '';
  };

  it('shows everything and offers nothing where incidents are told', async () => {
    const { card } = await inserted(world.channel);
    expect(JSON.stringify(card)).toContain('Phishing wave');
    expect(verbsOf(card!)).toEqual([]);
  });

  it('shows number, severity and status only where they are not', async () => {
    const { card } = await inserted(world.unbound);
    expect(JSON.stringify(card!.body)).toContain('▲ High · #1 · New');
    expect(JSON.stringify(card!.body)).not.toMatch(/Phishing|Host isolated|vip|portal/);
  });

  it('shows each reader as much as they may see there, and no button to anybody', async () => {
    expect(await seenBy('raj', world.unbound)).toContain('Phishing wave');
    expect(await seenBy('raj', world.unbound)).not.toContain('assignToMe');
    expect(await seenBy('jo', world.unbound)).toContain('#1');
    expect(await seenBy('jo', world.unbound)).not.toContain('Phishing wave');
    expect(await seenBy('jo', world.channel)).toContain('Phishing wave');
  });

  it.each([
    ['another verb', { verb: 'assignToMe' }],
    ['no longer marked as read-only', { readOnly: undefined }],
  ])('does nothing when it is altered: %s', async (_, change) => {
    const { card, rootId } = await inserted(world.channel);
    const { action } = card!.refresh as { action: { data: object } };
    const data = { ...action.data, ...change };
    const value = { action: { ...action, verb: 'verb' in change ? change.verb : 'refresh', data }, trigger: 'manual' };
    const base = world.teams.activityBase(world.people.raj, world.channel, rootId);
    const answer = await world.teams.post({ ...base, type: 'invoke', name: 'adaptiveCard/action', value });
    expect(codeIn(answer.body)).toBe('forged');
  });
});

describe('a pasted link', () => {
  const defenderLink = 'https://security.microsoft.com/incident2/501/overview?tid=x';
  const resource = '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w';
  const sentinelLink =
    `https://portal.azure.com/#asset/Microsoft_Azure_Security_Insights/Incident${resource}` +
    '/providers/Microsoft.SecurityInsights/Incidents/aaaa0001-0000-4000-8000-000000000001';
  const cardsFor = async (who: keyof ChatWorld['people'], url: string) => {
    const found = await world.teams.extension.pasteLink(world.people[who], world.unbound, url);
    expect(found).toMatchObject({ status: 200, outcome: { kind: 'results' } });
    return found?.outcome.kind === 'results' ? found.outcome.results.map(({ card }) => JSON.stringify(card.body)) : [];
  };

  it.each([
    ['Defender', defenderLink],
    ['Sentinel', sentinelLink],
    ['Sentinel, encoded', sentinelLink.replace(resource, encodeURIComponent(resource))],
  ])('of %s gets a small card for somebody with a role, and a row in the audit', async (_, url) => {
    const [card, ...others] = await cardsFor('mira', url);
    expect(card).toContain('▲ High · #1 · New');
    expect(card).not.toContain('Phishing');
    expect(others).toEqual([]);
    expect(lastRow()).toMatchObject({ action: 'unfurl', incident: 1, outcome: 'accepted' });
  });

  it.each(['jo', 'guest'] as const)('gets nothing for %s, who has no role', async (who) => {
    const rows = world.desk.rows.length;
    expect(await cardsFor(who, defenderLink)).toEqual([]);
    expect(world.desk.rows).toHaveLength(rows);
  });

  it.each([
    'https://security.microsoft.com/incident2/999/overview',
    'https://security.microsoft.com/alerts/501',
    'https://security.microsoft.com/incident2/1/overview',
    'https://portal.azure.com/#home',
    'https://portal.azure.com/#%zz',
  ])('to anything else gets nothing: %s', async (url) => {
    expect(await cardsFor('mira', url)).toEqual([]);
  });

  it('to another site never reaches the bot', async () => {
    const { teams, people, channel } = world;
    expect(await teams.extension.pasteLink(people.mira, channel, 'https://example.com/incident2/501')).toBeNull();
  });
});

describe('"Add to incident" on a message', () => {
  const said = async (text: string) => {
    const { message } = await world.teams.say(world.people.mira, world.channel, text, { mentionBot: false });
    return message;
  };
  const open = async (who: keyof ChatWorld['people'], text: string) =>
    world.teams.extension.openAction(world.people[who], await said(text));
  const formOf = (answer: DialogAnswer) => {
    if (answer.outcome.kind !== 'form') throw new Error(JSON.stringify(answer.body));
    return answer.outcome.dialog;
  };
  const submit = (dialog: ReturnType<typeof formOf>, inputs: Record<string, string>) =>
    world.teams.submitForm(dialog.person, dialog, undefined, inputs);

  it('shows what will be added, with who wrote it, and one’s own incidents first', async () => {
    const { card } = formOf(await open('raj', 'She did <not> sign in & never will.\nSure.'));
    expect(collectInputs(card, { incident: '2' }).comment).toMatch(
      /^Mira Sorensen wrote in Teams, .* UTC: She did <not> sign in & never will\.\nSure\.$/,
    );
    expect(JSON.stringify(card).indexOf('#2')).toBeLessThan(JSON.stringify(card).indexOf('#1'));
  });

  it('comments on the chosen incident as the person who chose it, once however often it is sent', async () => {
    const dialog = formOf(await open('raj', 'It was her.'));
    const before = world.desk.acted.length;
    const done = await submit(dialog, { incident: '1' });
    expect(done.outcome).toMatchObject({
      kind: 'message',
      text: expect.stringContaining('#1 Phishing wave: Comment added.'),
    });
    dialog.isOpen = true;
    await submit(dialog, { incident: '1' });
    expect(world.desk.acted.slice(before)).toMatchObject([
      { incident: 1, by: { objectId: world.people.raj.objectId }, ask: { kind: 'comment' }, version: null },
    ]);
    expect(world.desk.acted.at(-1)?.ask).toMatchObject({
      text: expect.stringMatching(/^Mira Sorensen wrote.*It was her\.$/),
    });
  });

  it('takes any incident by what people call it', async () => {
    const dialog = formOf(await open('raj', 'Only a drill.'));
    expect((await submit(dialog, { reference: 'drill' })).outcome.kind).toBe('message');
    expect(world.desk.acted.at(-1)?.incident).toBe(3);
  });

  it.each([
    ['none', {}, 'unknown_incident'],
    ['one that is not there', { reference: '#99' }, 'unknown_incident'],
    ['one of several', { reference: 'phishing' }, 'ambiguous_incident'],
  ])('asks again, with what was written, when it names %s', async (_, inputs, code) => {
    const dialog = formOf(await open('raj', 'Which one?'));
    const again = await submit(dialog, { ...inputs, comment: 'my own words' });
    expect(codeIn(again.body)).toBe(code);
    expect(collectInputs(formOf(again).card, {}).comment).toBe('my own words');
  });

  it('asks for another one when that one is over', async () => {
    const dialog = formOf(await open('raj', 'Long story'));
    const answer = await submit(dialog, { reference: '#4' });
    expect(codeIn(answer.body)).toBe('merged');
    expect(answer.outcome.kind).toBe('form');
  });

  it.each([
    ['a viewer', 'mira', 'role_required'],
    ['somebody without a role', 'jo', 'role_required'],
    ['a guest', 'guest', 'guest'],
  ] as const)('is refused to %s, and audited', async (_, who, code) => {
    const answer = await open(who, 'Look at this.');
    expect(answer.outcome.kind).toBe('message');
    expect(codeIn(answer.body)).toBe(code);
    expect(lastRow()).toMatchObject({ action: 'comment', outcome: `refused:${code}` });
  });

  it('has nothing to add from a message without words', async () => {
    const { teams, people, channel } = world;
    const card = teams.insertCard(people.mira, channel, { type: 'AdaptiveCard', version: '1.5', body: [] });
    expect(codeIn((await teams.extension.openAction(people.raj, card)).body)).toBe('invalid_comment');
  });
});
