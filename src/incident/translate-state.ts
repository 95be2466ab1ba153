import { LEGAL_DETERMINATIONS, LEGAL_REASONS, openState } from './state.ts';
import type { Classification, Determination, Reason, State } from './state.ts';

/**
 * Defender knows why an incident was closed more finely than Sentinel, and Sentinel tells two kinds of false
 * positive apart that Defender does not. The translation therefore loses detail both ways, and the two states
 * are compared in the projected space: a Sentinel state that is a projection of what Defender holds agrees
 * with it, whichever of the possible projections it is.
 */

/** The reason Sentinel is given for a determination; a false positive of known cause keeps that cause. */
export function reasonFor(classification: Classification, determination: Determination | null): Reason | null {
  if (classification === 'falsePositive' && determination === 'notMalicious') return 'incorrectAlertLogic';
  return LEGAL_REASONS[classification][0] ?? null;
}

/** Defender's determination that says most nearly what a Sentinel reason does. */
export const DETERMINATION_FOR: Record<Reason, Determination> = {
  suspiciousActivity: 'other',
  suspiciousButExpected: 'confirmedActivity',
  inaccurateData: 'notEnoughDataToValidate',
  incorrectAlertLogic: 'notMalicious',
};

/** Defender's determination for a closure decided in Sentinel, where nobody chose one. */
export function determinationFor(classification: Classification, reason: Reason | null): Determination | null {
  if (classification === 'undetermined') return null;
  return DETERMINATION_FOR[reason ?? LEGAL_REASONS[classification][0]!];
}

/** A Defender state as Sentinel would hold it. */
export function toSentinelState(defender: State): State {
  if (defender.status !== 'closed') return openState(defender.status);
  return {
    status: 'closed',
    classification: defender.classification,
    determination: null,
    reason: reasonFor(defender.classification, defender.determination),
    note: defender.note,
  };
}

/**
 * A Sentinel state as Defender would hold it, given what Defender holds now: a determination already there is
 * kept when the new state is compatible with it, since Sentinel cannot have meant to take it back.
 */
export function toDefenderState(sentinel: State, present: State): State {
  if (agree(present, sentinel)) return present;
  if (sentinel.status !== 'closed') return openState(sentinel.status);
  const kept =
    present.classification === sentinel.classification &&
    present.determination !== null &&
    LEGAL_DETERMINATIONS[sentinel.classification].includes(present.determination)
      ? present.determination
      : determinationFor(sentinel.classification, sentinel.reason);
  return {
    status: 'closed',
    classification: sentinel.classification,
    determination: kept,
    reason: null,
    note: sentinel.note,
  };
}

/** Whether the two sides tell one story: the Sentinel state is a projection of the Defender state. */
export function agree(defender: State, sentinel: State): boolean {
  if (!agreeButForNote(defender, sentinel)) return false;
  return defender.status !== 'closed' || defender.note.trim() === sentinel.note.trim();
}

/** The same without what was written when it was closed. */
export function agreeButForNote(defender: State, sentinel: State): boolean {
  if (defender.status !== sentinel.status) return false;
  return defender.status !== 'closed' || defender.classification === sentinel.classification;
}
