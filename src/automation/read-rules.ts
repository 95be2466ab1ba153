import type { RuleAsk } from '../sync/act/rule-ask.ts';
import type { Rule } from './rule.ts';
import { RulesFile } from './rules-file.ts';
import type { ActionEntry, RuleEntry } from './rules-file.ts';

/** One thing that is wrong with the file. */
export interface RuleFault {
  /** `rules[2].then[0].severity`; empty: the whole of it. */
  place: string;
  found: string;
  accepted: string;
}

/** The rules that parsed JSON holds, in the order they are asked; or every fault of it, each with its place. */
export function readRules(json: unknown): { rules: Rule[]; faults: RuleFault[] } {
  const file = RulesFile.safeParse(json);
  if (!file.success) return { rules: [], faults: file.error.issues.flatMap((issue) => toFaults(issue, json)) };
  const faults = file.data.rules.flatMap((entry, index) => checkRule(entry, index, file.data.rules));
  return { rules: faults.length > 0 ? [] : file.data.rules.map(toRule), faults };
}

function toFaults(
  issue: { code: string; path: PropertyKey[]; message: string; keys?: string[] },
  json: unknown,
): RuleFault[] {
  const { path, message: accepted } = issue;
  if (issue.code === 'unrecognized_keys')
    return (issue.keys ?? []).map((key) => ({
      place: placeOf([...path, key]),
      found: 'a key without a meaning',
      accepted,
    }));
  return [{ place: placeOf(path), found: show(valueAt(json, path)), accepted }];
}

/** What only shows when several keys, or several rules, are seen together. */
function checkRule({ name, when, changed }: RuleEntry, index: number, rules: RuleEntry[]): RuleFault[] {
  const place = `rules[${index}]`;
  const first = rules.findIndex((other) => other.name.toLowerCase() === name.toLowerCase());
  const faults: RuleFault[] = [];
  if (first < index)
    faults.push({ place: `${place}.name`, found: `the name of rules[${first}]`, accepted: 'a name of its own' });
  if (changed !== undefined && !when.includes('updated'))
    faults.push({ place: `${place}.changed`, found: show(changed), accepted: 'nothing, unless "when" has updated' });
  return faults;
}

function toRule({ name, when, changed, if: conditions, then, stop }: RuleEntry): Rule {
  return {
    name,
    when,
    changed: changed ?? null,
    conditions: conditions ?? {},
    asks: then.map(toAsk),
    stop: stop ?? false,
  };
}

function toAsk(action: ActionEntry): RuleAsk {
  const { assign, severity, tags, status, close, comment, notify } = action;
  if (assign !== undefined) return { kind: 'assign', to: ownerOf(assign) };
  if (severity !== undefined) return { kind: 'severity', severity };
  if (tags !== undefined) {
    const signed = (sign: string) => tags.filter((tag) => tag.startsWith(sign)).map((tag) => tag.slice(1).trim());
    return { kind: 'tags', add: signed('+'), remove: signed('-') };
  }
  if (status !== undefined) return { kind: 'activate' };
  if (close !== undefined)
    return {
      kind: 'close',
      classification: close.classification,
      determination: close.determination ?? null,
      note: close.note ?? null,
    };
  if (comment !== undefined) return { kind: 'comment', text: comment };
  return { kind: 'notify', conversationId: notify!.conversation, text: notify!.text ?? '' };
}

function ownerOf(person: string): { upn: string | null; objectId: string | null; name: null } | null {
  if (person === 'nobody') return null;
  const isUpn = person.includes('@');
  return { upn: isUpn ? person : null, objectId: isUpn ? null : person.toLowerCase(), name: null };
}

function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((value: unknown, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], json);
}

function show(found: unknown): string {
  if (found === undefined) return 'nothing';
  const text = JSON.stringify(found);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
