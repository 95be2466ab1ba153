import fc from 'fast-check';
import { FIELDS } from '../../src/incident/incident.ts';
import type { Incident } from '../../src/incident/incident.ts';
import { ownerKey } from '../../src/incident/person.ts';
import type { Owner } from '../../src/incident/person.ts';
import type { State } from '../../src/incident/state.ts';
import { FIELD_RULES } from '../../src/sync/fields.ts';
import { createSituation, play, quietDown } from '../support/sync-situation.ts';
import type { LastEdit, Situation } from '../support/sync-situation.ts';
import { NOBODY_KNOWS, anyStep } from '../support/sync-steps.ts';
import type { Step } from '../support/sync-steps.ts';

/**
 * Invariant: whatever people do on either side or in chat, at once or one after the other, whatever requests fail,
 * lose or swap their answers, however late and incomplete the lists are, and wherever the process dies, once all is
 * quiet the two sides tell one story, every comment and every alert is there once, what a person clearly set last is kept or told to
 * be lost, and the next cycle reads one list a side and writes nothing.
 */

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 150);

async function expectQuietAfter(script: Step[], turns: number[]): Promise<void> {
  const situation = await createSituation(turns);
  try {
    await play(situation, script);
    await quietDown(situation);
    expectOneStory(situation);
    expectCommentsOnce(situation);
    expectAlertsOnce(situation);
    await expectLastEditsKept(situation);
    expect(await situation.world.desk.syncNow()).toEqual({
      reads: 2,
      writes: 0,
      waiting: 0,
      faults: [],
    });
  } finally {
    await situation.world.close();
  }
}

test('after quiet both sides tell one story, nothing said or set is lost, and the next cycle is still', async () => {
  const script = fc.array(anyStep, { minLength: 1, maxLength: 20, size: 'max' });
  const turns = fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 7 });
  await fc.assert(fc.asyncProperty(script, turns, expectQuietAfter), { numRuns: RUNS });
}, 600_000);

function expectOneStory({ world, ids, mergedInto }: Situation): void {
  const { defenderSide, sentinelSide } = world.sides;
  const twins = new Set(ids.map((id) => world.twinOf(id)));
  expect([...sentinelSide.held.keys()].filter((name) => !twins.has(name))).toEqual([]);
  for (const id of ids) {
    if (mergedInto.has(id)) {
      // One that was merged before it was linked never gets a twin.
      expect([undefined, 'closed']).toContain(sentinelSide.held.get(world.twinOf(id))?.incident.state.status);
      continue;
    }
    const [defender, sentinel] = [defenderSide.must(id).incident, world.twin(id).incident];
    for (const field of FIELDS) {
      if (field === 'owner' && ownerKey(defender.owner) === NOBODY_KNOWS.toLowerCase()) continue;
      const rules = FIELD_RULES[field] as { agree(a: unknown, b: unknown): boolean };
      if (!rules.agree(defender[field], sentinel[field]))
        throw new Error(`${field} of ${id}: ${JSON.stringify([defender[field], sentinel[field]])}`);
    }
  }
}

function expectCommentsOnce({ world, ids, mergedInto, said }: Situation): void {
  for (const id of ids.filter((one) => !mergedInto.has(one)))
    expect(world.original(id).comments).toHaveLength(world.twin(id).comments.length);
  for (const { text, id } of said) {
    const home = survivorOf(id, mergedInto);
    const times = [world.original(home), world.twin(home)].map(
      ({ comments }) => comments.filter((one) => one.text.includes(text)).length,
    );
    expect([text, times]).toEqual([text, [1, 1]]);
  }
}

function expectAlertsOnce({ world, ids, mergedInto }: Situation): void {
  for (const id of ids.filter((one) => !mergedInto.has(one))) {
    const bookmarks = world.twin(id).bookmarks.map((name) => world.sides.bookmarks.get(name)!);
    const told = bookmarks.map(({ queryResult }) => (JSON.parse(queryResult) as { AlertId: string }).AlertId);
    expect(told.toSorted()).toEqual(
      world
        .original(id)
        .alerts.map((alert) => alert.id)
        .toSorted(),
    );
  }
}

function survivorOf(id: string, mergedInto: Map<string, string>): string {
  const next = mergedInto.get(id);
  return next === undefined ? id : survivorOf(next, mergedInto);
}

async function expectLastEditsKept({ world, mergedInto, lastEdits }: Situation): Promise<void> {
  const audit = await world.audit();
  for (const last of lastEdits.values()) {
    if (!last.isClear || mergedInto.has(last.id)) continue;
    const held = last.by === 'sentinel' ? world.twin(last.id) : world.original(last.id);
    if (isKept(last, held.incident)) continue;
    const link = await world.store.sync.linkById(world.context.connectionId, 'defender', last.id);
    const isTold = audit
      .slice(last.auditRows)
      .some(
        ({ incident, outcome, detail }) =>
          incident === link!.number &&
          /^(overruled|failed)/.test(outcome) &&
          [undefined, last.field].includes((detail as { field?: LastEdit['field'] } | null)?.field),
      );
    if (!isTold) throw new Error(`lost: ${JSON.stringify(last)}, held: ${JSON.stringify(held.incident[last.field])}`);
  }
}

function isKept({ field, value }: LastEdit, incident: Incident): boolean {
  switch (field) {
    case 'state': {
      const { status, classification } = value as State;
      return incident.state.status === status && incident.state.classification === classification;
    }
    case 'owner':
      return ownerKey(incident.owner) === ownerKey(value as Owner | null);
    case 'severity':
      return incident.severity === value;
    default:
      return field satisfies never;
  }
}
