import { createApp } from '../../src/app.ts';
import type { App } from '../../src/app.ts';
import { runDoctor } from '../../src/app/create-doctor.ts';
import type { Config } from '../../src/config/config.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { startPager } from '../../src/simulator/pager/pager.ts';
import type { Pager } from '../../src/simulator/pager/pager.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { trustInThisProcess } from '../../src/simulator/tls.ts';
import { systemClock } from '../../src/sync/ports/clock.ts';
import { temporaryFiles } from '../support/temporary-files.ts';
import { eventually as soon } from './stage.ts';

/** The whole bot with SLA_FILE, ONCALL_FILE and a paging system, against the simulated services; its clock is set forward. */

const SECRET = 'the-secret-of-the-pager';
const ROUTING_KEY = 'k'.repeat(32);
/** The clocks of incidents are looked at every few seconds; a busy machine takes longer. */
const eventually = (check: () => Promise<void>) => soon(check, 200);
const files = temporaryFiles();
let simulator: Simulator;
let pager: Pager;
let app: App;
let config: Config;
let aheadMilliseconds = 0;
let distrust: () => void;
const clock = { ...systemClock, now: () => new Date(Date.now() + aheadMilliseconds) };
const later = (minutes: number) => {
  aheadMilliseconds += minutes * 60_000;
};

beforeEach(async () => {
  simulator = await startSimulator();
  const { tls } = simulator.microsoft;
  distrust = trustInThisProcess(tls);
  pager = await startPager({ tls, secret: SECRET, routingKey: ROUTING_KEY, now: () => clock.now() });
  const [ana, raj] = [simulator.admin, simulator.teams.person('Raj')];
  const listed = ({ name, objectId, userPrincipalName: upn }: typeof ana) => ({ name, objectId, upn });
  const rota = {
    people: [listed(ana), listed(raj)],
    lead: raj.userPrincipalName,
    rotation: { people: [ana.userPrincipalName], from: '2026-01-05T09:00', handover: '0 9 * * 1' },
    escalation: { medium: { mention: 'PT10M', direct: 'PT20M', lead: 'PT30M' } },
  };
  const sla = { deadlines: { medium: { acknowledge: 'PT15M', close: 'PT8H' } } };
  config = readConfig({
    ...simulator.environment(),
    LOG_LEVEL: 'silent',
    ONCALL_FILE: files.write(rota),
    SLA_FILE: files.write(sla),
    PAGING_WEBHOOK_URL: pager.url,
    PAGING_WEBHOOK_SECRET: SECRET,
    PAGING_FORMAT: 'pagerduty',
    PAGING_ROUTING_KEY: ROUTING_KEY,
  });
  app = await createApp(config, { clock });
  await app.start();
});
afterEach(async () => {
  await app.stop();
  await pager.stop();
  await simulator.stop();
  distrust();
});
afterAll(() => files.remove());

test('an incident nobody takes reaches the thread, the phone and the paging system, until a person takes it', async () => {
  const { teams, admin: ana, microsoft } = simulator;
  const team = teams.addTeam('SOC', ['Alerts'], teams.state.people);
  const channel = teams.channel(team, 'Alerts');
  await teams.install(team, ana);
  const chat = teams.personalChat(ana);
  await teams.install(chat, ana);
  await teams.say(ana, channel, 'bind');
  const id = String(microsoft.defender.raiseIncident({ title: 'Payroll phish', severity: 'medium' })['id']);
  await teams.say(ana, channel, 'sync now');
  const thread = () =>
    teams.messages(channel).find(({ card }) => JSON.stringify(card ?? {}).includes('Payroll phish'))!;
  const shown = (message: { card?: object | undefined } | undefined) => JSON.stringify(message?.card ?? {});
  await eventually(async () => expect(shown(thread())).toContain('Acknowledge by'));
  const replies = (text: string) => thread().replies.filter((one) => one.isBot && shown(one).includes(text));
  await teams.say(ana, channel, 'oncall');
  await eventually(async () => {
    const all = teams.messages(channel).flatMap((one) => [one, ...one.replies]);
    expect(all.filter((one) => shown(one).includes('is on call until'))).toHaveLength(1);
  });

  // Raj, who leads, never wrote to the bot, and is in its team.
  const { checks } = await runDoctor(config, { now: clock.now, readManifest: async () => '{"bots":[]}' });
  expect(checks.find(({ name }) => name === 'oncall.people')).toMatchObject({
    status: 'ok',
    found: expect.stringContaining('all 2 people of the rota can be written to'),
  });

  later(11);
  await eventually(async () => expect(replies('Nobody acknowledged')).toHaveLength(1));
  expect(replies('Nobody acknowledged')[0]!.mentions).toEqual([ana.objectId]);
  later(3);
  await eventually(async () => expect(replies('To acknowledge by')).toHaveLength(1));
  later(7);
  const page = () => teams.messages(chat).find((one) => shown(one).includes('Nobody acknowledged'));
  await eventually(async () => {
    expect(page()).toBeDefined();
    expect([...pager.alerts.values()]).toMatchObject([{ status: 'triggered', severity: 'error' }]);
  });
  await eventually(async () => expect(shown(thread())).toContain('⚠ missed'));

  await teams.say(ana, chat, 'digest now');
  const digest = () => teams.messages(chat).find((one) => shown(one).includes('Deadlines missed'));
  await eventually(async () => expect(shown(digest())).toContain('acknowledge 1 (0), close 0 (0)'));
  await teams.submit(ana, digest()!, 'All');
  const list = () => teams.messages(chat).at(-1);
  await eventually(async () => expect(shown(list())).toMatch(/Missed.*Payroll phish/));
  const metrics = await (await fetch(new URL('/metrics', simulator.botUrl))).text();
  for (const series of [
    'dragoman_deadlines_missed{window="24h",kind="acknowledge",severity="medium"} 1',
    'dragoman_pages_total{way="mention",outcome="delivered"} 1',
    'dragoman_pages_total{way="direct",outcome="delivered"} 1',
    'dragoman_pages_total{way="webhook",outcome="delivered"} 1',
    'dragoman_pages_total{way="webhook",outcome="failed"} 0',
  ])
    expect(metrics).toContain(`${series}\n`);

  await teams.execute(ana, page()!, 'assignToMe');
  await eventually(async () => {
    expect([...pager.alerts.values()]).toMatchObject([{ status: 'acknowledged' }]);
    expect(JSON.stringify(teams.messages(chat))).toContain(`It was acknowledged by ${ana.name}`);
  });
  later(60);
  microsoft.defender.edit(
    id,
    { status: 'resolved', classification: 'truePositive', determination: 'phishing' },
    'raj.patel@contoso.example',
  );
  await teams.say(ana, channel, 'sync now');
  await eventually(async () => expect([...pager.alerts.values()]).toMatchObject([{ status: 'resolved' }]));
  expect(JSON.stringify(teams.messages(chat))).not.toContain('reached the lead');
  expect([...pager.alerts.values()][0]!.received).toEqual({ trigger: 1, acknowledge: 1, resolve: 1 });
  expect(pager.refusals).toEqual([]);
}, 180_000);
