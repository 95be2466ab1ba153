import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DoctorReport } from '../../src/doctor/report.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { npmRun } from '../support/npm-run.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator();
  simulator.microsoft.apps.azure.graphRoles.push('Application.Read.All');
});
afterEach(() => simulator.stop());

async function examine(more: Record<string, string> = {}) {
  const { code, stdout } = await npmRun('doctor', simulator.environment(more), '--json');
  const report = DoctorReport.parse(JSON.parse(stdout));
  const wrong = report.checks.filter(({ status }) => status !== 'ok');
  return {
    code,
    report,
    stdout,
    /** What is not well, as `status name`. */
    wrong: wrong.map(({ status, name }) => `${status} ${name}`).toSorted(),
    of: (name: string) => report.checks.find((check) => check.name === name),
  };
}

test('all is well: exit 0, and nothing is written anywhere', async () => {
  const env = simulator.environment();
  const { microsoft } = simulator;
  const { code, stdout, stderr } = await npmRun('doctor', env);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/\n18 ok, 0 warning, 0 failed\n$/);
  const folder = dirname(env['DATABASE_URL']!.slice('file:'.length));
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  const { graph, arm, legacyDefender, entra } = microsoft;
  const methods = [graph, arm, legacyDefender].flatMap(({ server }) => server.requests.map(({ method }) => method));
  expect(new Set(methods)).toEqual(new Set(['GET']));
  expect(new Set(entra.server.requests.map(({ path }) => path.split('/').at(-1)))).toEqual(
    new Set(['openid-configuration', 'token']),
  );
}, 60_000);

test('a wrong secret: exit 1, the reason by its number, and the secret nowhere', async () => {
  const { code, stdout, wrong, of } = await examine({ AZURE_CLIENT_SECRET: 'not-the-secret' });
  expect(code).toBe(1);
  expect(wrong).toEqual(
    expect.arrayContaining(['failed token.defender', 'failed token.sentinel', 'failed read.defender']),
  );
  expect(of('token.defender')).toMatchObject({
    found: expect.stringContaining('AADSTS7000215'),
    advice: expect.stringContaining('The client secret is wrong'),
  });
  // Every other check ran all the same.
  expect([of('token.bot')?.status, of('bot')?.status, of('database')?.status]).toEqual(['ok', 'ok', 'ok']);
  expect(stdout).not.toContain('not-the-secret');
}, 60_000);

test('a secret that has expired, one that soon will, and an unknown tenant', async () => {
  const { apps } = simulator.microsoft;
  apps.azure.secrets[0]!.expiresAt = new Date(Date.now() + 10 * 24 * 3600_000);
  apps.bot.secrets[0]!.expiresAt = new Date(Date.now() - 1000);
  const expiring = await examine();
  expect(expiring.wrong).toEqual(['failed expiry.bot', 'failed token.bot', 'warning expiry.azure']);
  expect(expiring.of('token.bot')?.advice).toContain('has expired');
  const elsewhere = await examine({ DEFENDER_TENANT_ID: '11111111-1111-4111-8111-111111111111' });
  expect(elsewhere.of('token.defender')).toMatchObject({
    found: expect.stringContaining('AADSTS90002'),
    advice: expect.stringContaining('no such tenant'),
  });
}, 60_000);

test('missing permissions are named one by one, writing included, which is not tried', async () => {
  const { azure } = simulator.microsoft.apps;
  azure.graphRoles = ['SecurityIncident.Read.All'];
  azure.sentinelRole = 'Reader';
  const { code, wrong, of } = await examine();
  expect(code).toBe(1);
  expect(wrong).toEqual([
    'failed read.people',
    'failed write.defender',
    'failed write.sentinel',
    'warning expiry.azure',
    'warning expiry.bot',
    'warning hunt.defender',
    'warning read.alerts',
  ]);
  expect(of('write.defender')?.found).toBe(
    'the token carries SecurityIncident.Read.All, and not SecurityIncident.ReadWrite.All',
  );
  expect(of('hunt.defender')).toMatchObject({
    found: expect.stringContaining('everything but `hunt` works'),
    advice: expect.stringContaining('ThreatHunting.Read.All'),
  });
  expect(of('write.sentinel')?.advice).toContain('Microsoft Sentinel Responder');
  expect(of('read.people')?.advice).toContain('User.ReadBasic.All');
  azure.sentinelRole = null;
  expect((await examine()).wrong).toEqual(
    expect.arrayContaining([
      'failed read.sentinel',
      'warning write.sentinel',
      'warning topology',
      'warning duplicates',
    ]),
  );
}, 60_000);

test('a clock that is off is a warning, and a failure once tokens no longer bear it', async () => {
  const { arm } = simulator.microsoft;
  arm.faults.clockAheadSeconds = 30;
  const late = await examine();
  expect([late.code, late.wrong]).toEqual([0, ['warning clock']]);
  expect(late.of('clock')?.found).toMatch(
    /^(29|30) s behind localhost:\d+, which is more than CLOCK_SKEW_SECONDS \(5\)$/,
  );
  arm.faults.clockAheadSeconds = -600;
  const early = await examine();
  expect([early.code, early.wrong]).toEqual([1, ['failed clock']]);
}, 60_000);

test('a second sync, and what makes doubles beside it, are named', async () => {
  const { arm, tenantId } = simulator.microsoft;
  const state = { state: 'Enabled' } as const;
  arm.settings.put('dataConnectors', {
    name: 'xdr',
    kind: 'MicrosoftThreatProtection',
    properties: { tenantId, dataTypes: { incidents: state, alerts: state } },
  });
  arm.settings.put('dataConnectors', {
    name: 'mde',
    kind: 'MicrosoftDefenderAdvancedThreatProtection',
    properties: { tenantId, dataTypes: { alerts: state } },
  });
  arm.settings.put('alertRules', {
    name: 'rule',
    kind: 'MicrosoftSecurityIncidentCreation',
    properties: { displayName: 'From Cloud Apps', enabled: true, productFilter: 'Microsoft Cloud App Security' },
  });
  const { code, wrong, of } = await examine();
  expect([code, wrong]).toEqual([1, ['failed duplicates', 'failed topology']]);
  expect(of('topology')).toMatchObject({ advice: expect.stringContaining('Two syncs make two Sentinel incidents') });
  for (const name of ['"From Cloud Apps"', 'Microsoft Defender for Endpoint', 'Microsoft Defender for Cloud is set up'])
    expect(of('duplicates')?.found).toContain(name);
}, 60_000);

test('the older Defender API is looked at in its own way', async () => {
  const { legacyDefender, apps } = simulator.microsoft;
  const env = { DEFENDER_API: 'legacy', DEFENDER_ENDPOINT: legacyDefender.endpoint };
  expect((await examine(env)).wrong).toEqual([]);
  apps.azure.defenderRoles = [];
  expect((await examine(env)).wrong).toEqual(['failed read.defender', 'failed write.defender']);
}, 60_000);

test('with an empty environment it exits 78, names every fault, and still looks at the database', async () => {
  const { code, stdout } = await npmRun('doctor', {}, '--json');
  expect(code).toBe(78);
  const { checks } = DoctorReport.parse(JSON.parse(stdout));
  const faults = checks.filter(({ name, status }) => name === 'configuration' && status === 'failed');
  expect(faults.map(({ subject }) => subject)).toEqual(
    expect.arrayContaining(['MicrosoftAppId', 'AZURE_TENANT_ID', 'SENTINEL_WORKSPACE', 'ADMIN_IDS', 'CARD_SECRET']),
  );
  expect(checks.at(-1)).toMatchObject({ name: 'database', status: 'ok' });
}, 60_000);

test('an argument that is not known is refused in one line', async () => {
  const { code, stdout, stderr } = await npmRun('doctor', {}, '--xml');
  expect([code, stdout]).toEqual([78, '']);
  expect(stderr).toMatch(/^.*--xml.*accepted is --json, or nothing\n$/);
}, 60_000);
