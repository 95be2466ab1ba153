import { setCardStage } from '../support/card-stage.ts';
import { codeIn } from '../support/chat-world.ts';

const stage = setCardStage();
const held = async (number: number, hours: number) => {
  const later = new Date(Date.now() + hours * 3_600_000).toISOString();
  return (await stage.world.chat.snoozeOf(number, stage.world.channel.id, later)) !== null;
};
const say = async (text: string, who = stage.world.people.raj) => {
  const { teams, channel, answerTo } = stage.world;
  return (await answerTo(await teams.say(who, channel, text))).card;
};

describe('snoozing an incident', () => {
  it('holds its thread back for two hours by the button, writes to neither side, and says so on the card for all', async () => {
    const { teams, people, channel, desk } = stage.world;
    const { number, message } = await stage.shown();
    const before = desk.acted.length;
    const tap = await teams.execute(people.raj, message, 'snooze');
    expect(JSON.stringify(tap.body)).toContain('Deadlines run on.');
    expect(await held(number, 1.9)).toBe(true);
    expect(await held(number, 2.1)).toBe(false);
    expect(desk.acted).toHaveLength(before);
    expect(stage.auditedLast()).toMatchObject({ action: 'snooze', incident: number, outcome: 'accepted' });
    const edited = await teams.until(() =>
      teams
        .messages(channel)
        .flatMap((thread) => thread.replies)
        .find((one) => one.id === message.id && one.edited > 0),
    );
    expect(JSON.stringify(edited.card)).toMatch(/Snoozed here.*by Raj Patel/);
  });

  it.each([
    ['30m', 0.4],
    ['3h', 2.9],
    ['7d', 167],
  ])('lasts %s when that is what is typed, and ends with "off"', async (text, hours) => {
    const { number } = await stage.shown();
    expect(JSON.stringify(await say(`snooze #${number} ${text}`))).toContain('Snoozed here until');
    expect(await held(number, hours)).toBe(true);
    expect(await held(number, hours + 0.2 + hours / 10)).toBe(false);
    expect(JSON.stringify(await say(`snooze #${number} off`))).toContain('No longer snoozed');
    expect(await held(number, 0)).toBe(false);
  });

  it.each(['', 'soon', '0h', '8d', '2w', '-2h', '2h please'])('does not understand "%s"', async (text) => {
    const { number } = await stage.shown();
    expect(codeIn(await say(`snooze #${number} ${text}`))).toBe('invalid_usage');
  });

  it('needs a responder', async () => {
    const { number, message } = await stage.shown();
    const { teams, people } = stage.world;
    expect(codeIn((await teams.execute(people.mira, message, 'snooze')).body)).toBe('role_required');
    expect(codeIn(await say(`snooze #${number} 2h`, people.mira))).toBe('role_required');
    expect(await held(number, 0)).toBe(false);
  });
});
