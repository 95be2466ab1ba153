import { z } from 'zod';
import { SIDES } from '../incident/side.ts';
import type { ConnectionStatus } from '../sync/ports/desk.ts';

/** The body of `/readyz`. Times are ISO 8601. It is a contract: docs/contracts/readiness.md describes it. */
export const Readiness = z.strictObject({
  /** The store is open and chat is answered. */
  ready: z.boolean(),
  /** Empty while not ready. */
  connections: z.array(
    z.strictObject({
      connectionId: z.string(),
      name: z.string(),
      mode: z.enum(['bridge', 'native', 'observe']),
      /** What keeps it from carrying everything itself, in words for people. */
      heldBack: z.string().nullable(),
      lastCycleAt: z.string().nullable(),
      sides: z.array(
        z.strictObject({
          side: z.enum(SIDES),
          /** Null until it has been tried. */
          reachable: z.boolean().nullable(),
          lastSuccessAt: z.string().nullable(),
          /** Why it is not reachable. */
          fault: z.string().nullable(),
          /** Failed cycles in a row, and since when. */
          failures: z.number().int().nonnegative(),
          failingSince: z.string().nullable(),
          /** The side's own time up to which it has been read. */
          cursor: z.string().nullable(),
          /** Cycles in a row in which it answered, but its list could not be read to its end, and since when. */
          held: z.number().int().nonnegative(),
          heldSince: z.string().nullable(),
        }),
      ),
      /** What cannot be read and is left out, twenty at most, the longest so first; `dragoman_quarantined_items` counts all. */
      unreadable: z.array(
        z.strictObject({
          side: z.enum(SIDES),
          id: z.string(),
          reason: z.string(),
          since: z.string(),
          /** When it is tried again: so many cycles from now, or at a time. */
          nextInCycles: z.number().int().nullable(),
          nextAt: z.string().nullable(),
        }),
      ),
    }),
  ),
});
export type Readiness = z.infer<typeof Readiness>;

/** How each side of each connection stands. */
export function readinessOf(connections: readonly ConnectionStatus[]): Readiness['connections'] {
  return connections.map(({ connectionId, name, mode, heldBack, lastCycleAt, sides, unreadable }) => ({
    connectionId,
    name,
    mode,
    heldBack,
    lastCycleAt,
    sides: sides.map(({ fault, lastSuccessAt, ...side }) => {
      const isTried = fault !== null || lastSuccessAt !== null;
      return { ...side, reachable: isTried ? fault === null : null, lastSuccessAt, fault };
    }),
    unreadable,
  }));
}
