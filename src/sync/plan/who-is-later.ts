import { toTicks } from '../../incident/timestamp.ts';
import type { Side } from '../../incident/side.ts';
import type { Move } from '../link.ts';

const TICKS_PER_SECOND = 10_000_000n;

/**
 * Which side's field moved later. A field's time is an interval (see Move); intervals that overlap, or lie
 * within the clocks' tolerance of each other, cannot be told apart and are a tie.
 */
export function whoIsLater(defender: Move, sentinel: Move, skewSeconds: number): Side | 'tie' {
  const skew = BigInt(Math.round(skewSeconds)) * TICKS_PER_SECOND;
  const [d, s] = [interval(defender), interval(sentinel)];
  if (d.from > s.to + skew) return 'defender';
  if (s.from > d.to + skew) return 'sentinel';
  return 'tie';
}

function interval(move: Move): { from: bigint; to: bigint } {
  const to = toTicks(move.by);
  return { from: move.exact ? to : toTicks(move.after), to };
}
