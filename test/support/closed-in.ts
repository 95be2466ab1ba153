import type { Classification, State } from '../../src/incident/state.ts';

/** A closure as that side keeps it. */
export function closedIn(side: 'defender' | 'sentinel', classification: Classification): State {
  const determination = {
    truePositive: 'malware',
    falsePositive: 'notMalicious',
    benignPositive: 'confirmedActivity',
    undetermined: null,
  } as const;
  const reason = {
    truePositive: 'suspiciousActivity',
    falsePositive: 'inaccurateData',
    benignPositive: 'suspiciousButExpected',
    undetermined: null,
  } as const;
  const detail =
    side === 'defender'
      ? { determination: determination[classification], reason: null }
      : { determination: null, reason: reason[classification] };
  return { status: 'closed', classification, ...detail, note: '' };
}
