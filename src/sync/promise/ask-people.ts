import type { Field } from '../../incident/incident.ts';
import { foundOut } from '../history/event.ts';
import type { Link } from '../link.ts';
import type { Decision } from '../plan/decision.ts';
import type { Records } from '../ports/records.ts';

/** Keeps the questions of a link: one that is still open keeps its age, one the facts have answered is dropped. */
export async function askPeople(records: Records, link: Link, decisions: Decision[], now: string): Promise<void> {
  const before = link.questions;
  const asked = decisions.filter(({ kind }) => kind === 'ask').map(({ field }) => field);
  link.questions = Object.fromEntries(asked.map((field) => [field, before[field] ?? now]));
  const fresh = asked.filter((field) => before[field] === undefined);
  for (const field of fresh) await records.appendEvent(foundOut(link, now, { kind: 'asked', field }));
  const isAnswered = (Object.keys(before) as Field[]).some((field) => !asked.includes(field));
  if (fresh.length > 0 || isAnswered) link.version += 1;
}
