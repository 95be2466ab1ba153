import { stdout } from 'node:process';
import fc from 'fast-check';
import { PROPERTIES } from '../support/model/properties.ts';
import type { Case } from '../support/model/properties.ts';
import { isProperty } from './shard.ts';
import type { Finding } from './shard.ts';

/** Plays one shard in a process of its own, and says what it found as JSON: `run-shard.ts PROPERTY SEED CASES`. */

const [property = '', seed = '', cases = ''] = process.argv.slice(2);
if (!isProperty(property)) throw new Error(`${property} is no property`);
const { cases: anyCase, hold } = PROPERTIES[property];
const shard = { property, seed: Number(seed), cases: Number(cases) };
const result = await fc.check(
  fc.asyncProperty(anyCase, (one: Case) => hold(one)),
  { seed: shard.seed, numRuns: shard.cases },
);
const finding: Finding | null = result.failed
  ? {
      ...shard,
      path: result.counterexamplePath ?? '',
      found: JSON.stringify(result.counterexample?.[0]),
      error: result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance),
    }
  : null;
// What a crashed process of a script left waiting must not keep this one alive.
stdout.write(JSON.stringify(finding), () => process.exit());
