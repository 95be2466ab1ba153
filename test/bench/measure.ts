/** The middle value; the mean of the two middle ones where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new RangeError('there is no median of nothing');
  return (low + high) / 2;
}

/** The value that `percent` of all are at or below (nearest rank). */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('there is no percentile of nothing');
  return value;
}

/** Milliseconds of processor time, user and system, that this process spent on the work. */
export async function processorTime(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Milliseconds that passed during the work. */
export async function wallTime(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/**
 * Measures two things in turns, the first of each pair changing places, so that whatever else the machine does and
 * however warm it is falls on both alike. One pair before is thrown away. Returns the median of each.
 */
export async function paired(
  pairs: number,
  first: () => Promise<number>,
  second: () => Promise<number>,
): Promise<[number, number]> {
  const values: [number[], number[]] = [[], []];
  for (let pair = 0; pair <= pairs; pair += 1) {
    const inOrder = pair % 2 === 0;
    const [a, b] = inOrder ? [await first(), await second()] : [await second(), await first()];
    if (pair === 0) continue;
    values[0].push(inOrder ? a : b);
    values[1].push(inOrder ? b : a);
  }
  return [median(values[0]), median(values[1])];
}
