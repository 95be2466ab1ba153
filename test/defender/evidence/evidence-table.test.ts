import type { Fields, Source } from '../../../src/defender/evidence/entity-mapping.ts';
import { alternatives } from '../../../src/defender/evidence/entity-mapping.ts';
import { EVIDENCE, PASSED_THROUGH, VERDICT } from '../../../src/defender/evidence/evidence-table.ts';
import { toEntity } from '../../../src/defender/evidence/to-entity.ts';
import { ENTITY_KINDS } from '../../../src/incident/entity.ts';
import { propertyType, readCsdl } from '../../support/csdl.ts';
import type { ComplexType } from '../../support/csdl.ts';
import { describeWithSpecs } from '../../support/shared-specs.ts';

describeWithSpecs('the evidence Graph documents', 'graph/security-v1.0.extract.csdl.xml', (read) => {
  const types = readCsdl(String(read()));
  const documented = [...types].flatMap(([name, { base }]) =>
    base === 'alertEvidence' ? [name.replace(/Evidence$/, '')] : [],
  );

  // Where the schema is not at hand these are skipped, but still listed.
  const names = documented.length === 0 ? ['a type'] : documented;

  test('is mapped or deliberately passed through, every type of it, and nothing else is', () => {
    expect(documented.length).toBeGreaterThan(40);
    expect([...Object.keys(EVIDENCE), ...PASSED_THROUGH].toSorted()).toEqual(documented.toSorted());
  });

  test.each(names)('%s: each field comes from a property there is', (name) => {
    const fields = { ...VERDICT, ...EVIDENCE[name]?.fields };
    expect(wrongPaths(types, `${name}Evidence`, fields)).toEqual([]);
  });

  test.each(names)('%s: a piece of it with every property is told', (name) => {
    const type = `${name}Evidence`;
    const evidence = { '@odata.type': `#microsoft.graph.security.${type}`, ...(sample(types, type) as object) };
    const entity = toEntity(evidence)!;
    expect(entity.kind).toBe(EVIDENCE[name]?.kind ?? name.charAt(0).toUpperCase() + name.slice(1));
    const own = Object.keys(entity.fields).filter((field) => !Object.hasOwn(VERDICT, field));
    expect(own.length).toBeGreaterThan(0);
    // A mapped type tells all that its table names.
    expect(Object.keys(EVIDENCE[name]?.fields ?? {}).filter((field) => !own.includes(field))).toEqual([]);
  });

  test('reaches every entity type Sentinel documents', () => {
    const reached = new Set(Object.values(EVIDENCE).map(({ kind }) => kind));
    expect(ENTITY_KINDS.filter((kind) => !reached.has(kind))).toEqual([]);
  });
});

function wrongPaths(types: Map<string, ComplexType>, type: string, fields: Fields): string[] {
  return Object.values(fields).flatMap((sources) =>
    alternatives(sources).flatMap((source) => wrongPath(types, type, source)),
  );
}

function wrongPath(types: Map<string, ComplexType>, type: string, source: Source): string[] {
  const path = typeof source === 'string' ? source : source.from;
  let at: string | undefined = type;
  for (const name of path === '' ? [] : path.split('.')) {
    // Some types are named by the extract of the schema, but not in it.
    if (at !== undefined && !types.has(at)) return [];
    at = at === undefined ? undefined : propertyType(types, at, name);
  }
  if (at === undefined) return [`${type}.${path}`];
  if (typeof source === 'string' || 'as' in source) return [];
  if ('each' in source)
    return at.endsWith('[]') ? wrongPaths(types, at.slice(0, -2), source.each) : [`${path} is no list`];
  return wrongPaths(types, at, source.part);
}

/** Something with a value for every property, a few steps deep. */
function sample(types: Map<string, ComplexType>, type: string, depth = 4): unknown {
  if (type.endsWith('[]')) return [sample(types, type.slice(0, -2), depth)];
  const known = types.get(type);
  if (known !== undefined) {
    if (depth === 0) return null;
    const base = known.base === null ? {} : sample(types, known.base, depth);
    const own = [...known.properties].map(([name, of]) => [name, sample(types, of, depth - 1)]);
    return { ...(base as object), ...Object.fromEntries(own) };
  }
  if (/^Edm\.(Int|Double)/.test(type)) return 7;
  if (type === 'Edm.Boolean') return true;
  if (type === 'emailSender') return { emailAddress: 'a@b.example', displayName: 'A', domainName: 'b.example' };
  return type === 'Edm.String' ? '/subscriptions/s@x.example' : 'something';
}
