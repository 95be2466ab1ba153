import { z } from 'zod';
import type { Field } from '../incident/incident.ts';

const Policy = z.enum(['newest', 'sentinel', 'defender', 'ask']);
type Policy = z.infer<typeof Policy>;

/** Tags have a merge of their own, which no policy decides. */
type PolicyField = Exclude<Field, 'tags'>;

/** The names people give the fields; the state is what they see as the status. */
const FIELD_NAMES: Record<string, PolicyField> = {
  state: 'state',
  status: 'state',
  severity: 'severity',
  owner: 'owner',
};

/** One policy for all fields (`newest`), or one a field (`owner=sentinel,severity=ask`); the others are `newest`. */
export const conflictPolicy = z.string().transform((text, context): Record<Field, Policy> => {
  const all = Policy.safeParse(text);
  if (all.success) return policies(all.data);
  const chosen = text.split(',').map((entry) => readEntry(entry));
  const read = chosen.filter((entry) => entry !== null);
  const areDistinct = new Set(read.map(([field]) => field)).size === read.length;
  if (read.length === chosen.length && areDistinct) return { ...policies('newest'), ...Object.fromEntries(read) };
  context.addIssue({ code: 'custom', message: 'not a policy' });
  return z.NEVER;
});

export const CONFLICT_POLICY_ACCEPTED =
  'newest, sentinel, defender or ask; or one for each of state, severity and owner, such as ' +
  'owner=sentinel,severity=ask (tags take no policy: they are merged)';

function readEntry(entry: string): [PolicyField, Policy] | null {
  const [name = '', value = '', ...more] = entry.split('=').map((part) => part.trim());
  const field = FIELD_NAMES[name];
  const policy = Policy.safeParse(value);
  return field === undefined || !policy.success || more.length > 0 ? null : [field, policy.data];
}

function policies(policy: Policy): Record<Field, Policy> {
  return { state: policy, severity: policy, owner: policy, tags: policy };
}
