import type { Side } from '../../incident/side.ts';
import type { SideHealth } from '../ports/desk.ts';

/** How a side answered, as far as this process knows; where its cursor stands is kept with the cursor. */
export type ObservedHealth = Omit<SideHealth, 'cursor'>;

/** Before a side was asked for the first time. */
export function unknownHealth(side: Side): ObservedHealth {
  return { side, lastSuccessAt: null, fault: null, failures: 0, failingSince: null, held: 0, heldSince: null };
}

/** After a cycle whose list was read to its end at `at` (ISO 8601). */
export function afterWholeList(side: Side, at: string): ObservedHealth {
  return { ...unknownHealth(side), lastSuccessAt: at };
}

/**
 * After a cycle that went wrong at `at` (ISO 8601). `isHeld`: the side answered, but its list could not be read to its
 * end. A cycle without an answer says nothing of the list, so what held the cursor is counted anew after it.
 */
export function afterFault(before: ObservedHealth, fault: string, isHeld: boolean, at: string): ObservedHealth {
  return {
    ...before,
    fault,
    failures: before.failures + 1,
    failingSince: before.failingSince ?? at,
    held: isHeld ? before.held + 1 : 0,
    heldSince: isHeld ? (before.heldSince ?? at) : null,
  };
}
