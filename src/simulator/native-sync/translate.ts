import type { CarriedValues } from './carried-values.ts';

/** Microsoft's table, Defender to Sentinel. A merged incident counts as closed, one with Microsoft's experts as active. */
const STATUS: Readonly<Record<string, CarriedValues['status']>> = {
  active: 'New',
  inProgress: 'Active',
  awaitingAction: 'Active',
  resolved: 'Closed',
  redirected: 'Closed',
};

type Classification = NonNullable<CarriedValues['classification']>;
type Severity = NonNullable<CarriedValues['severity']>;

const CLASSIFICATION: Readonly<Record<string, Classification>> = {
  truePositive: 'TruePositive',
  falsePositive: 'FalsePositive',
  informationalExpectedActivity: 'BenignPositive',
};

const SEVERITY: Readonly<Record<string, Severity>> = {
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  informational: 'Informational',
};

/** The one reason Sentinel is given with a class; `IncorrectAlertLogic` has nothing in Defender. */
export const REASON_OF = {
  TruePositive: 'SuspiciousActivity',
  FalsePositive: 'InaccurateData',
  BenignPositive: 'SuspiciousButExpected',
  Undetermined: undefined,
} as const satisfies Record<Classification, string | undefined>;

export const toStatus = (defender: string): CarriedValues['status'] => STATUS[defender] ?? 'Active';
export const toClassification = (defender: string): Classification => CLASSIFICATION[defender] ?? 'Undetermined';
/** Undefined where Sentinel has no such value. */
export const toSeverity = (defender: string): Severity | undefined => SEVERITY[defender];

export const STATUS_IN_DEFENDER = { New: 'active', Active: 'inProgress', Closed: 'resolved' } as const;
export const CLASSIFICATION_IN_DEFENDER = {
  TruePositive: 'truePositive',
  FalsePositive: 'falsePositive',
  BenignPositive: 'informationalExpectedActivity',
  Undetermined: 'unknown',
} as const;
export const SEVERITY_IN_DEFENDER = {
  High: 'high',
  Medium: 'medium',
  Low: 'low',
  Informational: 'informational',
} as const;
