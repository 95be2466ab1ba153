import { setCardStage } from '../support/card-stage.ts';
import { codeIn } from '../support/chat-world.ts';
import { aClosedView, aView } from '../support/views.ts';

const stage = setCardStage();
const say = async (text: string, who = stage.world.people.jo) => {
  const { teams, channel, answerTo, people } = stage.world;
  const mentions = text.includes('@') ? [people.raj] : [];
  return (await answerTo(await teams.say(who, channel, text, { mentions }))).card!;
};
const resultsIn = (card: object) =>
  (/"results":(\[.*?\])/.exec(JSON.stringify(card))?.[1] ?? '').replaceAll('"', '').replace(/reference:|outcome:/g, '');

beforeEach(() => {
  const { desk } = stage.world;
  desk.acted.splice(0);
  desk.add(
    aView({ number: 1, title: 'Phishing one', severity: 'high', announced: false }),
    aView({ number: 2, title: 'Phishing two', severity: 'low', announced: false }),
    aClosedView({ number: 3, title: 'Closed one', announced: false }),
    aView({ number: 4, title: 'Folded', standing: 'merged', mergedInto: 1, announced: false }),
  );
});

describe('bulk commands', () => {
  it('close several incidents alike, with a result for each', async () => {
    const card = await say('bulk close #1 2, #3 #4 #99 phishing as falsePositive notMalicious "one campaign"');
    expect(JSON.stringify(card)).toContain('2 of 6 done');
    expect(resultsIn(card)).toBe(
      '[{#1,done},{2,done},{#3,already_closed},{#4,merged},{#99,unknown_incident},{phishing,ambiguous_incident}]',
    );
    const ask = {
      kind: 'close',
      classification: 'falsePositive',
      determination: 'notMalicious',
      comment: 'one campaign',
    };
    expect(stage.world.desk.acted).toMatchObject([
      { incident: 1, ask },
      { incident: 2, ask },
    ]);
  });

  it('give several incidents to somebody, or to oneself', async () => {
    const { people, desk } = stage.world;
    expect(resultsIn(await say(`bulk assign #1,#2 #1 @${people.raj.name}`))).toBe('[{#1,done},{#2,done}]');
    await say('bulk assign 1 me');
    expect(desk.acted.map(({ incident, ask }) => [incident, ask.kind === 'assign' && ask.to?.name])).toEqual([
      [1, people.raj.name],
      [2, people.raj.name],
      [1, people.jo.name],
    ]);
  });

  it('ask each of them once, however often the message is delivered', async () => {
    const { teams, people, channel, desk } = stage.world;
    const { message } = await teams.say(people.jo, channel, 'bulk assign 1 2 me');
    await teams.until(() => desk.acted.length === 2);
    await teams.post(message.activity);
    expect(desk.acted).toHaveLength(2);
  });

  it.each([
    ['bulk close 1 2', 'invalid_usage'],
    ['bulk close as falsePositive', 'invalid_usage'],
    ['bulk close 1 2 as nonsense', 'invalid_classification'],
    ['bulk assign 1 2', 'invalid_usage'],
    [`bulk close ${Array.from({ length: 26 }, (_, n) => n + 1).join(' ')} as fp`, 'invalid_usage'],
  ])('refuse "%s" before anything is asked for', async (text, code) => {
    expect(codeIn(await say(text))).toBe(code);
    expect(stage.world.desk.acted).toEqual([]);
  });

  it('need a lead', async () => {
    const { people, desk } = stage.world;
    expect(codeIn(await say('bulk close 1 2 as fp', people.raj))).toBe('role_required');
    expect(codeIn(await say('bulk assign 1 2 me', people.raj))).toBe('role_required');
    expect(desk.acted).toEqual([]);
  });
});
