import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readRules } from '../../src/automation/read-rules.ts';
import { renderRulesSchema } from '../../src/automation/render-rules-schema.ts';

const contracts = join(__dirname, '../../docs/contracts');
const page = readFileSync(join(contracts, 'rules.md'), 'utf8');
const example: unknown = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)![1]!);
const isValid = new Ajv2020({ allowUnionTypes: true }).compile(JSON.parse(renderRulesSchema()) as object);

describe('docs/contracts/rules', () => {
  it('has the schema that the reader of the file makes', () => {
    const kept = readFileSync(join(contracts, 'rules.schema.json'), 'utf8');
    expect(JSON.parse(kept)).toEqual(JSON.parse(renderRulesSchema()));
  });

  it('has an example that the schema and the bot take, with every kind of action', () => {
    isValid(example);
    expect(isValid.errors).toBeNull();
    const { rules, faults } = readRules(example);
    expect(faults).toEqual([]);
    const kinds = new Set(rules.flatMap(({ asks }) => asks.map(({ kind }) => kind)));
    expect([...kinds].toSorted()).toEqual(['activate', 'assign', 'close', 'comment', 'notify', 'severity', 'tags']);
  });

  it('has a schema that takes no key without a meaning and no value that is not accepted', () => {
    const rule = { name: 'VIP', when: 'created', then: [{ severity: 'high' }] };
    expect(isValid({ rules: [rule] })).toBe(true);
    expect(isValid({ rules: [{ ...rule, unless: {} }] })).toBe(false);
    expect(isValid({ rules: [{ ...rule, then: [{ severity: 'urgent' }] }] })).toBe(false);
    expect(isValid({ rules: [{ ...rule, then: [] }] })).toBe(false);
  });

  it('tells every key and every refusal', () => {
    const told = new Set([...page.matchAll(/`([^`\n]+)`/g)].map(([, word]) => word!));
    const keys = ['name', 'when', 'changed', 'if', 'then', 'stop', 'severity', 'status', 'tags', 'title', 'product'];
    for (const key of [...keys, 'source', 'owner', 'existsOn', 'changedOn', 'assign', 'close', 'comment', 'notify'])
      expect(told).toContain(key);
    for (const code of ['person', 'putBack', 'frozen', 'tooLong', 'tooOften'])
      expect(told).toContain(`refused:${code}`);
  });
});
