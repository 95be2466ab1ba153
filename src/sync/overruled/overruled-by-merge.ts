import type { Field } from '../../incident/incident.ts';
import { describeMove } from './describe-overruled.ts';
import { FIELD_RULES } from '../fields.ts';
import type { Link, Overruled } from '../link.ts';
import { fieldOf } from '../link.ts';

/**
 * What people hear of a change that was made in Sentinel and not carried when Defender folded the incident into another
 * one: there is no other side any more to carry it to. Null where there is no such change.
 */
export function overruledByMerge(link: Link, field: Field, at: string): Overruled | null {
  const { defender, sentinel } = link;
  if (defender === null || sentinel?.goneSince !== null || sentinel.moves[field] === undefined) return null;
  const [there, here] = [defender, sentinel].map(({ observation }) => fieldOf(observation.incident, field));
  const { agree } = FIELD_RULES[field] as { agree(defender: unknown, sentinel: unknown): boolean };
  return agree(there, here) ? null : lostToMerge(link, field, at);
}

/** The same of a change that nobody had read by then, and that closing the twin goes over. */
export function lostToMerge(link: Link, field: Field, at: string): Overruled {
  const survivor = link.defender!.observation.incident.mergedInto;
  const sentence = `${describeMove(link, 'sentinel', field)} Kept: Defender incident ${survivor}, into which it was merged.`;
  return { field, side: 'sentinel', sentence, at };
}
