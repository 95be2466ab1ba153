import { codeIn, startChatWorld } from '../support/chat-world.ts';
import type { ChatWorld } from '../support/chat-world.ts';
import { aClosedView, aView } from '../support/views.ts';
import { verbsOf } from '../../src/simulator/teams/card-actions.ts';
import type { DialogAnswer } from '../../src/simulator/teams/dialog.ts';
import { federatedPerson, otherBot } from '../../src/simulator/teams/person.ts';
import { openState } from '../../src/incident/state.ts';

let world: ChatWorld;
let nextNumber = 100;

beforeAll(async () => {
  world = await startChatWorld();
  const { people, grant, teams, channel } = world;
  await grant(people.raj, 'responder');
  await grant(people.mira, 'viewer');
  await grant(people.jo, 'lead');
  await world.answerTo(await teams.say(people.ana, channel, 'bind'));
  world.teams.limits.enabled = false;
}, 30_000);
afterAll(() => world.stop());

/** A fresh incident, shown in the channel; returns its message. */
async function shown(view: Partial<ReturnType<typeof aView>> = {}) {
  const number = (nextNumber += 1);
  world.desk.add(
    (view.state?.status === 'closed' ? aClosedView : aView)({ severity: 'medium', ...view, number, announced: false }),
  );
  const said = await world.teams.say(world.people.ana, world.channel, `show #${number}`);
  return { number, message: await world.answerTo(said) };
}
const formOf = (answer: DialogAnswer) => {
  if (answer.outcome.kind !== 'form') throw new Error(JSON.stringify(answer.body));
  return answer.outcome.dialog;
};
const lastAsk = () => world.desk.acted.at(-1)?.ask;
const auditedLast = () => world.desk.rows.at(-1);

describe('one-tap buttons', () => {
  it('assigns to whoever presses, tells how each side stands, and edits the shared card after the answer', async () => {
    const { teams, people, channel } = world;
    const { message } = await shown();
    const tap = await teams.execute(people.raj, message, 'assignToMe');
    expect(tap.status).toBe(200);
    expect(JSON.stringify(tap.body)).toContain('Assigned to Raj Patel. Defender done, Sentinel waiting.');
    expect(world.desk.acted.at(-1)?.by).toMatchObject({
      objectId: people.raj.objectId,
      upn: people.raj.userPrincipalName,
    });
    const edited = await teams.until(
      () =>
        teams
          .messages(channel)
          .flatMap((thread) => thread.replies)
          .find((one) => one.id === message.id && one.edited > 0),
      8_000,
    );
    expect(JSON.stringify(edited.card)).toContain('Raj Patel');
    expect(JSON.stringify(edited.card)).not.toContain('Defender done');
  });

  it('gives a second tap the first answer and does nothing more', async () => {
    const { teams, people } = world;
    const { message } = await shown({ state: openState('new') });
    const before = world.desk.acted.length;
    const view = message.card!;
    const press = () =>
      teams.post({
        ...teams.activityBase(people.raj, world.channel, message.rootId),
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action: executeNamed(view, 'setActive'), trigger: 'manual' },
      });
    const [first, second] = await Promise.all([press(), press()]);
    expect(codeIn(first)).toBeNull();
    expect(codeIn(second)).toBeNull();
    expect(world.desk.acted.length - before).toBe(1);
  });

  it('shows the fresh card instead of acting when the incident changed since, and goes ahead on the second press', async () => {
    const { teams, people } = world;
    const { number, message } = await shown();
    world.desk.change(number, { severity: 'low' });
    const before = world.desk.acted.length;
    const tap = await teams.execute(people.raj, message, 'assignToMe');
    expect(tap.outcome.kind).toBe('card');
    expect(codeIn(tap.body)).toBe('stale');
    expect(world.desk.acted).toHaveLength(before);
    const again = await teams.execute(people.raj, message, 'assignToMe');
    expect(codeIn(again.body)).toBeNull();
    expect(world.desk.acted).toHaveLength(before + 1);
  });

  it('works as an Action.Submit too, where a phone knows no Action.Execute', async () => {
    const { teams, people } = world;
    const { message } = await shown();
    await teams.submit(people.raj, message, 'setActive');
    expect(lastAsk()).toEqual({ kind: 'activate' });
  });
});

describe('who may press', () => {
  it.each([
    ['a viewer', 'mira', 'role_required'],
    ['a guest', 'guest', 'guest'],
  ] as const)('refuses %s and audits it', async (_who, name, code) => {
    const { teams, people } = world;
    const { number, message } = await shown();
    const tap = await teams.execute(people[name], message, 'assignToMe');
    expect(tap.status).toBe(200);
    expect(tap.body).toMatchObject({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      data: { code },
    });
    expect(auditedLast()).toMatchObject({
      actorObjectId: people[name].objectId,
      action: 'assign',
      incident: number,
      outcome: `refused:${code}`,
    });
  });

  it('refuses people of other organisations, other bots and people without an account', async () => {
    const { teams, team } = world;
    const { message } = await shown();
    const stranger = teams.addPerson(federatedPerson('Eve Stone', 'eve@other.example'));
    const bot = teams.addPerson(otherBot('Other bot', teams.state.tenantId));
    const nobody = teams.addPerson({ ...stranger, mri: '29:nobody', objectId: undefined, role: 'anonymous' });
    team.members.push(stranger, bot, nobody);
    expect(codeIn((await teams.execute(stranger, message, 'assignToMe')).body)).toBe('other_tenant');
    expect(codeIn((await teams.execute(bot, message, 'assignToMe')).body)).toBe('bot_sender');
    expect(codeIn((await teams.execute(nobody, message, 'assignToMe')).body)).toBe('no_identity');
    team.members.splice(-3);
  });

  it('refuses another tenant before anything else, with a row in the audit', async () => {
    const { teams, people, channel } = world;
    const { message } = await shown();
    const base = teams.activityBase(people.raj, channel, message.rootId);
    const elsewhere = { tenant: { id: '11111111-2222-4333-8444-555555555555' } };
    const answer = await teams.post({
      ...base,
      channelData: elsewhere,
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: executeNamed(message.card!, 'assignToMe') },
    });
    expect(codeIn(answer.body)).toBe('tenant_not_allowed');
    expect(auditedLast()?.outcome).toBe('refused:tenant_not_allowed');
  });

  it('refuses to change anything while Teams cannot say who somebody is', async () => {
    const { teams, people, team } = world;
    const { message } = await shown();
    const lee = teams.person('Lee');
    team.members.push(lee);
    await world.grant(lee, 'responder');
    teams.faults.fail({ kind: 'status', status: 503, times: 4, match: (_method, path) => path.includes('/members/') });
    const tap = await teams.execute(lee, message, 'assignToMe');
    expect(codeIn(tap.body)).toBe('identity_unverified');
    expect(codeIn((await teams.execute(people.raj, message, 'assignToMe')).body)).toBeNull();
  });

  it('asks for a lead to close an incident of high severity', async () => {
    const { teams, people } = world;
    const { message } = await shown({ severity: 'high' });
    expect(codeIn((await teams.openForm(people.raj, message, 'close')).body)).toBe('role_required');
    expect((await teams.openForm(people.jo, message, 'close')).outcome.kind).toBe('form');
  });
});

describe('cards that are not what they seem', () => {
  const tampered = async (change: object, inChannel = world.channel) => {
    const { message } = await shown();
    const action = executeNamed(message.card!, 'assignToMe');
    const base = world.teams.activityBase(world.people.raj, inChannel, message.rootId);
    return world.teams.post({
      ...base,
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { ...action, data: { ...action.data, ...change } } },
    });
  };

  it.each([{ incident: 101 }, { version: 99 }, { card: '6f1c2a34-0b5d-4c7e-9a10-2b3c4d5e6f70' }, { mac: 'x' }])(
    'refuses one whose data was changed: %o',
    async (change) => {
      const answer = await tampered(change);
      expect(answer.status).toBe(200);
      expect(codeIn(answer.body)).toBe('forged');
      expect(auditedLast()?.outcome).toBe('refused:forged');
    },
  );

  it('refuses one that was carried to another conversation', async () => {
    expect(codeIn((await tampered({}, world.unbound)).body)).toBe('forged');
  });

  it('gives a fresh one for a card of ours that was signed with a key we dropped', async () => {
    const answer = await tampered({ keyId: 'deadbeef' });
    expect(codeIn(answer.body)).toBe('unknown_key');
    expect(answer.body).toMatchObject({ type: 'application/vnd.microsoft.card.adaptive' });
    expect(codeIn((await tampered({ keyId: 'deadbeef', incident: 101 })).body)).toBe('forged');
  });

  it.each([{ verb: 'explode' }, { incident: 'x' }, { version: -1 }, { tags: ['a'] }, { mac: { $gt: '' } }])(
    'refuses a malformed payload: %o',
    async (change) => {
      const answer = await tampered(change);
      expect(answer.status).toBe(200);
      expect(codeIn(answer.body)).toBe('malformed');
    },
  );

  it('answers an empty invoke and says no to one it does not know', async () => {
    const base = { ...world.teams.activityBase(world.people.raj, world.channel), type: 'invoke' };
    expect(codeIn((await world.teams.post({ ...base, name: 'adaptiveCard/action', value: {} })).body)).toBe(
      'malformed',
    );
    expect(codeIn((await world.teams.post({ ...base, name: 'task/submit', value: null })).body)).toBe('malformed');
    expect((await world.teams.post({ ...base, name: 'composeExtension/setting', value: {} })).status).toBe(400);
  });
});

describe('refresh', () => {
  it('shows the incident as it is now, changes nothing, and writes no audit row', async () => {
    const { teams, people } = world;
    const { number, message } = await shown();
    world.desk.change(number, { title: 'Renamed meanwhile' });
    const rows = world.desk.rows.length;
    const tap = await teams.refresh(people.mira, message);
    expect(JSON.stringify(tap?.body)).toContain('Renamed meanwhile');
    expect(world.desk.rows).toHaveLength(rows);
  });

  it('shows somebody without a role what there is to see, without buttons', async () => {
    const { teams, team } = world;
    const { message } = await shown();
    const lee = teams.person('Lee');
    await world.chat.revoke(lee.objectId!, teams.state.tenantId, 'responder');
    if (!team.members.includes(lee)) team.members.push(lee);
    const tap = await teams.refresh(lee, message);
    expect(tap?.outcome.kind === 'card' && verbsOf(tap.outcome.card)).toEqual([]);
  });
});

describe('closing', () => {
  it('asks what it was, then which kind of it, offering only what is legal', async () => {
    const { teams, people } = world;
    const { message } = await shown();
    const dialog = formOf(await teams.openForm(people.raj, message, 'close'));
    expect(JSON.stringify(dialog.card)).toContain('informationalExpectedActivity');
    const second = formOf(
      await teams.submitForm(people.raj, dialog, undefined, {
        classification: 'falsePositive',
        comment: 'Line 1\nLine 2',
      }),
    );
    const text = JSON.stringify(second.card);
    expect(text).toContain('notMalicious');
    expect(text).not.toContain('"phishing"');
    const done = await teams.submitForm(people.raj, second, undefined, { determination: 'notMalicious' });
    expect(done.outcome).toEqual({
      kind: 'message',
      text: 'Closed as False positive, not malicious. Defender done, Sentinel waiting.',
    });
    expect(lastAsk()).toEqual({
      kind: 'close',
      classification: 'falsePositive',
      determination: 'notMalicious',
      reason: null,
      comment: 'Line 1\nLine 2',
    });
  });

  const submit = async (inputs: Record<string, string>) => {
    const { teams, people } = world;
    const { message } = await shown();
    const dialog = formOf(await teams.openForm(people.raj, message, 'close'));
    const action = executeNamed(dialog.card, 'close');
    const base = teams.activityBase(people.raj, world.channel, message.rootId);
    return teams.post({ ...base, type: 'invoke', name: 'task/submit', value: { data: { ...action.data, ...inputs } } });
  };

  it('closes at once when everything is said already, in any case of letters', async () => {
    await submit({ classification: 'TRUEPOSITIVE', determination: 'Phishing', comment: 'done' });
    expect(lastAsk()).toMatchObject({
      kind: 'close',
      classification: 'truePositive',
      determination: 'phishing',
      comment: 'done',
    });
    await submit({ classification: 'InformationalExpectedActivity', determination: 'securityTesting' });
    expect(lastAsk()).toMatchObject({
      classification: 'benignPositive',
      determination: 'securityTesting',
      comment: null,
    });
    await submit({ classification: 'Unknown' });
    expect(lastAsk()).toMatchObject({ classification: 'undetermined', determination: null });
  });

  it.each([
    { classification: 'nonsense' },
    { classification: '' },
    { classification: 'truePositive', determination: 'securityTesting' },
    { classification: 'falsePositive', determination: 'nonsense' },
  ])('shows the form again with the list when asked for %o', async (inputs) => {
    const before = world.desk.acted.length;
    const answer = await submit(inputs as unknown as Record<string, string>);
    expect(codeIn(answer.body)).toBe('invalid_classification');
    expect(JSON.stringify(answer.body)).toContain('informationalExpectedActivity: securityTesting');
    expect(world.desk.acted).toHaveLength(before);
  });

  it('asks again when the incident changed under the form', async () => {
    const { teams, people } = world;
    const { number, message } = await shown();
    const dialog = formOf(await teams.openForm(people.raj, message, 'close'));
    world.desk.change(number, { severity: 'low' });
    const again = await teams.submitForm(people.raj, dialog, undefined, { classification: 'unknown' });
    expect(codeIn(again.body)).toBe('stale');
    const done = await teams.submitForm(people.raj, formOf(again), undefined, { classification: 'unknown' });
    expect(done.outcome.kind).toBe('message');
    expect(world.desk.incidents.get(number)?.state.status).toBe('closed');
  });

  it('offers no form for an incident that is closed, merged or gone', async () => {
    const { teams, people } = world;
    for (const [patch, code] of [
      [{ state: aClosedView().state }, 'already_closed'],
      [{ standing: 'merged', mergedInto: 1 }, 'merged'],
      [{ standing: 'gone' }, 'gone'],
    ] as const) {
      const { number, message } = await shown();
      world.desk.change(number, patch);
      expect(codeIn((await teams.openForm(people.jo, message, 'close')).body)).toBe(code);
    }
  });
});

describe('the other forms', () => {
  it('assigns to somebody who holds a role, or to nobody', async () => {
    const { teams, people } = world;
    const { message } = await shown();
    const dialog = formOf(await teams.openForm(people.raj, message, 'assign'));
    await teams.submitForm(people.raj, dialog, undefined, { assignee: people.jo.objectId! });
    expect(lastAsk()).toMatchObject({
      kind: 'assign',
      to: { objectId: people.jo.objectId, upn: people.jo.userPrincipalName },
    });
    const again = formOf(await teams.openForm(people.raj, message, 'assign'));
    await teams.submitForm(people.raj, again, undefined, { assignee: 'nobody' });
    expect(lastAsk()).toEqual({ kind: 'assign', to: null });
  });

  it('does not assign to a guest or a stranger whose id a client sends', async () => {
    const { teams, people } = world;
    for (const assignee of [world.people.guest.objectId!, '11111111-2222-4333-8444-555555555555', 'x']) {
      const { message } = await shown();
      const { data } = executeNamed(formOf(await teams.openForm(people.raj, message, 'assign')).card, 'assign');
      const base = teams.activityBase(people.raj, world.channel, message.rootId);
      const answer = await teams.post({
        ...base,
        type: 'invoke',
        name: 'task/submit',
        value: { data: { ...data, assignee } },
      });
      expect(codeIn(answer.body)).toBe('invalid_assignee');
    }
  });

  it('takes the tags that come back as the whole list', async () => {
    const { teams, people } = world;
    const { message } = await shown({ tags: ['vip', 'old'] });
    const dialog = formOf(await teams.openForm(people.raj, message, 'tag'));
    await teams.submitForm(people.raj, dialog, undefined, { tags: 'vip, new' });
    expect(lastAsk()).toEqual({ kind: 'tags', tags: ['vip', 'new'] });
  });

  it('adds a comment, but no empty one', async () => {
    const { teams, people } = world;
    const { message } = await shown();
    const dialog = formOf(await teams.openForm(people.raj, message, 'comment'));
    await teams.submitForm(people.raj, dialog, undefined, { comment: ' Looking into it ' });
    expect(lastAsk()).toEqual({ kind: 'comment', text: 'Looking into it' });
  });

  it('lets a lead change the severity, and nobody to a value only one side knows', async () => {
    const { teams, people } = world;
    const { message } = await shown();
    expect(codeIn((await teams.openForm(people.raj, message, 'severity')).body)).toBe('role_required');
    const dialog = formOf(await teams.openForm(people.jo, message, 'severity'));
    await teams.submitForm(people.jo, dialog, undefined, { severity: 'low' });
    expect(lastAsk()).toEqual({ kind: 'severity', severity: 'low' });
  });

  it('reopens without any input', async () => {
    const { teams, people } = world;
    const { message } = await shown({ state: aClosedView().state });
    const dialog = formOf(await teams.openForm(people.raj, message, 'reopen'));
    await teams.submitForm(people.raj, dialog);
    expect(lastAsk()).toEqual({ kind: 'reopen' });
  });
});

describe('a fault of ours', () => {
  it('is told with a reference that the log has too', async () => {
    const { teams, people, desk } = world;
    const { message } = await shown();
    desk.broken = new Error('the database is gone');
    const tap = await teams.execute(people.raj, message, 'assignToMe');
    desk.broken = null;
    expect(tap.status).toBe(200);
    expect(codeIn(tap.body)).toBe('internal_error');
    const reference = /Reference: ([\w-]+)/.exec(JSON.stringify(tap.body))?.[1];
    expect(world.logs.find((line) => JSON.stringify(line.fields).includes(reference ?? '?'))?.level).toBe('error');
  });
});

function executeNamed(card: Record<string, unknown>, verb: string): { data: Record<string, unknown> } {
  let found: { data: Record<string, unknown> } | undefined;
  JSON.stringify(card, (_key, value: unknown) => {
    const one = value as { type?: string; data?: { verb?: string } } | null;
    if (one?.type?.startsWith('Action.') === true && one.data?.verb === verb) found ??= value as typeof found;
    return value;
  });
  if (found === undefined) throw new Error(`no button ${verb}`);
  return found;
}
