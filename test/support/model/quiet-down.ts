import type { Side } from '../../../src/incident/side.ts';
import { SIDES } from '../../../src/incident/side.ts';
import type { IncidentView } from '../../../src/sync/incident-view.ts';
import { letRun } from '../hold-request.ts';
import { ana } from '../sync-world.ts';
import { LONG_ENOUGH, numberOf, refusedFields } from './play.ts';
import type { Situation } from './situation.ts';
import { blur } from './witness.ts';

const TWO_HOURS = 7_200_000;
/** Answers may raise new questions, and what is missing is believed to be gone only after hours. */
const MOST_ROUNDS = 8;

/** Everything works again, and the connection carries what it has to, until it has nothing left to do by itself. */
export async function quietDown(situation: Situation): Promise<void> {
  const { world, lists, conflicts, deleted } = situation;
  Object.assign(lists, { lateSeconds: 0, isPartial: false, isUnreadable: false, again: 'nothing' });
  conflicts.length = 0;
  for (const side of SIDES) {
    world.sides[`${side}Side`].faults.length = 0;
    world.sides[`${side}Side`].setDown(false);
  }
  await letRun(LONG_ENOUGH);
  const isMissing = SIDES.some((side) => deleted[side].size > 0);
  for (let round = 0; round < (isMissing ? 4 : 1); round += 1) {
    await release(situation);
    await world.settle(20);
    world.clock.advance(TWO_HOURS);
    await letRun(LONG_ENOUGH);
    await world.sync.compare();
    // A comparison may stop the sync.
    await release(situation);
    await world.settle(20);
  }
}

/** An admin lets go on whatever was stopped. */
async function release({ world }: Situation): Promise<void> {
  for (const order of ['resume', 'go'] as const) await world.desk.order(order, ana);
  await letRun(LONG_ENOUGH);
}

/** People answer, retry and repair whatever is left for them to say. */
export async function mend(situation: Situation): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    let asked = 0;
    for (const id of situation.ids) asked += await mendOne(situation, id, round % 2 === 0 ? 'defender' : 'sentinel');
    if (asked === 0) return;
    await release(situation);
    await situation.world.settle(20);
  }
}

/** Returns how much there was to say. */
async function mendOne({ world, witness, repaired }: Situation, id: string, side: Side): Promise<number> {
  const incident = await numberOf(world, id);
  if (incident === null) return 0;
  const look = async (): Promise<IncidentView> => (await world.desk.view(incident))!;
  const { questions } = await look();
  for (const { field } of questions) await world.act({ kind: 'keep', field, side }, { incident });
  const isFailed = (await look()).sides.some(({ standing }) => standing === 'failed');
  if (isFailed) {
    // Whoever asks for it once more did that last.
    blur(witness, id, world.clock.now().getTime(), await refusedFields(world, incident));
    await world.act({ kind: 'retry' }, { incident });
  }
  const isRepairable = (await look()).drift.some(({ repair }) => repair !== null);
  if (isRepairable) {
    repaired.add(id);
    await world.act({ kind: 'repair' }, { incident });
  }
  return questions.length + Number(isFailed) + Number(isRepairable);
}
