import type { LegacyBehaviour } from './behaviour.ts';

/** Stored values (those of Graph) and how this API spells them. What it has no name for is spelt as Graph does. */
const SEVERITIES: Readonly<Record<string, string>> = {
  unknown: 'UnSpecified',
  informational: 'Informational',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
};

export const STATUSES: Readonly<Record<string, string>> = {
  active: 'Active',
  inProgress: 'InProgress',
  resolved: 'Resolved',
  redirected: 'Redirected',
  awaitingAction: 'AwaitingAction',
};

export const CLASSIFICATIONS: Readonly<Record<string, string>> = {
  unknown: 'Unknown',
  truePositive: 'TruePositive',
  falsePositive: 'FalsePositive',
  informationalExpectedActivity: 'InformationalExpectedActivity',
};

const SHARED: Readonly<Record<string, string>> = {
  unknown: 'NotAvailable',
  apt: 'Apt',
  malware: 'Malware',
  securityPersonnel: 'SecurityPersonnel',
  securityTesting: 'SecurityTesting',
  unwantedSoftware: 'UnwantedSoftware',
  other: 'Other',
  multiStagedAttack: 'MultiStagedAttack',
  phishing: 'Phishing',
  maliciousUserActivity: 'MaliciousUserActivity',
  lineOfBusinessApplication: 'LineOfBusinessApplication',
};

const DETERMINATIONS: Readonly<Record<LegacyBehaviour['determinations'], Readonly<Record<string, string>>>> = {
  updatePage: {
    ...SHARED,
    compromisedAccount: 'CompromisedAccount',
    notMalicious: 'Clean',
    notEnoughDataToValidate: 'NoEnoughDataToValidate',
    confirmedActivity: 'ConfirmedActivity',
  },
  resourcePage: {
    ...SHARED,
    compromisedAccount: 'CompromisedUser',
    notMalicious: 'Clean',
    notEnoughDataToValidate: 'InsufficientData',
    confirmedActivity: 'ConfirmedUserActivity',
  },
};

export const printSeverity = (stored: string): string => SEVERITIES[stored] ?? stored;
export const printStatus = (stored: string): string => STATUSES[stored] ?? stored;
export const printClassification = (stored: string): string => CLASSIFICATIONS[stored] ?? stored;
export const printDetermination = (stored: string, { determinations }: LegacyBehaviour): string =>
  DETERMINATIONS[determinations][stored] ?? stored;

/** The stored value of exactly this spelling. */
export const readDetermination = (spelt: unknown, { determinations }: LegacyBehaviour): string | undefined =>
  storedAs(DETERMINATIONS[determinations], spelt);

export function storedAs(spellings: Readonly<Record<string, string>>, spelt: unknown): string | undefined {
  return Object.keys(spellings).find((stored) => spellings[stored] === spelt);
}
