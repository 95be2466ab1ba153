import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { compiledIn } from '../../src/simulator/demo/bot-process.ts';

const projectRoot = join(__dirname, '..', '..');

/** A script of package.json as an operator runs it, with nothing in its environment but this. */
export async function npmRun(script: string, env: Record<string, string>, ...args: string[]) {
  const child = spawn('npm', ['run', '--silent', script, '--', ...args], {
    cwd: projectRoot,
    env: { PATH: process.env['PATH'] ?? '', HOME: '/tmp', ...compiledIn(projectRoot), ...env },
  });
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => (printed[name] += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...printed };
}
