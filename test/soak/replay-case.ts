import fc from 'fast-check';
import { PROPERTIES } from '../support/model/properties.ts';
import type { Case } from '../support/model/properties.ts';
import type { Finding } from './shard.ts';
import { traceSituation } from './trace-situation.ts';

/**
 * Plays one case and says what happens in it: every step, every write with its answer, what both sides, the base and
 * the outbox hold after each step, and the audit. Returns an exit code: 1 where an invariant does not hold.
 */
export async function replayCase(
  { property, seed, path }: Pick<Finding, 'property' | 'seed' | 'path'>,
  say: (line: string) => void,
): Promise<number> {
  const { cases, hold } = PROPERTIES[property];
  const [one] = fc.sample<Case>(cases, { seed, path, numRuns: 1 });
  if (one === undefined) throw new Error(`no case at ${property} ${seed} ${path}`);
  const { script, ...setting } = one;
  say(`setting ${JSON.stringify(setting)}`);
  try {
    await hold(one, (situation) => traceSituation(situation, say));
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 1;
  }
  say(`holds: ${script.length} steps`);
  return 0;
}
