/** The two systems that hold an incident: Microsoft Defender XDR detects, Microsoft Sentinel records. */
export const SIDES = ['defender', 'sentinel'] as const;
export type Side = (typeof SIDES)[number];

/** One value per side: the same field as each of the two systems spells it. */
export interface Pair<Defender, Sentinel = Defender> {
  defender: Defender;
  sentinel: Sentinel;
}

/** The opposite side. */
export function otherSide(side: Side): Side {
  return side === 'defender' ? 'sentinel' : 'defender';
}

/** The name people know a side by. */
export const SIDE_NAMES: Pair<string> = { defender: 'Defender', sentinel: 'Sentinel' };
