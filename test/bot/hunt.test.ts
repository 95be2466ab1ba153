import { setCardStage } from '../support/card-stage.ts';
import { codeIn } from '../support/chat-world.ts';
import { aView } from '../support/views.ts';

const stage = setCardStage();
const say = async (who: 'raj' | 'mira', text: string) => {
  const { people, teams, channel, answerTo } = stage.world;
  const { card } = await answerTo(await teams.say(people[who], channel, text));
  return { text: JSON.stringify(card), code: codeIn(card) };
};
const lastRow = () => stage.world.desk.rows.at(-1);
beforeEach(() => stage.world.desk.add(aView({ number: 7, title: 'Beacon', announced: false })));

const found = {
  question: 'Who signed in to these hosts',
  subjects: ['web-01'],
  rows: [{ what: ['raj', 'web-01.contoso.com'], times: 42, lastAt: '2026-11-22T09:12:00Z' }],
  fault: null,
};

test('what a hunt finds is a table for each question, and the audit has what was asked about which incident', async () => {
  stage.world.desk.hunts = [found, { ...found, question: 'Which devices reached these web addresses', rows: [] }];
  const { text } = await say('raj', 'hunt #7');
  expect(text).toContain('"type":"Table"');
  expect(text).toContain(String.raw`raj · web-01\\.contoso\\.com`);
  expect(text).toContain('42 times, last 22 Nov 2026');
  expect(text).toContain('Nothing found.');
  expect(text).toContain('Hunt for #7: 1 of 2 questions found something');
  expect(lastRow()).toMatchObject({
    action: 'hunt',
    incident: 7,
    outcome: 'accepted',
    detail: { days: 7, asked: [{ question: found.question, subjects: ['web-01'], rows: 1, fault: null }, { rows: 0 }] },
  });
});

test('a file hash is shown whole, to be copied', async () => {
  const sha256 = '5f4dcc3b5aa765d61d8327deb882cf995f4dcc3b5aa765d61d8327deb882cf99';
  stage.world.desk.hunts = [{ ...found, question: 'Where these files were seen', subjects: [sha256] }];
  expect((await say('raj', 'hunt #7')).text).toContain(sha256);
});

test('a question that could not be asked is told beside the others', async () => {
  stage.world.desk.hunts = [found, { ...found, rows: [], fault: 'HTTP 429: CPU of the tenant is used up' }];
  expect((await say('raj', 'hunt beacon')).text).toContain('⚠ This could not be asked: HTTP 429');
});

test.each([
  ['hunting_refused', 'ThreatHunting.Read.All'],
  ['nothing_to_hunt', 'name nothing'],
] as const)('%s is told, and audited with the incident', async (code, words) => {
  stage.world.desk.hunts = code;
  const answer = await say('raj', 'hunt 7');
  expect(answer).toMatchObject({ code, text: expect.stringContaining(words) });
  expect(lastRow()).toMatchObject({ action: 'hunt', incident: 7, outcome: `refused:${code}` });
});

test('that Defender could not be asked for the alerts is told with the reason, whatever that says', async () => {
  stage.world.desk.hunts = 'hunting_unavailable';
  stage.world.desk.huntReason = 'Defender could not be asked: HTTP 503 <b>[now](https://evil.example)</b>';
  const answer = await say('raj', 'hunt 7');
  expect(answer).toMatchObject({ code: 'hunting_unavailable', text: expect.stringContaining('HTTP 503') });
  expect(answer.text).not.toMatch(/\]\(https|<b>/);
  expect(lastRow()).toMatchObject({ action: 'hunt', incident: 7, outcome: 'refused:hunting_unavailable' });
});

test('it is for responders, and needs an incident', async () => {
  expect((await say('mira', 'hunt 7')).code).toBe('role_required');
  expect((await say('raj', 'hunt')).code).toBe('invalid_usage');
  expect((await say('raj', 'hunt 4711')).code).toBe('unknown_incident');
});
