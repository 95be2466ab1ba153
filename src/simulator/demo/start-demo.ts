import { startSimulator } from '../simulator.ts';
import type { Simulator } from '../simulator.ts';
import { BotProcess } from './bot-process.ts';
import { startDemoServer } from './demo-server.ts';
import { openDemo, setStage } from './demo-stage.ts';
import { EventStream } from './event-stream.ts';

export interface DemoOptions {
  /** The folder of package.json. */
  projectRoot: string;
  /** Of the page; 0 takes a free one. */
  port: number;
  /** The bot's script; a test may put another one here. */
  botScript: string;
  onLine?: (line: string) => void;
}

export interface Demo {
  url: string;
  simulator: Simulator;
  stop(): Promise<void>;
}

/** Starts the simulators, the page and the bot, and plays the first scene. Stops all of it if one fails. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const stopOne of stops.splice(0).toReversed()) await stopOne();
  };
  try {
    const simulator = await startSimulator();
    stops.push(() => simulator.stop());
    const stage = setStage(simulator);
    const events = new EventStream();
    const bot = new BotProcess({
      script: options.botScript,
      cwd: options.projectRoot,
      env: simulator.environment(demoSettings()),
      url: simulator.botUrl,
      onChange: () => events.tell('bot'),
      ...(options.onLine === undefined ? {} : { onLine: options.onLine }),
    });
    const server = await startDemoServer({ simulator, stage, bot }, events, options);
    stops.push(() => server.stop());
    stops.push(() => bot.stop());
    await bot.start();
    await openDemo(simulator, stage);
    return { url: server.url, simulator, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A visitor waits for no five minutes, and reads times of the wall clock. */
const demoSettings = () => ({
  POLL_INTERVAL_SECONDS: '60',
  TIMEZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
});
