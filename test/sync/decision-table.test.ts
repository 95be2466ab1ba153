import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { openState } from '../../src/incident/state.ts';
import type { Incident } from '../../src/incident/incident.ts';
import type { Base, Moves } from '../../src/sync/link.ts';
import { FIELD_RULES } from '../../src/sync/fields.ts';
import { POLICIES, policyForAll } from '../../src/sync/conflict-policy.ts';
import { MACHINE_NAMES } from '../../src/sync/observe/machine-names.ts';
import { planDecisions } from '../../src/sync/plan/plan-decisions.ts';

/** Holds docs/sync-table.md and the code to the same set of rows. */
const root = join(__dirname, '..', '..');
const table = readFileSync(join(root, 'docs', 'sync-table.md'), 'utf8');

const rows = table
  .split('\n')
  .filter((line) => /^\| (?!-|row)/.test(line))
  .map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );

function documentedRules(): Set<string> {
  const ids = rows.map(([id]) => id!).filter((id) => id !== '–');
  return new Set(ids.flatMap((id) => (/^\d+$/.test(id) ? [`S${id}`, `V${id}`, `O${id}`] : [id])));
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? sources(join(folder, entry.name)) : [readFileSync(join(folder, entry.name), 'utf8')],
  );
}

const severity = fc.constantFrom('high' as const, 'low' as const, 'unknown' as const);
const state = fc.constantFrom(openState('new'), openState('active'), {
  ...openState('new'),
  status: 'closed' as const,
});
const owner = fc.constantFrom(null, { upn: 'a@x.test', objectId: null, name: null });
const tags = fc.subarray(['a', 'b', 'c']);
const values = fc.record({ severity, state, owner, tags });
const move = fc.tuple(fc.integer({ min: 0, max: 50 }), fc.boolean(), fc.boolean()).map(([minute, exact, machine]) => {
  const at = (m: number) => `2026-03-01T08:${String(m).padStart(2, '0')}:00Z`;
  return { after: at(minute), by: at(minute + 1), exact, machine };
});
const side = fc.tuple(values, move).map(([fields, when]) => {
  const moves: Moves = { state: when, severity: when, owner: when, tags: when };
  const incident = { ...fields, createdAt: when.after, modifiedAt: when.by } as unknown as Incident;
  return { incident, moves };
});
const base: fc.Arbitrary<Base> = fc.option(fc.tuple(values, values), { nil: undefined }).map((halves) => {
  if (halves === undefined) return {};
  const [defender, sentinel] = halves;
  const pair = <K extends keyof typeof defender>(key: K) => ({ defender: defender[key], sentinel: sentinel[key] });
  return { state: pair('state'), severity: pair('severity'), owner: pair('owner'), tags: pair('tags') };
});

function reachedRules(): Set<string> {
  const reached = new Set<string>();
  fc.assert(
    fc.property(base, side, side, fc.constantFrom(...POLICIES), (common, defender, sentinel, name) => {
      const [policy, rules] = [policyForAll(name), FIELD_RULES];
      const input = { base: common, defender, sentinel, busy: new Set<never>(), clockSkewSeconds: 5, policy, rules };
      for (const { rule } of planDecisions(input)) reached.add(rule);
    }),
    { numRuns: 20_000, seed: 1 },
  );
  for (const text of sources(join(root, 'src', 'sync')))
    for (const [, id] of text.matchAll(/'([BCDKMAPR]\d)'/g)) reached.add(id!);
  return reached;
}

test('the documented rows are exactly the rows the code decides by', () => {
  expect([...reachedRules()].toSorted()).toEqual([...documentedRules()].toSorted());
});

test('no cell of the table is blank', () => {
  expect(rows.flat().filter((cell) => cell === '')).toEqual([]);
});

test('the table names every machine whose change loses to a person', () => {
  expect(MACHINE_NAMES.filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
});
