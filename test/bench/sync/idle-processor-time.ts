import type { Report } from '../figure.ts';
import { paired, processorTime } from '../measure.ts';
import { createSeededWorld } from '../seeded-world.ts';

const PAIRS_OF_RUNS = 15;
/** Cycles of one run, so that it is long beside the clock's step. */
const CYCLES = 10;

/** The processor time of a cycle without changes, beside that of a thousand times fewer links. */
export async function idleProcessorTime(folder: string, few: number, many: number, report: Report): Promise<void> {
  const small = await createSeededWorld(folder, few, false);
  const large = await createSeededWorld(folder, many, false);
  const run = (cycle: () => Promise<void>) => () =>
    processorTime(async () => {
      for (let count = 0; count < CYCLES; count += 1) await cycle();
    });
  const [ofFew, ofMany] = await paired(PAIRS_OF_RUNS, run(small.cycle), run(large.cycle));
  await small.close();
  await large.close();
  report({
    name: `sync.idle.processor-time.${many}-links`,
    value: ofMany / CYCLES,
    unit: 'ms/cycle',
    against: `peer: the same at ${few} links`,
    againstValue: ofFew / CYCLES,
    better: 'lower',
  });
}
