import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BotProcess } from './demo/bot-process.ts';
import { addSampleEvents } from './graph/hunting/sample-events.ts';
import { SAMPLE_INCIDENTS } from './graph/sample-incidents.ts';
import { PLAYGROUND_FILE, PLAYGROUND_PACKAGE, renderPlaygroundFile } from './playground/playground-file.ts';
import { startSimulator } from './simulator.ts';

/**
 * `npm run playground`: the real bot without authentication, for Microsoft's Agents Playground to talk to, and
 * simulated Defender, Sentinel and Entra behind it. Runs until Ctrl-C or SIGTERM (docs/playground.md).
 */
const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const simulator = await startSimulator({ ports: { bot: Number(process.env['PLAYGROUND_BOT_PORT'] ?? 3978) } });
const folder = await mkdtemp(join(tmpdir(), 'dragoman-playground-'));
const bot = new BotProcess({
  script: join(projectRoot, 'src', 'main.ts'),
  cwd: projectRoot,
  env: simulator.environment({ DEV_NO_AUTH: 'true', POLL_INTERVAL_SECONDS: '60' }),
  url: simulator.botUrl,
});

let isStopping = false;
async function finish(code: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await bot.stop();
  await simulator.stop();
  await rm(folder, { recursive: true, force: true });
  process.exit(code);
}
process.on('SIGINT', () => void finish(0));
process.on('SIGTERM', () => void finish(0));

try {
  await writeFile(join(folder, PLAYGROUND_FILE), renderPlaygroundFile(simulator.microsoft));
  addSampleEvents(simulator.microsoft.defender);
  for (const sample of SAMPLE_INCIDENTS.slice(0, 3)) simulator.microsoft.defender.raiseIncident(sample);
  await bot.start();
  console.log(`Dragoman listens at ${simulator.botUrl}/api/messages, without authentication, on this machine only.`);
  console.log(`In another terminal:\n  cd ${folder}`);
  console.log(`  npx ${PLAYGROUND_PACKAGE} start -e ${simulator.botUrl}/api/messages -c msteams`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await finish(1);
}
