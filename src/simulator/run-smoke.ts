import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BotProcess } from './demo/bot-process.ts';
import { startSimulator } from './simulator.ts';
import { mainJob } from './smoke/main-job.ts';
import { trustInThisProcess } from './tls.ts';

/**
 * `npm run smoke`: the main job without a page, the real bot as a process of its own against the simulators. The last
 * line is `{"ok":…,"steps":[{"name","ok","ms"}…]}`. The first step that fails ends it.
 */
const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const simulator = await startSimulator();
const distrust = trustInThisProcess(simulator.microsoft.tls);
const bot = new BotProcess({
  script: join(projectRoot, 'src', 'main.ts'),
  cwd: projectRoot,
  env: simulator.environment(),
  url: simulator.botUrl,
});

const results: { name: string; ok: boolean; ms: number; error?: string }[] = [];
async function attempt(name: string, run: () => Promise<void>): Promise<boolean> {
  const begun = performance.now();
  const error = await run().then(
    () => null,
    (cause: unknown) => (cause instanceof Error ? cause.message : String(cause)),
  );
  const ms = Math.round(performance.now() - begun);
  results.push({ name, ok: error === null, ms, ...(error === null ? {} : { error }) });
  console.log(`${error === null ? 'ok  ' : 'FAIL'} ${name} (${ms} ms)${error === null ? '' : `\n     ${error}`}`);
  return error === null;
}

try {
  const steps = [{ name: 'the bot starts', run: () => bot.start() }, ...mainJob(simulator)];
  for (const { name, run } of steps) {
    if (await attempt(name, run)) continue;
    console.log(bot.lines.slice(-30).join('\n'));
    break;
  }
} finally {
  await bot.stop();
  await simulator.stop();
  distrust();
}
const ok = results.every((result) => result.ok);
console.log(JSON.stringify({ ok, steps: results }));
process.exitCode = ok ? 0 : 1;
