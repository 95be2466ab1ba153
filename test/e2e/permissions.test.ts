import { COMMANDS } from '../../src/bot/commands.ts';
import { FORM_VERBS, VERBS } from '../../src/cards/card-data.ts';
import type { JsonObject } from '../../src/simulator/teams/json.ts';
import { codeIn } from '../support/chat-world.ts';
import { npmRun } from '../support/npm-run.ts';
import { askedIn, openPermissionStage, tracedTo } from './permissions/stage.ts';
import type { PermissionStage } from './permissions/stage.ts';
import { COMMAND_TABLE, HIGH_TABLE, MAY, PEOPLE, VERB_TABLE } from './permissions/table.ts';
import type { CommandRow, Least, VerbRow, Who } from './permissions/table.ts';

/**
 * Every command and every verb, as everybody, through the real process and signed requests; what was asked is in the
 * audit, and the two systems were written to by nobody who may not.
 */
let stage: PermissionStage;

test('every command and every verb has its row in the table', () => {
  expect(Object.keys(COMMAND_TABLE).toSorted()).toEqual(COMMANDS.map(({ name }) => name).toSorted());
  expect(Object.keys(VERB_TABLE).toSorted()).toEqual([...VERBS].toSorted());
});

// A process each: together they would be more than Graph takes in a minute.
describe('what is typed', () => {
  beforeAll(async () => void (stage = await openPermissionStage()), 90_000);
  afterAll(() => stage?.stop(), 60_000);

  test('by whoever may not is answered with the role it needs, and nothing is written anywhere', async () => {
    const before = stage.requests();
    for (const [name, { least, says, audit }] of Object.entries(COMMAND_TABLE))
      for (const who of mayNot(least)) {
        expectRefused((await stage.say(who, says)).activity, who, least);
        stage.expectAudited(who, audit ?? name, null, `refused:${refusalOf(who)}`);
      }
    expect(stage.requests()).toEqual(before);
  }, 60_000);

  test('by whoever may is done, on both systems', async () => {
    await stage.ready();
    for (const row of Object.values(COMMAND_TABLE))
      for (const who of MAY[row.least]) await around(who, row, () => stage.done(who, row.says));
  }, 60_000);

  test('is in the exported audit: who, what, on what and what came of it, a row each, in this order', () =>
    expectExported());
});

describe('what is pressed', () => {
  beforeAll(async () => void (stage = await openPermissionStage()), 90_000);
  afterAll(() => stage?.stop(), 60_000);

  test('by whoever may not is answered with the role it needs, and nothing is written anywhere', async () => {
    const before = stage.requests();
    for (const [verb, row] of [...Object.entries(VERB_TABLE), ...Object.entries(HIGH_TABLE)])
      for (const who of mayNot(row.least)) {
        expectRefused(await stage.pressAnyway(who, verb, row), who, row.least);
        stage.expectAudited(who, row.audit ?? verb, stage.numberOf(row.about), `refused:${refusalOf(who)}`);
      }
    expect(stage.requests()).toEqual(before);
  }, 60_000);

  test('by whoever may is done, on both systems', async () => {
    // The rehearsal's own button.
    await stage.ready();
    for (const [verb, row] of [...Object.entries(VERB_TABLE), ...Object.entries(HIGH_TABLE)])
      if (verb !== 'syncGo') for (const who of MAY[row.least]) await around(who, row, () => pressed(who, verb, row));
  }, 60_000);

  test('to keep what closes an incident of high severity is done for leads only', async () => {
    await stage.bring('state conflict', 'high');
    const card = await stage.cardFor('responder', 'high');
    const answer = await stage.teams.execute(stage.people.responder, card, 'keepDefender');
    expectRefused(answer.body, 'responder', 'lead');
    stage.expectAudited('responder', 'keep', stage.numberOf('high'), 'refused:role_required');
    await pressed('lead', 'keepDefender', { least: 'lead', audit: 'keep', about: 'high', writes: ['sentinel'] });
  }, 60_000);

  test('is in the exported audit: who, what, on what and what came of it, a row each, in this order', () =>
    expectExported());
});

function mayNot(least: Least): Who[] {
  return PEOPLE.filter((who) => !(MAY[least] as readonly Who[]).includes(who));
}

const STRANGERS: Partial<Record<Who, string>> = {
  guest: 'guest',
  'other tenant': 'other_tenant',
  visitor: 'no_identity',
  'another bot': 'bot_sender',
};

/** The code of the refusal that somebody gets. */
function refusalOf(who: Who): string {
  return STRANGERS[who] ?? 'role_required';
}

/** It says so, and to members which role they lack. */
function expectRefused(answer: unknown, who: Who, least: Least): void {
  const code = refusalOf(who);
  expect([who, codeIn(answer)]).toEqual([who, code]);
  if (code === 'role_required') expect(JSON.stringify(answer)).toContain(`the role ${least}`);
}

/** What makes it something to do, the thing itself, and what makes it so again. */
async function around(who: Who, row: CommandRow | VerbRow, work: () => Promise<unknown>): Promise<void> {
  if (row.stage !== undefined) await stage.bring(row.stage, row.about!);
  for (const line of row.before ?? []) await stage.done(who, line, row.about);
  await work();
  for (const line of row.after ?? []) await stage.done(who, line, row.about);
  if (row.stage === 'drift') await stage.done('admin', 'sync resume');
}

async function pressed(who: Who, verb: string, row: VerbRow): Promise<void> {
  const what = `${verb}, ${who}`;
  const answer = await stage.written(what, row.writes ?? [], () => press(who, verb, row));
  expect([what, codeIn(answer)]).toEqual([what, null]);
  if (row.audit !== null) stage.expectAudited(who, row.audit, stage.numberOf(row.about), 'accepted', tracedTo(row));
}

/** The button of the card in front of them, with its form filled in where it has one. */
async function press(who: Who, verb: string, row: VerbRow): Promise<unknown> {
  if (row.about === undefined || verb === 'refresh') return stage.pressAnyway(who, verb, row);
  const card = await stage.cardFor(who, row.about);
  const isForm = FORM_VERBS.some((one) => one === verb);
  const inputs = Object.entries(row.inputs ?? {}).map(([id, text]) => [id, stage.worded(text, who)] as const);
  const { body, outcome } = isForm
    ? await stage.fill(card, verb, Object.fromEntries(inputs), stage.people[who])
    : await stage.teams.execute(stage.people[who], card, verb);
  expect([verb, who, outcome.kind]).toEqual([verb, who, isForm ? 'message' : 'card']);
  return body;
}

/** `npm run audit` has what was asked, and nothing else. */
async function expectExported(): Promise<void> {
  const env = { DATABASE_URL: stage.databaseUrl };
  const { stdout } = await npmRun('audit', env, '--since', '2000-01-01');
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as JsonObject);
  expect(askedIn(rows)).toEqual(stage.expected());
}
