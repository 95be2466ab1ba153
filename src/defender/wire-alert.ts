import { z } from 'zod';
import { foldName, spellings, textOrNull } from '../azure/wire-text.ts';
import { MOST_ALERTS } from '../incident/alert.ts';
import type { Alert, AlertList } from '../incident/alert.ts';
import { MOST_ENTITIES, cutText } from '../incident/entity.ts';
import type { Entity } from '../incident/entity.ts';
import { SEVERITIES } from '../incident/severity.ts';
import type { Severity } from '../incident/severity.ts';
import type { Status } from '../incident/state.ts';
import { isTimestamp } from '../incident/timestamp.ts';

/**
 * How alerts are read off either API: only an id is insisted on. Whatever else is missing or not what it should be
 * is left out, so that one odd value costs neither the alert nor its neighbours.
 */
export const Text = z.string().nullish().catch(null);
export const Items = z.array(z.unknown()).nullish().catch(null);
export const Timestamp = z.string().refine(isTimestamp).nullish().catch(null);

const SEVERITY = spellings<Severity>(SEVERITIES, { unspecified: 'unknown' });
const STATUS: ReadonlyMap<string, Status> = new Map([
  ['new', 'new'],
  ['inprogress', 'active'],
  ['active', 'active'],
  ['active/inprogress', 'active'],
  ['resolved', 'closed'],
]);
const LONGEST_TITLE = 500;
const LONGEST_NAME = 200;
const MOST_TECHNIQUES = 50;
const LONGEST_FAULT = 300;

export function toSeverity(severity: string | null | undefined): Severity {
  return SEVERITY.get(foldName(severity)) ?? 'unknown';
}

export function toStatus(status: string | null | undefined): Status | null {
  return STATUS.get(foldName(status)) ?? null;
}

export function toTitle(title: string | null | undefined, id: string): string {
  return cutText(textOrNull(title)?.trim() ?? `Defender alert ${id}`, LONGEST_TITLE);
}

export function toName(text: string | null | undefined): string | null {
  const name = textOrNull(text);
  return name === null ? null : cutText(name.trim(), LONGEST_NAME);
}

export function toTechniques(techniques: readonly unknown[] | null | undefined): string[] {
  const names = (techniques ?? []).filter((name): name is string => typeof name === 'string' && name !== '');
  return names.slice(0, MOST_TECHNIQUES).map((name) => cutText(name, LONGEST_NAME));
}

/** What of a list of evidence is none, in words for people: it is left out. */
export function faultsOf(alert: unknown, name: string, id: string): string[] {
  const list: unknown = (alert as Record<string, unknown>)[name];
  if (list === null || list === undefined) return [];
  if (!Array.isArray(list)) return [`${name} of alert ${id}: not a list`];
  const isItem = (item: unknown) => typeof item === 'object' && item !== null && !Array.isArray(item);
  return list.flatMap((item, index) => (isItem(item) ? [] : [`${name}.${index} of alert ${id}: not an object`]));
}

/** The entities of what an alert carries, each once. */
export function toEntities<T>(items: readonly T[], toEntity: (item: T) => Entity | null): Entity[] {
  const entities = new Map<string, Entity>();
  for (const item of items) {
    if (entities.size === MOST_ENTITIES) break;
    const entity = toEntity(item);
    if (entity !== null) entities.set(JSON.stringify(entity), entity);
  }
  return [...entities.values()];
}

/** An alert as far as it could be read: null without an id. `faults` says what could not, in words for people. */
export interface ReadAlert {
  alert: Alert | null;
  faults: string[];
}

/** The alerts of a list, each once; `hasMore` says that the list goes on. */
export function toAlertList(
  items: readonly unknown[],
  hasMore: boolean,
  toAlert: (item: unknown) => ReadAlert,
): AlertList {
  const read = items.map(toAlert);
  const known = new Map(read.flatMap(({ alert }) => (alert === null ? [] : [[alert.id, alert] as const])));
  return {
    alerts: [...known.values()].slice(0, MOST_ALERTS),
    more: hasMore || known.size > MOST_ALERTS,
    unreadable: read.flatMap(({ faults }, index) =>
      faults.map((fault) => cutText(`${fault} (alert ${index + 1})`, LONGEST_FAULT)),
    ),
  };
}
