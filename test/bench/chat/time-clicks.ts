import { setTimeout as delay } from 'node:timers/promises';
import { isObject, objectAt } from '../../../src/simulator/teams/json.ts';
import type { JsonObject } from '../../../src/simulator/teams/json.ts';
import { percentile, wallTime } from '../measure.ts';
import type { ChatScale } from './chat-bench.ts';
import type { ChatStage } from './chat-stage.ts';
import { createFloor } from './floor.ts';

/** An even number, as are the clicks. */
const WARM_UP = 6;

/**
 * "Assign to me", pressed by two people in turn, with the services as far away as that: milliseconds until the answer,
 * and those of the floor, measured in turns. Every click must have written to both systems when it is answered.
 */
export async function timeClicks(
  stage: ChatStage,
  latencyMs: number,
  { clicks, pace }: Pick<ChatScale, 'clicks' | 'pace'>,
): Promise<{ percent: number; click: number; floor: number }[]> {
  const { graph, arm } = stage.simulator.microsoft;
  for (const { faults } of [graph, arm]) faults.latencyMs = latencyMs;
  const floor = await createFloor(stage);
  const times: number[] = [];
  const floors: number[] = [];
  let data = await refreshed(stage);
  for (let turn = 0; turn < WARM_UP + clicks; turn += 1) {
    const begun = performance.now();
    const click = await press(stage, turn, data);
    const floorTime = await wallTime(floor);
    data = click.data;
    if (turn >= WARM_UP) {
      times.push(click.milliseconds);
      floors.push(floorTime);
    }
    await delay(Math.max(0, pace - (performance.now() - begun)));
  }
  for (const { faults } of [graph, arm]) faults.latencyMs = 0;
  return [50, 99].map((percent) => ({
    percent,
    click: percentile(times, percent),
    floor: percentile(floors, percent),
  }));
}

/** What the buttons carry now: the card everybody sees is edited some seconds after a click. */
async function refreshed(stage: ChatStage): Promise<JsonObject> {
  const { body } = await stage.simulator.teams.post(stage.invoke(stage.people[0], 'refresh', stage.cardData()));
  return dataIn(body);
}

function dataIn(body: unknown): JsonObject {
  const card = isObject(body) ? objectAt(body, 'value') : {};
  return objectAt(objectAt(objectAt(card, 'refresh'), 'action'), 'data');
}

async function press(
  stage: ChatStage,
  turn: number,
  sealed: JsonObject,
): Promise<{ milliseconds: number; data: JsonObject }> {
  const { teams, microsoft } = stage.simulator;
  const { graph, arm } = microsoft;
  const person = stage.people[turn % 2]!;
  const token = await teams.signer.sign();
  const activity = stage.invoke(person, 'assignToMe', sealed);
  for (const { server } of [graph, arm]) server.clearRequests();
  const begun = performance.now();
  const { body } = await teams.post(activity, { token });
  const milliseconds = performance.now() - begun;
  const writes = [graph, arm].map(({ server }) => server.requests.filter(({ method }) => method !== 'GET').length);
  if (writes.some((count) => count !== 1)) throw new Error(`a click wrote ${writes.join(' and ')} times`);
  return { milliseconds, data: dataIn(body) };
}
