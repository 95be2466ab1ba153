import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { compiledIn } from '../../src/simulator/demo/bot-process.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { projectRoot } from './stage.ts';

/** `npm start` as an operator runs it. */
function npmStart(env: Record<string, string>) {
  const child = spawn('npm', ['start', '--silent'], {
    cwd: projectRoot,
    env: { PATH: process.env['PATH'] ?? '', HOME: '/tmp', ...compiledIn(projectRoot), ...env },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (printed += text.toString()));
  return { child, printed: () => printed, exit: once(child, 'exit').then(([code]) => code as number | null) };
}

test('with an empty environment it exits 78 and names every variable that is missing', async () => {
  const { exit, printed } = npmStart({});
  expect(await exit).toBe(78);
  for (const variable of [
    'MicrosoftAppId',
    'MicrosoftAppType',
    'MicrosoftAppTenantId',
    'AZURE_TENANT_ID',
    'SENTINEL_SUBSCRIPTION_ID',
    'SENTINEL_RESOURCE_GROUP',
    'SENTINEL_WORKSPACE',
    'ADMIN_IDS',
    'CARD_SECRET',
  ])
    expect(printed()).toContain(variable);
}, 30_000);

test('it says it is ready, drains on SIGTERM and exits 0', async () => {
  const simulator = await startSimulator();
  const { child, exit, printed } = npmStart(simulator.environment());
  try {
    for (let attempt = 0; ; attempt += 1) {
      const answer = await fetch(`${simulator.botUrl}/readyz`).catch(() => null);
      if (answer?.status === 200) break;
      if (attempt === 200) throw new Error(printed());
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(printed()).not.toContain('simulated-azure-secret');
  } finally {
    child.kill('SIGKILL');
    await simulator.stop();
  }
}, 60_000);
