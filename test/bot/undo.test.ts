import { verbsOf } from '../../src/simulator/teams/card-actions.ts';
import type { JsonObject } from '../../src/simulator/teams/json.ts';
import type { Tap } from '../../src/simulator/teams/press-button.ts';
import { setCardStage } from '../support/card-stage.ts';
import { codeIn } from '../support/chat-world.ts';

const stage = setCardStage();
const cardOf = (tap: Tap | null): JsonObject => {
  if (tap?.outcome.kind !== 'card') throw new Error(JSON.stringify(tap?.body));
  return tap.outcome.card;
};

describe('undo', () => {
  it('is offered to whoever just acted, and to nobody else', async () => {
    const { teams, people } = stage.world;
    const { message } = await stage.shown();
    expect(verbsOf(message.card!)).not.toContain('undo');
    expect(verbsOf(cardOf(await teams.execute(people.raj, message, 'assignToMe')))).toContain('undo');
    expect(verbsOf(cardOf(await teams.refresh(people.raj, message)))).toContain('undo');
    expect(verbsOf(cardOf(await teams.refresh(people.jo, message)))).not.toContain('undo');
  });

  it('takes the last action back by its button, and is gone then', async () => {
    const { teams, people, desk } = stage.world;
    const { number, message } = await stage.shown();
    await teams.execute(people.raj, message, 'assignToMe');
    const tap = await teams.execute(people.raj, message, 'undo');
    expect(JSON.stringify(cardOf(tap))).toContain('Taken back. Defender done, Sentinel waiting.');
    expect(verbsOf(cardOf(tap))).not.toContain('undo');
    expect(stage.lastAsk()).toEqual({ kind: 'undo' });
    expect(desk.incidents.get(number)?.owner).toBeNull();
  });

  it('asks both systems first whether somebody changed it there', async () => {
    const { teams, people, desk } = stage.world;
    const { number, message } = await stage.shown();
    await teams.execute(people.raj, message, 'assignToMe');
    desk.onReadAfresh = () => void desk.change(number, { owner: null });
    const tap = await teams.execute(people.raj, message, 'undo');
    desk.onReadAfresh = () => undefined;
    expect(codeIn(tap.body)).toBe('changed_since');
    expect(stage.lastAsk()).toMatchObject({ kind: 'assign' });
  });

  it('shows the fresh card, and why, when somebody changed it since', async () => {
    const { teams, people, desk } = stage.world;
    const { number, message } = await stage.shown();
    await teams.execute(people.raj, message, 'assignToMe');
    desk.change(number, { owner: null });
    const tap = await teams.execute(people.raj, message, 'undo');
    expect(codeIn(tap.body)).toBe('changed_since');
    const why = JSON.stringify(cardOf(tap));
    const again = JSON.stringify(cardOf(await teams.refresh(people.raj, message)));
    const banner = /"style":"warning".*?"text":"([^"]+)"/.exec(why)![1]!;
    // The card is edited for everyone at once, and their client looks anew: it must not take away what they were told.
    expect(again).toContain(banner);
    expect(JSON.stringify(cardOf(await teams.refresh(people.jo, message)))).not.toContain(banner);
    expect(JSON.stringify(cardOf(tap))).toContain('Nobody');
  });

  it('is a command too', async () => {
    const { teams, people, channel, desk, answerTo } = stage.world;
    const say = async (text: string) => (await answerTo(await teams.say(people.raj, channel, text))).card;
    const { number } = await stage.shown();
    await say(`assign #${number} me`);
    expect(JSON.stringify(await say('undo'))).toContain(`#${number}`);
    expect(desk.incidents.get(number)?.owner).toBeNull();
    expect(codeIn(await say('undo'))).toBe('nothing_to_undo');
    expect(stage.auditedLast()).toMatchObject({ action: 'undo', outcome: 'refused:nothing_to_undo' });

    await say(`assign #${number} me`);
    desk.change(number, { owner: null });
    const { message } = await teams.say(people.raj, channel, 'undo');
    const [fresh, refusal] = await teams.until(() => {
      const answers = teams
        .messages(channel)
        .find(({ id }) => id === message.id)
        ?.replies.filter((one) => one.isBot);
      return answers?.length === 2 && answers;
    });
    expect(verbsOf(fresh!.card!)).toContain('assignToMe');
    // Why not is a message of its own: the card follows the incident from now on, and would lose it.
    expect(codeIn(refusal!.card)).toBe('changed_since');
  });
});
