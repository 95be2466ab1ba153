import type { Field } from '../../incident/incident.ts';
import type { Link } from '../link.ts';
import type { Decision } from '../plan/decision.ts';

/** Keeps the questions of a link: one that is still open keeps its age, one the facts have answered is dropped. */
export function askPeople(link: Link, decisions: Decision[], now: string): void {
  const before = link.questions;
  const asked = decisions.filter(({ kind }) => kind === 'ask').map(({ field }) => field);
  link.questions = Object.fromEntries(asked.map((field) => [field, before[field] ?? now]));
  const isNew = asked.some((field) => before[field] === undefined);
  const isAnswered = (Object.keys(before) as Field[]).some((field) => !asked.includes(field));
  if (isNew || isAnswered) link.version += 1;
}
