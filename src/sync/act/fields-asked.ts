import type { FieldValues } from '../../incident/incident.ts';
import type { Person } from '../../incident/person.ts';
import type { Pair } from '../../incident/side.ts';
import { openState } from '../../incident/state.ts';
import type { State } from '../../incident/state.ts';
import { reasonFor } from '../../incident/translate-state.ts';
import { uniqueTags } from '../../incident/tags.ts';
import type { Ask, PersonAction } from '../ports/desk.ts';

/** What a person's wish means for each side, spelt as that side spells it. */
export type FieldAsked =
  | { field: 'state'; values: Pair<State> }
  | { field: 'owner'; values: Pair<FieldValues['owner']> }
  | { field: 'tags'; values: Pair<string[]> }
  | { field: 'severity'; values: Pair<FieldValues['severity']> };

/** The field an action sets on both sides; null where it does something else. */
export function fieldAsked({ ask, by }: PersonAction): FieldAsked | null {
  switch (ask.kind) {
    case 'assign':
      return { field: 'owner', values: onBoth(ask.to === null ? null : ownerOf(ask.to)) };
    case 'handoff':
      return { field: 'owner', values: onBoth(ownerOf(ask.to)) };
    case 'activate':
    case 'reopen':
      return { field: 'state', values: onBoth(openState('active')) };
    case 'close':
      return { field: 'state', values: closure(ask, by) };
    case 'tags':
      return { field: 'tags', values: onBoth(uniqueTags(ask.tags)) };
    case 'severity':
      return { field: 'severity', values: onBoth(ask.severity) };
    case 'comment':
    case 'undo':
    case 'keep':
    case 'repair':
    case 'retry':
      return null;
    default:
      return ask satisfies never;
  }
}

/** The text an action leaves as a comment on both sides; null where it leaves none. */
export function commentAsked({ ask }: PersonAction): string | null {
  if (ask.kind === 'comment') return ask.text;
  if (ask.kind === 'handoff') return handedOffTo(ask.to, ask.note);
  return ask.kind === 'close' && ask.comment !== null && ask.comment.trim() !== '' ? ask.comment : null;
}

/** What a handoff leaves as a comment. */
export function handedOffTo(to: Pick<Person, 'name'>, note: string): string {
  return `Handed off to ${to.name}: ${note}`;
}

/** Both systems record the application as the author of what it writes, so the text names the person. */
export function attributed(by: Person, text: string): string {
  return `${by.name} via Teams: ${text}`;
}

function closure(ask: Ask & { kind: 'close' }, by: Person): Pair<State> {
  const { classification } = ask;
  const determination = ask.determination ?? (classification === 'undetermined' ? null : 'other');
  const text = ask.comment?.trim() ?? '';
  const note = text === '' ? `Closed by ${by.name} via Teams` : attributed(by, text);
  const reason = ask.reason ?? reasonFor(classification, determination);
  return {
    defender: { status: 'closed', classification, determination, reason: null, note },
    sentinel: { status: 'closed', classification, determination: null, reason, note },
  };
}

function ownerOf({ upn, objectId, name }: Person): FieldValues['owner'] {
  return { upn, objectId, name };
}

function onBoth<T>(value: T): Pair<T> {
  return { defender: value, sentinel: value };
}
