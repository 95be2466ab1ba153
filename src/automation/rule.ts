import type { Severity } from '../incident/severity.ts';
import type { Status } from '../incident/state.ts';
import type { RuleAsk } from '../sync/act/rule-ask.ts';

/** What can happen to an incident that a rule answers to. */
export const OCCASIONS = ['created', 'updated'] as const;
export type Occasion = (typeof OCCASIONS)[number];

/** The names people give the fields; the status is what they see of the state. */
export const CHANGEABLE = ['status', 'severity', 'owner', 'tags'] as const;
export type Changeable = (typeof CHANGEABLE)[number];

/** Where a change is made. */
export const PLACES = ['defender', 'sentinel', 'chat'] as const;
export type Place = (typeof PLACES)[number];

/** What must hold of an incident; what is left out holds always, and of a list one is enough. */
export interface Conditions {
  severity?: readonly Severity[] | undefined;
  status?: readonly Status[] | undefined;
  tags?:
    | { any?: readonly string[] | undefined; all?: readonly string[] | undefined; none?: readonly string[] | undefined }
    | undefined;
  /** Without regard to case; both where both are there. */
  title?: { contains?: readonly string[] | undefined; matches?: readonly string[] | undefined } | undefined;
  product?: readonly string[] | undefined;
  /** `Defender`, or who Sentinel says made it (`Azure Sentinel`, …). */
  source?: readonly string[] | undefined;
  /** `nobody`, `anybody`, or a person's UPN or object id. */
  owner?: readonly string[] | undefined;
  existsOn?: 'defender' | 'sentinel' | 'both' | undefined;
  changedOn?: readonly Place[] | undefined;
}

/** When this, do that. */
export interface Rule {
  /** One line, unique in the file. */
  name: string;
  when: readonly Occasion[];
  /** The fields whose change counts as an update; null: any. */
  changed: readonly Changeable[] | null;
  conditions: Conditions;
  asks: readonly RuleAsk[];
  /** Later rules are not asked about an event this one answered to. */
  stop: boolean;
}
