import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import draft6 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' };
import { fillTemplate } from '../../src/cards/adaptive-card.ts';
import { checkCard } from '../../src/simulator/teams/check-card.ts';
import { walkCard } from '../../src/simulator/teams/card-walk.ts';
import { describeWithSpecs } from '../support/shared-specs.ts';

const folder = join(__dirname, '../../adaptive-cards');
const names = readdirSync(folder)
  .filter((file) => !file.endsWith('.sample.json'))
  .map((file) => file.replace('.json', ''));
const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>;
const filled = (name: string) => fillTemplate(read(`${name}.json`), read(`${name}.sample.json`));

/** The card as a client draws it that knows no charts, which no published schema does. */
function withFallbacks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withFallbacks);
  if (typeof value !== 'object' || value === null) return value;
  const { type, fallback } = value as { type?: unknown; fallback?: unknown };
  if (typeof type === 'string' && type.startsWith('Chart.')) return fallback;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withFallbacks(member)]));
}

describe.each(names)('adaptive-cards/%s.json with its sample data', (name) => {
  const card = filled(name);
  const nodes = walkCard(card);

  it('is taken by Teams', () => {
    expect(checkCard(card)).toEqual([]);
  });

  it('has nothing left to fill in', () => {
    expect(JSON.stringify(card)).not.toMatch(/\$\{|\$when|\$data/);
  });

  it('reads well on a phone: text wraps, at most two columns, six buttons a row', () => {
    for (const { node, type } of nodes) {
      if (type === 'TextBlock') expect(node.wrap).toBe(true);
      if (type === 'ColumnSet') expect((node.columns as unknown[]).length).toBeLessThanOrEqual(2);
      if (type === 'ActionSet') expect((node.actions as unknown[]).length).toBeLessThanOrEqual(6);
    }
  });

  it('says in text what its charts say, where they are drawn and where they are not', () => {
    const texts = nodes.flatMap(({ node, type, isFallback }) =>
      type === 'TextBlock' && !isFallback ? [node.text] : [],
    );
    for (const { node } of nodes.filter(({ type }) => type.startsWith('Chart.'))) {
      expect(node.fallback).toMatchObject({ type: 'TextBlock', text: expect.stringMatching(/\d/) });
      const numbers = JSON.stringify(node.data).match(/(?<="(?:y|value)":)\d+/g)!;
      for (const number of numbers) expect(texts.join(' ')).toMatch(new RegExp(`\\b${number}\\b`));
    }
  });

  it('labels its inputs and says what is wrong with them', () => {
    for (const { node, type } of nodes.filter((one) => one.type.startsWith('Input.'))) {
      expect({ type, id: node.id, label: node.label, error: node.errorMessage }).toEqual({
        type,
        id: expect.any(String),
        label: expect.stringMatching(/\w/),
        error: expect.stringMatching(/\w/),
      });
    }
  });

  it('keeps every button in an action set, with the verb in its data and a fallback for phones', () => {
    expect(card.actions).toBeUndefined();
    const executes = nodes.filter((one) => one.type === 'Action.Execute' && one.path !== 'refresh.action');
    for (const { node } of executes) {
      expect((node.data as { verb: string }).verb).toBe(node.verb);
      expect(node.fallback).toEqual({ type: 'Action.Submit', title: node.title, data: node.data });
    }
  });
});

describeWithSpecs('the published schema 1.5', 'teams/adaptive-cards/adaptive-card.1.5.0.schema.json', (schema) => {
  it.each(names)('accepts %s', (name) => {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    ajv.addMetaSchema(draft6);
    // Draft 06 calls it $id; the published file kept draft 04's word.
    const { id: _, ...draft06 } = schema() as Record<string, unknown>;
    const validate = ajv.compile(draft06);
    // Teams' own addition, of which that schema knows nothing.
    const { msteams: _added, ...card } = filled(name);
    const isValid = validate(withFallbacks(card));
    expect({ isValid, errors: isValid ? null : validate.errors?.slice(0, 3) }).toEqual({ isValid: true, errors: null });
  });
});
