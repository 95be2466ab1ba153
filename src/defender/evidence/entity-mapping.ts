import { entityFields } from '../../incident/entity.ts';
import type { Entity } from '../../incident/entity.ts';

/**
 * Where a field of an entity comes from: a path into the evidence (`userAccount.userSid`); a path whose value has to
 * be put differently; or a part that is an entity itself, one or a list of them. Of several the first that has a
 * value counts.
 */
export type Source =
  | string
  | { from: string; as: (value: unknown) => unknown }
  | { from: string; part: Fields }
  | { from: string; each: Fields };

export type Fields = Readonly<Record<string, Source | readonly Source[]>>;

export interface EntityMapping {
  kind: string;
  fields: Fields;
}

/** The evidence, or a part of it, as the entity the mapping makes of it. */
export function mapEntity({ kind, fields }: EntityMapping, evidence: unknown): Entity {
  return { kind, fields: entityFields(Object.entries(readFields(fields, evidence))) };
}

/** The value at a path; undefined where there is none. An empty path is the value itself. */
export function valueAt(path: string, value: unknown): unknown {
  if (path === '') return value;
  return path.split('.').reduce((part: unknown, name) => {
    return typeof part === 'object' && part !== null && Object.hasOwn(part, name)
      ? (part as Record<string, unknown>)[name]
      : undefined;
  }, value);
}

function readFields(fields: Fields, evidence: unknown): Record<string, unknown> {
  const read = Object.entries(fields).map(([name, sources]) => [name, firstValue(alternatives(sources), evidence)]);
  return Object.fromEntries(read);
}

function firstValue(sources: readonly Source[], evidence: unknown): unknown {
  for (const source of sources) {
    const value = readSource(source, evidence);
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return null;
}

function readSource(source: Source, evidence: unknown): unknown {
  if (typeof source === 'string') return valueAt(source, evidence);
  const value = valueAt(source.from, evidence);
  if (value === undefined || value === null) return null;
  if ('as' in source) return source.as(value);
  if ('part' in source) return readFields(source.part, value);
  return Array.isArray(value) ? value.map((item) => readFields(source.each, item)) : null;
}

/** The sources of a field, best first. */
export function alternatives(sources: Source | readonly Source[]): readonly Source[] {
  return Array.isArray(sources) ? (sources as readonly Source[]) : [sources as Source];
}
