import { verbsOf } from '../../src/simulator/teams/card-actions.ts';
import { openState } from '../../src/incident/state.ts';
import { buttonNamed, setCardStage } from '../support/card-stage.ts';
import { codeIn } from '../support/chat-world.ts';

const stage = setCardStage();

describe('one-tap buttons', () => {
  it('assigns to whoever presses, tells how each side stands, and edits the shared card after the answer', async () => {
    const { teams, people, channel } = stage.world;
    const { message } = await stage.shown();
    const tap = await teams.execute(people.raj, message, 'assignToMe');
    expect(tap.status).toBe(200);
    expect(JSON.stringify(tap.body)).toContain('Assigned to Raj Patel. Defender done, Sentinel waiting.');
    expect(stage.world.desk.acted.at(-1)?.by).toMatchObject({
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
    const { teams, people } = stage.world;
    const { message } = await stage.shown({ state: openState('new') });
    const before = stage.world.desk.acted.length;
    const view = message.card!;
    const press = () =>
      teams.post({
        ...teams.activityBase(people.raj, stage.world.channel, message.rootId),
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action: buttonNamed(view, 'setActive'), trigger: 'manual' },
      });
    const [first, second] = await Promise.all([press(), press()]);
    expect(codeIn(first)).toBeNull();
    expect(codeIn(second)).toBeNull();
    expect(stage.world.desk.acted.length - before).toBe(1);
  });

  it('shows the fresh card instead of acting when the incident changed since, and goes ahead on the second press', async () => {
    const { teams, people } = stage.world;
    const { number, message } = await stage.shown();
    stage.world.desk.change(number, { severity: 'low' });
    const before = stage.world.desk.acted.length;
    const tap = await teams.execute(people.raj, message, 'assignToMe');
    expect(tap.outcome.kind).toBe('card');
    expect(codeIn(tap.body)).toBe('stale');
    expect(stage.world.desk.acted).toHaveLength(before);
    const again = await teams.execute(people.raj, message, 'assignToMe');
    expect(codeIn(again.body)).toBeNull();
    expect(stage.world.desk.acted).toHaveLength(before + 1);
  });

  it('works as an Action.Submit too, where a phone knows no Action.Execute', async () => {
    const { teams, people } = stage.world;
    const { message } = await stage.shown();
    await teams.submit(people.raj, message, 'setActive');
    expect(stage.lastAsk()).toEqual({ kind: 'activate' });
  });
});

describe('refresh', () => {
  it('shows the incident as it is now, changes nothing, and writes no audit row', async () => {
    const { teams, people } = stage.world;
    const { number, message } = await stage.shown();
    stage.world.desk.change(number, { title: 'Renamed meanwhile' });
    const rows = stage.world.desk.rows.length;
    const tap = await teams.refresh(people.mira, message);
    expect(JSON.stringify(tap?.body)).toContain('Renamed meanwhile');
    expect(stage.world.desk.rows).toHaveLength(rows);
  });

  it('shows somebody without a role what there is to see, without buttons', async () => {
    const { teams, team } = stage.world;
    const { message } = await stage.shown();
    const lee = teams.person('Lee');
    await stage.world.chat.revoke(lee.objectId!, teams.state.tenantId, 'responder');
    if (!team.members.includes(lee)) team.members.push(lee);
    const tap = await teams.refresh(lee, message);
    expect(tap?.outcome.kind === 'card' && verbsOf(tap.outcome.card)).toEqual([]);
  });
});

describe('a fault of ours', () => {
  it('is told with a reference that the log has too', async () => {
    const { teams, people, desk } = stage.world;
    const { message } = await stage.shown();
    desk.broken = new Error('the database is gone');
    const tap = await teams.execute(people.raj, message, 'assignToMe');
    desk.broken = null;
    expect(tap.status).toBe(200);
    expect(codeIn(tap.body)).toBe('internal_error');
    const reference = /Reference: ([\w-]+)/.exec(JSON.stringify(tap.body))?.[1];
    expect(stage.world.logs.find((line) => JSON.stringify(line.fields).includes(reference ?? '?'))?.level).toBe(
      'error',
    );
  });
});
