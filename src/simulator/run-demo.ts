import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startDemo } from './demo/start-demo.ts';

/**
 * `npm run demo`: everything on this machine, with no tenant. Runs until Ctrl-C or SIGTERM.
 * DEMO_PORT is the page's port, DEMO_LOG=1 shows what the bot prints.
 */
const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const port = Number(process.env['DEMO_PORT'] ?? 3979);

let isStopping = false;
const starting = startDemo({
  projectRoot,
  port,
  botScript: join(projectRoot, 'src', 'main.ts'),
  ...(process.env['DEMO_LOG'] === '1' ? { onLine: (line: string) => console.log(line) } : {}),
});

async function finish(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  const demo = await starting.catch(() => undefined);
  await demo?.stop();
  process.exit(0);
}
process.on('SIGINT', () => void finish());
process.on('SIGTERM', () => void finish());

try {
  const demo = await starting;
  if (!isStopping) console.log(`Dragoman demo: ${demo.url}`);
} catch (error) {
  if (isStopping) process.exit(0);
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
