import { z } from 'zod';
import { entityFields } from '../../incident/entity.ts';
import type { Entity } from '../../incident/entity.ts';
import { mapEntity } from './entity-mapping.ts';
import { EVIDENCE, VERDICT } from './evidence-table.ts';

const WireEvidence = z.looseObject({ '@odata.type': z.string().catch('') });
const TYPE = /^#?microsoft\.graph\.security\.([a-z]\w{0,63}?)(?:Evidence)?$/i;

/**
 * One piece of Graph's evidence as an entity. A type that no table knows, or one Sentinel has no entity for, is
 * passed through by name with what it holds itself; null for what is no object at all, or tells nothing.
 */
export function toEntity(evidence: unknown): Entity | null {
  const parsed = WireEvidence.safeParse(evidence);
  if (!parsed.success) return null;
  const { '@odata.type': typeName, ...members } = parsed.data;
  const name = TYPE.exec(typeName)?.[1] ?? 'unknown';
  const mapping = Object.hasOwn(EVIDENCE, name) ? EVIDENCE[name] : undefined;
  const entity = mapping === undefined ? passThrough(pascal(name), members) : mapEntity(mapping, members);
  if (Object.keys(entity.fields).length === 0) return null;
  const verdict = mapEntity({ kind: entity.kind, fields: VERDICT }, members).fields;
  return { kind: entity.kind, fields: { ...verdict, ...entity.fields } };
}

/** What the evidence tells of its origin and handling is no property of the thing itself. */
const NOT_ITS_OWN = ['createdDateTime', 'remediationStatusDetails', ...Object.values(VERDICT).map(String)];
/** Its own values, and those of what it belongs to (a pod's namespace). */
const DEPTH = 2;

function passThrough(kind: string, members: Record<string, unknown>): Entity {
  const own = Object.entries(members).filter(([name]) => !NOT_ITS_OWN.includes(name));
  return { kind, fields: entityFields(own.map(pascalEntry(kind)), DEPTH) };
}

/** An entity's own `Type` is its kind, so a member of that name is called `ContainerType`, say. */
function pascalEntry(kind: string) {
  return ([name, value]: [string, unknown]): [string, unknown] => {
    const title = pascal(name);
    return [title === 'Type' ? `${kind}Type` : title, value];
  };
}

function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
