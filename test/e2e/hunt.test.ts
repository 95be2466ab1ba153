import { deviceEvidence, urlEvidence } from '../../src/simulator/graph/evidence.ts';
import type { Thread } from '../../src/simulator/teams/teams.ts';
import { eventually, startStage } from './stage.ts';
import type { Stage } from './stage.ts';

/** The real process hunts in the simulated Defender, and finds incidents by what their alerts name. */

let stage: Stage;
afterEach(() => stage.stop());

/** Says it, and gives the card of the answer as text. */
async function ask(text: string): Promise<string> {
  const { teams, admin, channel } = stage;
  const said = await teams.say(admin, channel, text);
  const thread = await teams.until(
    () => teams.messages(channel).find((one: Thread) => one.id === said.message.id && one.replies.length > 0),
    30_000,
  );
  return JSON.stringify(thread.replies.at(-1)!.card);
}

test('an incident is found by its host, hunted for, and hunting ends where it is not granted', async () => {
  stage = await startStage({ SYNC_START: 'go', SYNC_MODE: 'bridge' });
  const { microsoft } = stage.simulator;
  const evidence = [deviceEvidence('web-01.contoso.example'), urlEvidence('https://evil.example/login')];
  microsoft.defender.raiseIncident({ title: 'Beacon', severity: 'medium', alerts: [{ title: 'Alert', evidence }] });
  microsoft.defender.raiseIncident({ title: 'Another', severity: 'medium' });
  const device = { DeviceName: 'web-01.contoso.example' };
  microsoft.defender.addEvent('DeviceLogonEvents', { ...device, AccountName: '[raj](https://evil.example)' });
  microsoft.defender.addEvent('DeviceNetworkEvents', { ...device, RemoteUrl: 'evil.example', RemotePort: 443 });
  await stage.syncNow();
  await eventually(async () => expect(await ask('find web-01')).toContain('1 to 1 of 1'));
  const listed = await ask('find url hxxps://evil[.]example');
  expect(listed).toContain('Beacon');
  expect(listed).not.toContain('Another');

  const hunted = await ask('hunt Beacon');
  expect(hunted).toContain('Who signed in to these hosts');
  expect(hunted).toContain(String.raw`web-01\\.contoso\\.example`);
  expect(hunted).toContain('1 time, last');
  expect(hunted).not.toContain('https://evil.example');
  const asked = microsoft.graph.server.requests.filter(({ path }) => path.endsWith('/runHuntingQuery'));
  expect(asked).toHaveLength(2);

  microsoft.apps.azure.graphRoles = microsoft.apps.azure.graphRoles.filter((one) => !one.startsWith('ThreatHunting'));
  await stage.bot.stop();
  await stage.bot.start();
  expect(await ask('hunt Beacon')).toContain('hunting_refused');
}, 120_000);
