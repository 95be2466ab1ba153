import {
  expectAlertsOnce,
  expectClicksKept,
  expectCommentsOnce,
  expectDifferencesTold,
  expectLastDeedsKept,
  expectNothingForbidden,
  expectNothingMadeAgain,
  expectOneStory,
  expectStill,
} from './expect-quiet.ts';
import type { Situation } from './situation.ts';

/** What the sync promises, each with the check that knows nothing of how it is kept. */
const INVARIANTS = {
  /** Where the sides differ though all is quiet, a question or drift with its reason says so. */
  'differences are told': expectDifferencesTold,
  /** Held, rehearsing, observing or beside Microsoft's own sync: nothing is written that nobody asked for. */
  'nothing forbidden is written': expectNothingForbidden,
  /** Both sides and the base are equal. */
  'one story': expectOneStory,
  /** One Sentinel incident for one Defender incident, and none that was deleted. */
  'nothing is made twice or again': expectNothingMadeAgain,
  /** Each comment exactly once on each side. */
  'comments once': expectCommentsOnce,
  /** Each alert is one bookmark. */
  'alerts once': expectAlertsOnce,
  /** Every edit people made stands or is recorded as overruled, but for the one documented window. */
  'no lost edit': expectLastDeedsKept,
  /** The same of what they did in chat, where Microsoft's own sync carries what they do in the portals. */
  'no lost click': expectClicksKept,
  /** The next cycle reads one list a side and writes nothing. */
  'quiet when still': expectStill,
} as const satisfies Record<string, (situation: Situation) => void | Promise<void>>;
export type Invariant = keyof typeof INVARIANTS;

export async function expectInvariant(name: Invariant, situation: Situation): Promise<void> {
  try {
    await INVARIANTS[name](situation);
  } catch (error) {
    throw new Error(`"${name}" does not hold: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
