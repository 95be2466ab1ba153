import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { stdout } from 'node:process';
import { text } from 'node:stream/consumers';
import { replayCase } from './replay-case.ts';
import { isProperty, replayCommand } from './shard.ts';
import type { Finding, Shard } from './shard.ts';

/**
 * `npm run test:soak`: plays SOAK_CASES (20000) new cases of the model-based test, sharded over the processor's cores,
 * and ends with 1 if an invariant did not hold in one of them. `npm run test:soak -- PROPERTY SEED PATH` plays a case
 * that was found once more, step by step. See docs/model-test.md.
 */

const CASES = Number(process.env['SOAK_CASES'] ?? 20_000);
const CASES_A_SHARD = 1000;
/** One case in so many is played beside Microsoft's own sync. */
const NATIVE_SHARE = 4;
const HIGHEST_SEED = 2 ** 31;
/** What sysexits.h calls a usage error. */
const EX_USAGE = 64;

const say = (line: string) => stdout.write(`${line}\n`);

const [property, seed, path] = process.argv.slice(2);
if (property === undefined) process.exitCode = await soak();
else if (isProperty(property) && seed !== undefined && path !== undefined)
  process.exitCode = await replayCase({ property, seed: Number(seed), path }, say);
else {
  say('usage: npm run test:soak [-- bridge|native SEED PATH]');
  process.exitCode = EX_USAGE;
}

async function soak(): Promise<number> {
  const shards = cut(CASES);
  const [workers, total] = [Math.min(availableParallelism(), shards.length), shards.length];
  say(`${CASES} cases in ${total} shards on ${workers} cores`);
  const findings: Finding[] = [];
  let done = 0;
  const worker = async () => {
    for (let shard = shards.shift(); shard !== undefined; shard = shards.shift()) {
      const finding = await play(shard);
      done += 1;
      say(`${done}/${total} ${shard.property} seed ${shard.seed}: ${finding === null ? 'holds' : 'FAILED'}`);
      if (finding === null) continue;
      findings.push(finding);
      tell(finding);
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  say(findings.length === 0 ? `${CASES} cases hold` : `${findings.length} of ${total} shards failed`);
  return findings.length === 0 ? 0 : 1;
}

function cut(cases: number): Shard[] {
  const sizes = Array.from({ length: Math.ceil(cases / CASES_A_SHARD) }, (_, index) =>
    Math.min(CASES_A_SHARD, cases - index * CASES_A_SHARD),
  );
  return sizes.map((size, index) => ({
    property: index % NATIVE_SHARE === NATIVE_SHARE - 1 ? 'native' : 'bridge',
    seed: randomInt(HIGHEST_SEED),
    cases: size,
  }));
}

async function play({ property: name, seed: start, cases }: Shard): Promise<Finding | null> {
  const script = new URL('run-shard.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, name, String(start), String(cases)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  const said = await text(child.stdout);
  const code = await exit;
  if (code !== 0) throw new Error(`the shard ${name} ${start} ended with ${code}`);
  return JSON.parse(said) as Finding | null;
}

function tell(finding: Finding): void {
  say(finding.error);
  say(`case: ${finding.found}`);
  say(`replay: ${replayCommand(finding)}`);
}
