import { join } from 'node:path';
import { BotProcess } from '../../src/simulator/demo/bot-process.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import type { Simulator, SimulatorOptions } from '../../src/simulator/simulator.ts';
import { createSystemsReader } from '../../src/simulator/smoke/systems-reader.ts';
import { objectAt, textAt } from '../../src/simulator/teams/json.ts';
import type { JsonObject } from '../../src/simulator/teams/json.ts';
import type { Thread } from '../../src/simulator/teams/teams.ts';
import { trustInThisProcess } from '../../src/simulator/tls.ts';

export const projectRoot = join(__dirname, '..', '..');

/** The real bot as a process of its own against the simulators, installed in a team with a bound channel. */
export async function startStage(
  more:
    Record<string, string> | ((simulator: Simulator) => Record<string, string> | Promise<Record<string, string>>) = {},
  options: SimulatorOptions = {},
) {
  const simulator = await startSimulator(options);
  const distrust = trustInThisProcess(simulator.microsoft.tls);
  const bot = new BotProcess({
    script: join(projectRoot, 'src', 'main.ts'),
    cwd: projectRoot,
    env: simulator.environment(typeof more === 'function' ? await more(simulator) : more),
    url: simulator.botUrl,
  });
  try {
    await bot.start();
  } catch (error) {
    await simulator.stop();
    throw error;
  }
  const { teams, admin, microsoft } = simulator;
  const team = teams.addTeam('SOC', ['Alerts'], teams.state.people);
  const channel = teams.channel(team, 'Alerts');
  await teams.install(team, admin);
  await teams.say(admin, channel, 'bind');
  const read = createSystemsReader(microsoft);

  return {
    simulator,
    bot,
    teams,
    admin,
    team,
    channel,
    read,
    syncNow: () => teams.say(admin, channel, 'sync now'),
    /** Raises an incident and returns it once its card is in the channel. */
    async raise(title: string, severity: 'high' | 'medium' | 'low' = 'medium') {
      const id = String(microsoft.defender.raiseIncident({ title, severity })['id']);
      await teams.say(admin, channel, 'sync now');
      // A card may be there before its twin is named.
      const name = await teams.until(() => {
        const card = cardsOf(simulator, channel.id).find((one) => dataOf(one)['defenderId'] === id);
        return card === undefined ? undefined : textAt(dataOf(card), 'sentinelName');
      }, 20_000);
      return { id, name, card: () => cardOf(simulator, channel.id, id) };
    },
    sentinelProperties: async (name: string) => objectAt(await read.sentinelIncident(name), 'properties'),
    async fill(card: { id: string }, verb: string, inputs: Record<string, string>, person = admin) {
      let answer = await teams.openForm(person, card, verb);
      for (let step = 0; answer.outcome.kind === 'form' && step < 3; step += 1) {
        const { dialog } = answer.outcome;
        const asked = Object.entries(inputs).filter(([id]) => JSON.stringify(dialog.card).includes(`"id":"${id}"`));
        answer = await teams.submitForm(person, dialog, undefined, Object.fromEntries(asked));
      }
      return answer;
    },
    async stop() {
      await bot.stop();
      await simulator.stop();
      distrust();
    },
  };
}

export type Stage = Awaited<ReturnType<typeof startStage>>;

/** The root messages that show an incident. */
export function cardsOf({ teams }: Simulator, channelId: string): Thread[] {
  const channel = teams.state.conversation(channelId)!;
  return teams.messages(channel).filter((thread) => typeof dataOf(thread)['incident'] === 'number');
}

function cardOf(simulator: Simulator, channelId: string, defenderId: string): Thread {
  return cardsOf(simulator, channelId).find((one) => dataOf(one)['defenderId'] === defenderId)!;
}

/** What the card's refresh action carries. */
export function dataOf(thread: Pick<Thread, 'card'>): JsonObject {
  return objectAt(objectAt(objectAt(thread.card ?? {}, 'refresh'), 'action'), 'data');
}

/** Tries until it holds, after each thing that happens; the last failure is the answer. */
export async function eventually(check: () => Promise<void>, attempts = 60, pauseMs = 250): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await check();
    } catch (error) {
      if (attempt === attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
