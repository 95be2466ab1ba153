import { z } from 'zod';
import { SEVERITIES, WRITABLE_SEVERITIES } from '../incident/severity.ts';
import { CLASSIFICATIONS, DETERMINATIONS, LEGAL_DETERMINATIONS, STATUSES } from '../incident/state.ts';
import { MAX_TAG_LENGTH, foldTag } from '../incident/tags.ts';
import { CHANGEABLE, OCCASIONS, PLACES } from './rule.ts';

/**
 * The form of RULES_FILE. Every message says what is accepted at its place, as the end of "accepted: …"; an unknown key
 * is a fault, since a condition that is silently not looked at would let a rule do more than it was meant to.
 */
const told = (accepted: string) => ({ error: accepted });

/** One line without control characters. */
const line = (most: number, accepted: string) =>
  z
    .string(told(accepted))
    .max(most, told(accepted))
    .regex(/^(?=.*\S)[^\p{Cc}\p{Cf}]+$/u, told(accepted));

function object<S extends z.ZodRawShape>(shape: S) {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? keys : `an object with ${keys}`),
  });
}

const words = <const W extends readonly [string, ...string[]]>(list: W) => z.enum(list, told(list.join(', ')));

/** A value, or a list of them of which one is enough. */
function oneOrMore<T extends z.ZodType>(one: T, accepted: string) {
  return z
    .union([one, z.array(one).min(1)], told(`${accepted}; or a list of them`))
    .transform((value) => (Array.isArray(value) ? value : [value]) as z.output<T>[]);
}

const LONGEST_TEXT = 1000;
const TEXT = `a text of at most ${LONGEST_TEXT} characters`;
const TAG = `a tag of at most ${MAX_TAG_LENGTH} characters`;
const PATTERN = 'a text of at most 200 characters, in which * stands for any characters and ? for one';
const PERSON = "a person's UPN or object id";
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const UPN = /^[^\s@/\\?]{1,113}@[^\s@/\\?#]+$/;

const text = z.string(told(TEXT)).max(LONGEST_TEXT, told(TEXT)).regex(/\S/, told(TEXT));
const tags = oneOrMore(line(MAX_TAG_LENGTH, TAG), TAG);
const names = (what: string) => oneOrMore(line(200, what), what);
const isPerson = (value: string) => GUID.test(value) || UPN.test(value);
const oneOf = <const W extends readonly [string, ...string[]]>(list: W) => oneOrMore(z.enum(list), list.join(', '));

const ConditionsEntry = object({
  severity: oneOf(SEVERITIES).optional(),
  status: oneOf(STATUSES).optional(),
  tags: object({ any: tags.optional(), all: tags.optional(), none: tags.optional() }).optional(),
  title: object({
    contains: names('a text of at most 200 characters').optional(),
    matches: names(PATTERN).optional(),
  }).optional(),
  product: names('the name of a product, such as Microsoft Defender for Endpoint').optional(),
  source: names('Defender, or the provider name of a Sentinel incident, such as Azure Sentinel').optional(),
  owner: oneOrMore(
    z.string().refine((value) => value === 'nobody' || value === 'anybody' || isPerson(value)),
    `nobody, anybody or ${PERSON}`,
  ).optional(),
  existsOn: words(['defender', 'sentinel', 'both']).optional(),
  changedOn: oneOf(PLACES).optional(),
});

const CLOSURE = 'a determination that goes with the classification';

const Closure = object({
  classification: words(CLASSIFICATIONS),
  determination: words(DETERMINATIONS).optional(),
  note: text.optional(),
}).superRefine(({ classification, determination }, context) => {
  const legal = LEGAL_DETERMINATIONS[classification];
  const isLegal = determination === undefined ? legal.length === 0 : legal.includes(determination);
  if (isLegal) return;
  const message = legal.length === 0 ? `none, with ${classification}` : `${CLOSURE}: ${legal.join(', ')}`;
  context.addIssue({ code: 'custom', path: ['determination'], message });
});

const TAG_CHANGE = 'tags to add, such as "+vip", and to remove, such as "-new"';
const tagChange = z.string(told(TAG_CHANGE)).regex(/^[+-](?=.*\S)[^\p{Cc}\p{Cf}]{1,256}$/u, told(TAG_CHANGE));
const TagChanges = z
  .array(tagChange, told(`a list of ${TAG_CHANGE}`))
  .min(1, told(`a list of ${TAG_CHANGE}`))
  .refine((list) => new Set(list.map((one) => foldTag(one.slice(1)))).size === list.length, told('each tag once'));

const ActionShape = {
  assign: z
    .string(told(`nobody, or ${PERSON}`))
    .refine((value) => value === 'nobody' || isPerson(value), told(`nobody, or ${PERSON}`))
    .optional(),
  severity: words(WRITABLE_SEVERITIES).optional(),
  tags: TagChanges.optional(),
  status: z.literal('active', told('active (what closes an incident is written "close")')).optional(),
  close: Closure.optional(),
  comment: text.optional(),
  notify: object({
    conversation: z
      .string(told('the id of a Teams conversation, such as 19:…@thread.tacv2'))
      .regex(
        /^(19|a):[^\s;]+$/,
        told('the id of a Teams conversation, such as 19:…@thread.tacv2, without ;messageid='),
      ),
    text: text.optional(),
  }).optional(),
};
const ACTION = `one of ${Object.keys(ActionShape).join(', ')}; what else is to be done is another entry of the list`;

const ActionEntry = object(ActionShape).refine(
  (action) => Object.values(action).filter((value) => value !== undefined).length === 1,
  told(ACTION),
);

const NAME = 'a name of at most 80 characters, on one line';

const RuleEntry = object({
  name: line(80, NAME),
  when: oneOf(OCCASIONS),
  changed: oneOf(CHANGEABLE).optional(),
  if: ConditionsEntry.optional(),
  then: z.array(ActionEntry, told('a list of actions')).min(1, told('a list of actions, at least one')),
  stop: z.boolean(told('true or false')).optional(),
});

export const RulesFile = object({
  $schema: z.string(told('an address')).optional(),
  rules: z.array(RuleEntry, told('a list of rules')),
});

export type RuleEntry = z.output<typeof RuleEntry>;
export type ActionEntry = z.output<typeof ActionEntry>;
