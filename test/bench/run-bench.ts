import { chooseBenches } from './benches.ts';
import { toLine } from './figure.ts';

/** `npm run bench -- [name …]`: measurements as JSON lines on standard output (docs/benchmarks.md explains each). */

/** What sysexits.h calls a usage error. */
const EX_USAGE = 64;

const benches = chooseBenches(process.argv.slice(2));
if (typeof benches === 'string') {
  process.stderr.write(`${benches}\n`);
  process.exitCode = EX_USAGE;
} else {
  for (const bench of benches) await bench((measured) => process.stdout.write(`${toLine(measured)}\n`));
}
