import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

export type BotState = 'starting' | 'ready' | 'stopped' | 'failed';

export interface BotProcessOptions {
  /** The script that Node runs. */
  script: string;
  cwd: string;
  /** All that the bot is told, whatever the shell says. */
  env: Record<string, string>;
  /** Where it answers, without a path. */
  url: string;
  onChange?: () => void;
  /** Each line the bot prints. */
  onLine?: (line: string) => void;
  readyWithinMs?: number;
}

const stopWithinMs = 10_000;
const keptLines = 200;

/** The variable by which Node keeps what it compiled, so that a process starts in a third of the time. */
export function compiledIn(projectRoot: string): Record<string, string> {
  return { NODE_COMPILE_CACHE: join(projectRoot, 'node_modules', '.cache', 'compiled') };
}

/** The bot as a process of its own, started and stopped the way an operator would. */
export class BotProcess {
  readonly #options: BotProcessOptions;
  readonly lines: string[] = [];
  state: BotState = 'stopped';
  #child: ChildProcess | undefined;

  constructor(options: BotProcessOptions) {
    this.#options = options;
  }

  /** Resolves when the bot says that it is ready; rejects with its last words when it ends before. */
  async start(): Promise<void> {
    const { script, cwd, env } = this.#options;
    const child = spawn(process.execPath, [script], {
      cwd,
      env: { ...compiledIn(cwd), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#become('starting');
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => this.#keep(line));
    }
    child.once('exit', (code) => {
      if (this.#child !== child) return;
      this.#child = undefined;
      this.#become(code === 0 ? 'stopped' : 'failed');
    });
    await this.#untilReady(child);
    this.#become('ready');
  }

  /** Asks it to finish, as a deployment does, and insists when it takes too long. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const insist = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
    await exited;
    clearTimeout(insist);
  }

  /** Ends it as a power cut would: nothing of it runs on. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async #untilReady(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + (this.#options.readyWithinMs ?? 30_000);
    while (Date.now() < deadline) {
      if (child.exitCode !== null || child.signalCode !== null) break;
      const response = await fetch(`${this.#options.url}/readyz`).catch(() => null);
      if (response?.status === 200) return;
      await delay(100);
    }
    throw new Error(`The bot did not become ready:\n${this.lines.slice(-20).join('\n')}`);
  }

  #keep(line: string): void {
    this.lines.push(line);
    if (this.lines.length > keptLines) this.lines.shift();
    this.#options.onLine?.(line);
  }

  #become(state: BotState): void {
    this.state = state;
    this.#options.onChange?.();
  }
}
