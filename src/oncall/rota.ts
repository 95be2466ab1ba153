import type { Turn } from '../sync/ports/oncall.ts';

/** A source of turns. Those of one layer never overlap. Instants in milliseconds since 1970. */
export interface Layer {
  /** Whose turn it is then; null where it is nobody's. */
  turnAt(at: number): Turn | null;
  /** The first turn that begins after that; null where none does within a year. */
  turnAfter(at: number): Turn | null;
  /** When a turn of this layer last ended, that or before; null where none did, or no layer lies below. */
  endedBy(at: number): number | null;
}

/** Turns that were written down one by one, in whatever order. */
export function fixedLayer(turns: readonly Turn[]): Layer {
  const sorted = turns.toSorted((a, b) => a.from - b.from);
  return {
    turnAt: (at) => sorted.find(({ from, until }) => from <= at && at < until) ?? null,
    turnAfter: (at) => sorted.find(({ from }) => from > at) ?? null,
    endedBy(at) {
      const ends = sorted.flatMap(({ until }) => (until <= at ? [until] : []));
      return ends.length === 0 ? null : Math.max(...ends);
    },
  };
}

export interface Rota {
  /** Whose turn it is, from when and until when, with every layer above another counted. */
  turnAt(at: number): Turn | null;
  /** The turn that begins next, after the present one or the gap. */
  turnAfter(at: number): Turn | null;
  /**
   * When the shift ends, or the gap: as the layers have it, also where the same person goes on. Null where it does not
   * within a year.
   */
  shiftEndsAt(at: number): number | null;
}

/** A year and a bit: further ahead nobody looks. */
const LONGEST_MILLISECONDS = 400 * 86_400_000;

/** Layers laid over each other, the one that counts most first. */
export function createRota(layers: readonly Layer[]): Rota {
  const nextIn = (above: readonly Layer[], at: number) =>
    Math.min(...above.map((layer) => layer.turnAfter(at)?.from ?? Number.POSITIVE_INFINITY));

  /** What holds then, and until something else does. */
  function stretchAt(at: number): { turn: Turn | null; from: number; until: number } {
    for (const [index, layer] of layers.entries()) {
      const turn = layer.turnAt(at);
      if (turn === null) continue;
      const above = layers.slice(0, index);
      const from = Math.max(turn.from, ...above.map((one) => one.endedBy(at) ?? turn.from));
      return { turn, from, until: Math.min(turn.until, nextIn(above, at)) };
    }
    return { turn: null, from: at, until: nextIn(layers, at) };
  }

  function turnAt(at: number): Turn | null {
    const { turn, from, until } = stretchAt(at);
    if (turn === null) return null;
    let end = until;
    // The same person may go on in the next stretch.
    while (end - at < LONGEST_MILLISECONDS) {
      const next = stretchAt(end);
      if (next.turn?.person.objectId !== turn.person.objectId) break;
      end = next.until;
    }
    return { person: turn.person, from, until: end };
  }

  return {
    turnAt,
    shiftEndsAt(at) {
      const { until } = stretchAt(at);
      return until - at < LONGEST_MILLISECONDS ? until : null;
    },
    turnAfter(at) {
      const end = turnAt(at)?.until ?? stretchAt(at).until;
      if (!Number.isFinite(end)) return null;
      const begin = stretchAt(end).turn === null ? stretchAt(end).until : end;
      return Number.isFinite(begin) ? turnAt(begin) : null;
    },
  };
}
