import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startPager } from '../../src/simulator/pager/pager.ts';
import type { Pager } from '../../src/simulator/pager/pager.ts';
import { temporaryFiles } from '../support/temporary-files.ts';
import { eventually as soon, projectRoot, startStage } from './stage.ts';
import type { Stage } from './stage.ts';

/** The real process is killed with SIGKILL while it pages somebody, and started again on the same database. */

const SECRET = 'the-secret-of-the-pager';
const files = temporaryFiles();
const aheadFile = files.write('0', 'ahead');
let aheadMilliseconds = 0;
let stage: Stage;
let pager: Pager;
const eventually = (check: () => Promise<void>) => soon(check, 240);

beforeEach(async () => {
  stage = await startStage(async ({ admin, microsoft }) => {
    const now = () => new Date(Date.now() + aheadMilliseconds);
    pager = await startPager({ tls: microsoft.tls, secret: SECRET, now });
    const { name, objectId, userPrincipalName: upn } = admin;
    const rota = {
      people: [{ name, objectId, upn }],
      lead: upn,
      rotation: { people: [upn], from: '2026-01-05T09:00', handover: '0 9 * * 1' },
      escalation: { medium: { direct: 'PT1M', lead: 'PT8H' } },
    };
    return {
      ONCALL_FILE: files.write(rota),
      PAGING_WEBHOOK_URL: pager.url,
      PAGING_WEBHOOK_SECRET: SECRET,
      NODE_OPTIONS: `--import ${pathToFileURL(join(projectRoot, 'test', 'support', 'ahead-clock.mjs')).href}`,
      AHEAD_FILE: aheadFile,
    };
  });
}, 60_000);
afterEach(async () => {
  await stage.stop();
  await pager.stop();
  files.remove();
}, 60_000);

/** What is due in a minute is due now. */
function skipMinute(): void {
  aheadMilliseconds += 65_000;
  writeFileSync(aheadFile, String(aheadMilliseconds));
}

/** The pages about an incident in the chat that the bot opened with whoever is on call. */
function pagesAbout(title: string) {
  const { teams, admin } = stage;
  const shown = teams.messages(teams.personalChat(admin)).map((one) => ({ ...one, text: JSON.stringify(one.card) }));
  return shown.filter(({ isBot, text }) => isBot && text.includes('Nobody acknowledged') && text.includes(title));
}

const alertAbout = (title: string) => [...pager.alerts.values()].find(({ summary }) => summary === title);

test('a page is sent whenever the process dies: once, or again where nobody can tell that it was, under the same key', async () => {
  const { teams, bot } = stage;
  const toOwnChat = (method: string, path: string) =>
    method === 'POST' && /\/conversations\/a(:|%3A)1[^/]*\/activities/i.test(path);

  await stage.raise('Killed before it was sent');
  let begun = 0;
  const isBegun = (method: string, path: string) => {
    const fits = toOwnChat(method, path);
    begun += fits ? 1 : 0;
    return fits;
  };
  teams.faults.fail({ kind: 'hang', match: isBegun, times: 100 });
  pager.faults.fail({ kind: 'hang', times: 100 });
  skipMinute();
  await eventually(async () => expect(begun).toBeGreaterThan(0));
  await bot.kill();
  expect(pagesAbout('Killed before it was sent')).toEqual([]);
  teams.faults.clear();
  pager.faults.clear();
  await bot.start();
  await eventually(async () => {
    expect(pagesAbout('Killed before it was sent')).toHaveLength(1);
    expect(alertAbout('Killed before it was sent')).toMatchObject({ status: 'triggered', received: { trigger: 1 } });
  });

  await stage.raise('Killed before it was settled');
  teams.faults.fail({ kind: 'dropResponse', match: toOwnChat });
  pager.faults.fail({ kind: 'dropResponse' });
  skipMinute();
  await eventually(async () => {
    expect(pagesAbout('Killed before it was settled').length).toBeGreaterThan(0);
    expect(alertAbout('Killed before it was settled')).toBeDefined();
  });
  await bot.kill();
  await bot.start();
  // Teams takes a message twice; the paging system knows what it has by its key.
  await eventually(async () => {
    expect(pagesAbout('Killed before it was settled')).toHaveLength(2);
    expect(alertAbout('Killed before it was settled')).toMatchObject({ status: 'triggered', received: { trigger: 2 } });
  });

  // At rest nothing more comes, and a person ends it everywhere.
  await stage.syncNow();
  await stage.syncNow();
  await teams.execute(stage.admin, pagesAbout('Killed before it was settled').at(-1)!, 'assignToMe');
  await eventually(async () => expect(alertAbout('Killed before it was settled')!.status).toBe('acknowledged'));
  expect(pager.alerts.size).toBe(2);
  expect(pagesAbout('Killed before it was sent')).toHaveLength(1);
  expect(pager.refusals).toEqual([]);
}, 180_000);
