import { join } from 'node:path';
import { BotProcess } from '../../../src/simulator/demo/bot-process.ts';
import { startSimulator } from '../../../src/simulator/simulator.ts';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import { cardOf } from '../../../src/simulator/teams/message.ts';
import { objectAt } from '../../../src/simulator/teams/json.ts';
import type { JsonObject } from '../../../src/simulator/teams/json.ts';
import type { Channel } from '../../../src/simulator/teams/conversation.ts';
import type { Person } from '../../../src/simulator/teams/person.ts';
import { trustInThisProcess } from '../../../src/simulator/tls.ts';

/** Nothing here measures how the simulators throttle. */
const PLENTY = 1_000_000;

export interface ChatStage {
  simulator: Simulator;
  channel: Channel;
  /** Two who may act, so that each can take the incident from the other. */
  people: readonly [Person, Person];
  defenderId: string;
  sentinelName: string;
  /** The `invoke` of a button of the incident's card: its data, and the verb that is pressed. */
  invoke(person: Person, verb: string, data: JsonObject): JsonObject;
  /** What the buttons of the incident's card carry now. */
  cardData(): JsonObject;
  stop(): Promise<void>;
}

/** The real bot as a process of its own against the simulators, with an incident's card in a channel. */
export async function startChatStage(): Promise<ChatStage> {
  const simulator = await startSimulator({ graphSecurityPerMinute: PLENTY });
  const distrust = trustInThisProcess(simulator.microsoft.tls);
  const { teams, admin, microsoft } = simulator;
  const bot = new BotProcess({
    script: join(process.cwd(), 'src', 'main.ts'),
    cwd: process.cwd(),
    env: simulator.environment({ LOG_LEVEL: 'warn' }),
    url: simulator.botUrl,
  });
  const stop = async () => {
    await bot.stop();
    await simulator.stop();
    distrust();
  };
  try {
    await bot.start();
    teams.limits.enabled = false;
    const raj = teams.person('Raj');
    const team = teams.addTeam('SOC', ['Alerts'], teams.state.people);
    const channel = teams.channel(team, 'Alerts');
    await teams.install(team, admin);
    await teams.say(admin, channel, `grant responder @${raj.name}`, { mentions: [raj] });
    const { id } = microsoft.defender.raiseIncident({ title: 'Credential theft on FIN-LT-07', severity: 'medium' });
    await teams.say(admin, channel, 'sync now');
    const said = await teams.say(admin, channel, 'bind').then(() => teams.say(admin, channel, `show ${String(id)}`));
    const card = await teams.until(() =>
      teams.state.messages.findLast(({ from, rootId }) => from === 'bot' && rootId === said.message.id),
    );
    const dataOf = (content: JsonObject) => objectAt(objectAt(objectAt(content, 'refresh'), 'action'), 'data');
    const cardData = () => dataOf(cardOf(card.activity)!);
    await teams.until(() => cardData()['sentinelName'] != null);
    return {
      simulator,
      channel,
      people: [admin, raj],
      defenderId: String(id),
      sentinelName: String(cardData()['sentinelName']),
      cardData,
      invoke: (person, verb, data) => ({
        ...teams.activityBase(person, channel, card.rootId),
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action: { type: 'Action.Execute', verb, data: { ...data, verb } }, trigger: 'manual' },
      }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
