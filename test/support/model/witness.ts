import type { Field, FieldValues } from '../../../src/incident/incident.ts';
import type { Side } from '../../../src/incident/side.ts';
import { openState } from '../../../src/incident/state.ts';
import type { Asked } from '../asked.ts';

/** Edits of one thing closer to each other than this have no clear order. */
const CLEARLY_LATER_MILLISECONDS = 30_000;

export type Place = Side | 'chat';

/** Who did something, where and when. */
export interface Deed {
  id: string;
  by: Place;
  /** Milliseconds of our clock. */
  at: number;
  /** Rows the audit had before it. */
  auditRows: number;
}

/** The last thing a person did to a field of an incident. */
export interface LastEdit extends Deed {
  field: Exclude<Field, 'tags'>;
  value: unknown;
  /** Nothing else was done to it shortly before, so that it has to win or be told that it lost. */
  isClear: boolean;
}

/** The last time somebody added or removed a tag. */
export interface LastTag extends Deed {
  tag: string;
  isThere: boolean;
  isClear: boolean;
}

export interface Said {
  text: string;
  where: Place;
  id: string;
  /** The process died while it was said in chat: it may have been taken or not. */
  isDoubtful: boolean;
}

/** What people did, as they would tell it. It knows nothing of how the sync decides. */
export interface Witness {
  said: Said[];
  /** By incident and field. */
  lastEdits: Map<string, LastEdit>;
  /** By incident and tag. */
  lastTags: Map<string, LastTag>;
  /** `incident/tag` of every list of tags that was sent and not answered: whether it arrived, nobody can say. */
  unanswered: Set<string>;
  /** The same where the process died meanwhile. */
  lost: Set<string>;
  /** The same of every list that was sent since the step began in which the process may die. */
  sent: Set<string>;
  /** `incident/field` of what anybody set in a portal. */
  setInPortal: Set<string>;
  /** By incident, when something was done to it of which nobody knows what it did. */
  blurredAt: Map<string, number>;
}

export function createWitness(): Witness {
  return {
    said: [],
    lastEdits: new Map(),
    lastTags: new Map(),
    unanswered: new Set(),
    lost: new Set(),
    sent: new Set(),
    setInPortal: new Set(),
    blurredAt: new Map(),
  };
}

/** Somebody set fields to these values. */
export function noteEdit(witness: Witness, deed: Deed, changes: Partial<FieldValues>): void {
  const { lastEdits, blurredAt, setInPortal } = witness;
  for (const [name, value] of Object.entries(changes)) {
    if (deed.by !== 'chat') setInPortal.add(`${deed.id}/${name}`);
    if (name === 'tags') continue;
    const field = name as LastEdit['field'];
    const before = lastEdits.get(`${deed.id}/${field}`);
    if (before !== undefined && before.at > deed.at) continue;
    lastEdits.set(`${deed.id}/${field}`, {
      ...deed,
      field,
      value,
      isClear: isClearlyAfter(before?.at, deed) && isClearlyAfter(blurredAt.get(deed.id), deed),
    });
  }
}

/** Somebody replaced a list of tags by another one. `elsewhere`: the lists of everybody else then. */
export function noteTags(
  { lastTags, blurredAt, unanswered, lost }: Witness,
  deed: Deed,
  { before, after, elsewhere }: { before: string[]; after: string[]; elsewhere: string[][] },
): void {
  const [old, next] = [folded(before), folded(after)];
  for (const tag of new Set([...old, ...next])) {
    if (old.has(tag) === next.has(tag)) continue;
    const last = lastTags.get(`${deed.id}/${tag}`);
    if (last !== undefined && last.at > deed.at) continue;
    // Where a tag was here and not there, what becomes of an edit depends on what was on its way. A click stands anyway.
    const wasOneStory = elsewhere.every((tags) => folded(tags).has(tag) === old.has(tag));
    const isAnswered = [unanswered, lost].every((tags) => !tags.has(`${deed.id}/${tag}`));
    const isSure = deed.by === 'chat' || (wasOneStory && isAnswered);
    const isClear = isSure && isClearlyAfter(last?.at, deed) && isClearlyAfter(blurredAt.get(deed.id), deed);
    lastTags.set(`${deed.id}/${tag}`, { ...deed, tag, isThere: next.has(tag), isClear });
  }
}

/** From here on nobody can say what was last done to these fields of an incident; to any, where none is named. */
export function blur({ lastEdits, lastTags, blurredAt }: Witness, id: string, at: number, fields?: string[]): void {
  blurredAt.set(id, at);
  for (const last of lastEdits.values())
    if (last.id === id && fields?.includes(last.field) !== false) last.isClear = false;
  if (fields?.includes('tags') !== false)
    for (const last of lastTags.values()) if (last.id === id) last.isClear = false;
}

/** What somebody last set on one side to one of these fields may be written over unseen. */
export function excuse({ lastEdits, lastTags }: Witness, id: string, by: Place, fields: readonly string[]): void {
  for (const last of [...lastEdits.values(), ...lastTags.values()])
    if (last.id === id && last.by === by && fields.includes('tag' in last ? 'tags' : last.field)) last.isClear = false;
}

/** What a click sets; the closing note is the engine's to word. */
export function changesOf(ask: Asked): Partial<FieldValues> {
  switch (ask.kind) {
    case 'severity':
      return { severity: ask.severity };
    case 'assign':
    case 'handoff':
      return { owner: ask.to };
    case 'tags':
      return { tags: ask.tags };
    case 'activate':
    case 'reopen':
      return { state: openState('active') };
    case 'close': {
      const { classification, determination } = ask;
      return { state: { status: 'closed', classification, determination, reason: null, note: '' } };
    }
    default:
      return {};
  }
}

/** Tags are compared so: neither case nor space around them makes another one. */
export function folded(tags: readonly string[]): Set<string> {
  return new Set(tags.map((tag) => tag.trim().toLowerCase()));
}

function isClearlyAfter(before: number | undefined, { at }: Deed): boolean {
  return before === undefined || at - before > CLEARLY_LATER_MILLISECONDS;
}
