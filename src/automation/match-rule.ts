import type { Field } from '../incident/incident.ts';
import { ownerKey } from '../incident/person.ts';
import type { Owner } from '../incident/person.ts';
import { foldTag } from '../incident/tags.ts';
import type { IncidentEvent } from '../sync/history/event.ts';
import { fold, matchesGlob } from './glob.ts';
import { PLACES } from './rule.ts';
import type { Changeable, Conditions, Place, Rule } from './rule.ts';
import type { Subject } from './subject.ts';

/** What of an event a rule looks at. */
export type Occurrence = Pick<IncidentEvent, 'kind' | 'field' | 'origin'>;

const NAME_OF: Record<Field, Changeable> = { state: 'status', severity: 'severity', owner: 'owner', tags: 'tags' };

/**
 * Whether an event is one that rules answer to: an incident was seen for the first time, or somebody other than a rule
 * or the sync changed a field. That nothing they cause is asked about again is what keeps rules from going round.
 */
export function isForRules({ kind, origin }: Occurrence): boolean {
  return (kind === 'opened' || kind === 'changed') && (PLACES as readonly string[]).includes(origin);
}

/** Whether a rule answers to such an event, whatever the incident is like. */
export function answersTo({ when, changed, conditions }: Rule, { kind, field, origin }: Occurrence): boolean {
  if (conditions.changedOn !== undefined && !conditions.changedOn.includes(origin as Place)) return false;
  if (kind === 'opened') return when.includes('created');
  return when.includes('updated') && (changed === null || (field !== null && changed.includes(NAME_OF[field])));
}

/** Whether an incident is one a rule speaks of. Everything it says must hold; of a list, one is enough. */
export function speaksOf({ conditions }: Pick<Rule, 'conditions'>, subject: Subject): boolean {
  const { severity, status, title, product, source, owner, existsOn } = conditions;
  const isOneOf = (list: readonly string[] | undefined, found: readonly string[]) =>
    list === undefined || list.some((one) => found.some((other) => fold(other) === fold(one)));
  return (
    (severity?.includes(subject.severity) ?? true) &&
    (status?.includes(subject.state.status) ?? true) &&
    hasTags(conditions.tags, subject.tags) &&
    (title?.contains?.some((piece) => fold(subject.title).includes(fold(piece))) ?? true) &&
    (title?.matches?.some((pattern) => matchesGlob(subject.title, pattern)) ?? true) &&
    isOneOf(product, subject.products) &&
    isOneOf(source, subject.source === null ? [] : [subject.source]) &&
    (owner?.some((one) => isOwner(one, subject.owner)) ?? true) &&
    (existsOn === undefined || isOn(existsOn, subject))
  );
}

function hasTags(wanted: Conditions['tags'], tags: readonly string[]): boolean {
  const present = new Set(tags.map(foldTag));
  const has = (tag: string) => present.has(foldTag(tag));
  return (wanted?.any?.some(has) ?? true) && (wanted?.all?.every(has) ?? true) && !(wanted?.none?.some(has) ?? false);
}

function isOwner(wanted: string, owner: Owner | null): boolean {
  const isNobody = ownerKey(owner) === null;
  if (wanted === 'nobody') return isNobody;
  if (wanted === 'anybody') return !isNobody;
  return [owner?.upn, owner?.objectId].some((known) => known?.toLowerCase() === wanted.toLowerCase());
}

function isOn(side: NonNullable<Conditions['existsOn']>, { onDefender, onSentinel }: Subject): boolean {
  if (side === 'both') return onDefender && onSentinel;
  return side === 'defender' ? onDefender : onSentinel;
}
