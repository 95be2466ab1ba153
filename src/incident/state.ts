/**
 * An incident's state is one unit: a closure is its status together with the classification, the detail each
 * system keeps of it (Defender: determination, Sentinel: reason) and the closing note. It is decided and
 * written whole, never torn into a status from one side and a classification from the other.
 */
export const STATUSES = ['new', 'active', 'closed'] as const;
export type Status = (typeof STATUSES)[number];

export const CLASSIFICATIONS = ['truePositive', 'falsePositive', 'benignPositive', 'undetermined'] as const;
export type Classification = (typeof CLASSIFICATIONS)[number];

/** Determinations in the newest Graph schema's spelling. */
export const DETERMINATIONS = [
  'multiStagedAttack',
  'maliciousUserActivity',
  'compromisedAccount',
  'malware',
  'phishing',
  'unwantedSoftware',
  'securityTesting',
  'lineOfBusinessApplication',
  'confirmedActivity',
  'notMalicious',
  'notEnoughDataToValidate',
  'other',
  // Retired by Microsoft: still read on old incidents, never offered.
  'apt',
  'securityPersonnel',
] as const;
export type Determination = (typeof DETERMINATIONS)[number];

export const REASONS = [
  'suspiciousActivity',
  'suspiciousButExpected',
  'incorrectAlertLogic',
  'inaccurateData',
] as const;
export type Reason = (typeof REASONS)[number];

export interface State {
  status: Status;
  classification: Classification;
  /** Defender's detail of the classification; always null on a state read from Sentinel. */
  determination: Determination | null;
  /** Sentinel's detail of the classification; always null on a state read from Defender. */
  reason: Reason | null;
  /** What was written when it was closed; empty while open. */
  note: string;
}

/** The determinations Defender accepts under each classification (Defender portal, PATCH documentation). */
export const LEGAL_DETERMINATIONS: Record<Classification, readonly Determination[]> = {
  truePositive: [
    'multiStagedAttack',
    'maliciousUserActivity',
    'compromisedAccount',
    'malware',
    'phishing',
    'unwantedSoftware',
    'other',
  ],
  falsePositive: ['notMalicious', 'notEnoughDataToValidate', 'other'],
  benignPositive: ['securityTesting', 'lineOfBusinessApplication', 'confirmedActivity', 'other'],
  undetermined: [],
};

/** The reasons Sentinel accepts under each classification (Sentinel swagger, `classificationReason`). */
export const LEGAL_REASONS: Record<Classification, readonly Reason[]> = {
  truePositive: ['suspiciousActivity'],
  falsePositive: ['inaccurateData', 'incorrectAlertLogic'],
  benignPositive: ['suspiciousButExpected'],
  undetermined: [],
};

/** An open state without any closure detail. */
export function openState(status: 'new' | 'active'): State {
  return { status, classification: 'undetermined', determination: null, reason: null, note: '' };
}

/** Whether two readings of one side say the same. White space around a note is not a difference. */
export function sameState(a: State, b: State): boolean {
  return (
    a.status === b.status &&
    a.classification === b.classification &&
    a.determination === b.determination &&
    a.reason === b.reason &&
    a.note.trim() === b.note.trim()
  );
}
