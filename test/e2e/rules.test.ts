import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { npmRun } from '../support/npm-run.ts';
import { temporaryFiles } from '../support/temporary-files.ts';
import { eventually, startStage } from './stage.ts';
import type { Stage } from './stage.ts';

/** The real process with a RULES_FILE, against the simulated services. */

const files = temporaryFiles();
let stage: Stage;
afterEach(() => stage.stop());
afterAll(() => files.remove());

const vip = (conversation?: string) => ({
  rules: [
    {
      name: 'VIPs are high',
      when: 'updated',
      changed: 'tags',
      if: { tags: { any: 'vip' } },
      then: [
        { severity: 'high' },
        ...(conversation === undefined ? [] : [{ notify: { conversation, text: 'Call the VIP desk' } }]),
      ],
    },
  ],
});

test('the tag vip, given in chat, sets the severity in both systems and tells the channel once', async () => {
  const path = files.write(vip());
  stage = await startStage({ RULES_FILE: path });
  const { teams, channel, simulator } = stage;
  files.write(vip(channel.id), path.split('/').at(-1));
  await stage.bot.kill();
  await stage.bot.start();
  const { id, name, card } = await stage.raise('Payroll phish', 'medium');
  await stage.fill(card(), 'tag', { tags: 'vip' });
  await stage.syncNow();
  await eventually(async () => {
    expect(await stage.read.defenderIncident(id)).toMatchObject({ severity: 'high', customTags: ['vip'] });
    expect(await stage.sentinelProperties(name)).toMatchObject({ severity: 'High' });
    const told = teams
      .messages(channel)
      .filter(({ card: shown }) => JSON.stringify(shown ?? {}).includes('Call the VIP desk'));
    expect(told).toHaveLength(1);
  });
  const { code, stdout } = await npmRun('rules', simulator.environment({ RULES_FILE: path }), '--dry-run');
  expect(code).toBe(0);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  expect(lines).toEqual([
    { incident: 1, title: 'Payroll phish', rule: 'VIPs are high', does: [expect.objectContaining({ kind: 'notify' })] },
    { incidents: 1, rules: [{ rule: 'VIPs are high', incidents: 1 }] },
  ]);
}, 120_000);

test('a dry run of another file changes nothing, and one with faults names each with its place', async () => {
  stage = await startStage();
  const { id } = await stage.raise('Payroll phish', 'medium');
  const env = stage.simulator.environment();
  await stage.bot.stop();
  const folder = dirname(env['DATABASE_URL']!.slice('file:'.length));
  const before = readdirSync(folder);
  const file = files.write({ rules: [{ name: 'All low', when: 'created', then: [{ severity: 'low' }] }] });
  const { code, stdout } = await npmRun('rules', env, '--dry-run', '--file', file);
  expect([code, stdout.split('\n')[0]]).toEqual([
    0,
    JSON.stringify({
      incident: 1,
      title: 'Payroll phish',
      rule: 'All low',
      does: [{ kind: 'severity', severity: 'low' }],
    }),
  ]);
  expect(readdirSync(folder)).toEqual(before);
  expect(await stage.read.defenderIncident(id)).toMatchObject({ severity: 'medium' });
  const faulty = files.write({ rules: [{ name: 'All low', when: 'created', then: [{ severity: 'lwo' }] }] });
  expect(await npmRun('rules', env, '--dry-run', '--file', faulty)).toMatchObject({
    code: 78,
    stderr: expect.stringContaining('--file: rules[0].then[0].severity: found "lwo"; accepted: high, medium, low'),
  });
  expect(await npmRun('rules', env)).toMatchObject({ code: 78, stderr: expect.stringContaining('--dry-run') });
}, 120_000);
