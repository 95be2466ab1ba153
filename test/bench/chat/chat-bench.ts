import type { Report } from '../figure.ts';
import { answersPerSecond } from './answers-per-second.ts';
import { startChatStage } from './chat-stage.ts';
import { inTemporaryFolder } from '../temporary-folder.ts';
import { startEcho } from './echo-process.ts';
import { listsAtScale } from './lists-at-scale.ts';
import { timeClicks } from './time-clicks.ts';

export interface ChatScale {
  /** Clicks at each latency; an even number, so that the incident ends up with whom it began. */
  clicks: number;
  /** Milliseconds from one to the next: a click sends two requests to Defender, which takes 150 a minute. */
  pace: number;
  /** Refreshes in a round, and how many rounds. */
  refreshes: number;
  rounds: number;
  /** Incidents that lists are made from. */
  links: number;
}

const FULL: ChatScale = { clicks: 100, pace: 850, refreshes: 1_000, rounds: 5, links: 100_000 };
const LATENCIES = [0, 100];

/**
 * How soon a click is answered, and how many cards are refreshed in a second: the real process, over HTTP. And how long a
 * list takes among very many incidents, in this process.
 */
export async function chatBench(report: Report, scale: ChatScale = FULL): Promise<void> {
  await inTemporaryFolder((folder) => listsAtScale(folder, scale.links, report));
  const stage = await startChatStage();
  try {
    for (const latencyMs of LATENCIES) {
      const against = 'floor: two requests to Defender, one after the other, and one to Sentinel at the same time';
      for (const { percent, click, floor } of await timeClicks(stage, latencyMs, scale))
        report({
          name: `chat.click.p${percent}.${latencyMs}-ms`,
          value: click,
          unit: 'ms',
          against,
          againstValue: floor,
          better: 'lower',
        });
    }
    const echo = await startEcho(stage.simulator);
    try {
      const [refreshes, echoes] = await answersPerSecond(stage, echo.url, scale);
      report({
        name: 'chat.refresh.rate',
        value: refreshes,
        unit: '/s',
        against: 'an echo on the bare SDK, which checks the same token and answers the same card',
        againstValue: echoes,
        better: 'higher',
      });
    } finally {
      await echo.stop();
    }
  } finally {
    await stage.stop();
  }
}
