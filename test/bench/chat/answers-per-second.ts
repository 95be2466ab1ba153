import { Agent, request } from 'node:http';
import { isObject, objectAt } from '../../../src/simulator/teams/json.ts';
import type { JsonObject } from '../../../src/simulator/teams/json.ts';
import { paired } from '../measure.ts';
import type { ChatScale } from './chat-bench.ts';
import type { ChatStage } from './chat-stage.ts';

/** As many clients at once as have the card in sight. */
const AT_ONCE = 8;

/**
 * Answers a second, measured in turns: the incident's card refreshed by Dragoman, and the same card sent back by an
 * echo. Both get requests of the same size with the same token.
 */
export async function answersPerSecond(
  stage: ChatStage,
  echoUrl: string,
  { refreshes, rounds }: Pick<ChatScale, 'refreshes' | 'rounds'>,
): Promise<[number, number]> {
  const { simulator, people } = stage;
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const token = await simulator.teams.signer.sign();
  const refresh = stage.invoke(people[1], 'refresh', stage.cardData());
  const card = cardIn(await post(agent, simulator.botUrl, token, JSON.stringify(refresh)));
  const echo = stage.invoke(people[1], 'refresh', { ...stage.cardData(), echo: card });
  const rate = (url: string, activity: JsonObject) => async () => {
    const body = JSON.stringify(activity);
    let left = refreshes;
    const begun = performance.now();
    const client = async () => {
      while (left-- > 0) cardIn(await post(agent, url, token, body));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, client));
    return (refreshes * 1000) / (performance.now() - begun);
  };
  try {
    return await paired(rounds, rate(simulator.botUrl, refresh), rate(echoUrl, echo));
  } finally {
    agent.destroy();
  }
}

function post(agent: Agent, url: string, token: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const sent = request(`${url}/api/messages`, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(text));
    });
    sent.on('error', reject).end(body);
  });
}

/** The card of an answer; whatever else was answered is no measurement. */
function cardIn(text: string): JsonObject {
  const answer = JSON.parse(text) as unknown;
  const card = isObject(answer) ? objectAt(answer, 'value') : {};
  if (card['type'] !== 'AdaptiveCard') throw new Error(`no card was answered: ${text.slice(0, 300)}`);
  return card;
}
