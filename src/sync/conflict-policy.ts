import type { Field } from '../incident/incident.ts';
import { FIELDS } from '../incident/incident.ts';

/**
 * Who wins when both sides moved a field apart: the later write (a tie goes to Sentinel), always one side, or
 * whoever an analyst says.
 */
export const POLICIES = ['newest', 'sentinel', 'defender', 'ask'] as const;
export type Policy = (typeof POLICIES)[number];

export type ConflictPolicy = Record<Field, Policy>;

/** The same policy for every field. */
export function policyForAll(policy: Policy): ConflictPolicy {
  return Object.fromEntries(FIELDS.map((field) => [field, policy])) as ConflictPolicy;
}
