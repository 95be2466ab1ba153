import type { Classification, Determination, State, Status } from '../../incident/state.ts';
import { determinationFor } from '../../incident/translate-state.ts';
import type { FieldChanges } from '../../sync/ports/side-port.ts';
import { toAssignedTo } from '../to-request.ts';

/** The body of PATCH /api/incidents/{id}. Its keys are case-sensitive. */
export interface IncidentPatch {
  status?: 'Active' | 'InProgress' | 'Resolved';
  classification?: string;
  determination?: string;
  /** Empty: nobody. A null is not documented, and may be read as "leave it". */
  assignedTo?: string;
  tags?: string[];
  /** Appended to the comments. */
  comment?: string;
}

const STATUS = { new: 'Active', active: 'InProgress', closed: 'Resolved' } as const satisfies Record<Status, string>;

const CLASSIFICATION: Record<Exclude<Classification, 'undetermined'>, string> = {
  truePositive: 'TruePositive',
  falsePositive: 'FalsePositive',
  benignPositive: 'InformationalExpectedActivity',
};

/**
 * Microsoft's pages on this API name some determinations differently. The page on updating comes first, for it was
 * corrected last (April 2024), then the one on the resource, and what integrations in the field send.
 */
const DETERMINATION: Record<Determination, readonly string[]> = {
  multiStagedAttack: ['MultiStagedAttack'],
  maliciousUserActivity: ['MaliciousUserActivity'],
  compromisedAccount: ['CompromisedAccount', 'CompromisedUser'],
  malware: ['Malware'],
  phishing: ['Phishing'],
  unwantedSoftware: ['UnwantedSoftware'],
  securityTesting: ['SecurityTesting'],
  lineOfBusinessApplication: ['LineOfBusinessApplication'],
  confirmedActivity: ['ConfirmedActivity', 'ConfirmedUserActivity'],
  notMalicious: ['Clean', 'NotMalicious'],
  notEnoughDataToValidate: ['NoEnoughDataToValidate', 'InsufficientData'],
  other: ['Other'],
  apt: ['Apt'],
  securityPersonnel: ['SecurityPersonnel'],
};

/** "Not set". The page on updating does not list these as writable; integrations in the field write them. */
const CLEARED = { classification: 'Unknown', determination: 'NotAvailable' } as const;

/**
 * The changes as a PATCH, in every wording that means the same, best first: the service says "request body is
 * incorrect" and not which word it minds. The last wording may say less. There is no severity and no closing note
 * to be written here; both are left out. `wasOpen` as for Graph. Throws RemoteError `invalid` for a value Defender
 * has no word for.
 */
export function toRequests(changes: FieldChanges, wasOpen: boolean): IncidentPatch[] {
  const { state, owner, tags } = changes;
  const rest = {
    ...(owner === undefined ? {} : { assignedTo: toAssignedTo(owner) ?? '' }),
    ...(tags === undefined ? {} : { tags }),
  };
  const wordings = state === undefined ? [{}] : toStateWordings(state, wasOpen);
  return wordings.map((wording) => ({ ...wording, ...rest }));
}

function toStateWordings(state: State, wasOpen: boolean): IncidentPatch[] {
  const status = STATUS[state.status];
  if (state.status !== 'closed' && wasOpen) return [{ status }];
  if (state.status !== 'closed' || state.classification === 'undetermined') return [{ status, ...CLEARED }, { status }];
  const classification = CLASSIFICATION[state.classification];
  const determination = state.determination ?? determinationFor(state.classification, state.reason);
  const names = determination === null ? [] : DETERMINATION[determination];
  return [...names.map((name) => ({ status, classification, determination: name })), { status, classification }];
}
