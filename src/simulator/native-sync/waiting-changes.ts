import type { SideName } from './carried-side.ts';
import type { CarriedComment, CarriedField, CarriedValues } from './carried-values.ts';

/** Something that happened on one side and waits to be carried to the other. */
export type WaitingChange = {
  /** Defender's id of the incident. */
  incident: string;
  to: SideName;
  openedAtMs: number;
} & (
  | { field: CarriedField; values: Partial<CarriedValues> }
  | { field: 'comments'; comment: CarriedComment }
  | { field: 'merge' }
);

/** What is carried at once: all fields that one side of an incident gets in one write. */
export type Batch = [WaitingChange, ...WaitingChange[]];

/** The changes that wait, oldest first. */
export class WaitingChanges {
  #changes: WaitingChange[] = [];

  /**
   * Adds a change. A field that was changed on the other side before is not carried from there any more: the later
   * write wins. One that waits since less than `batchingMs` is replaced instead, and keeps its place.
   */
  add(change: WaitingChange, batchingMs: number): void {
    if (change.field === 'comments' || change.field === 'merge') return void this.#changes.push(change);
    const sameField = ({ incident, field }: WaitingChange) => incident === change.incident && field === change.field;
    this.#changes = this.#changes.filter((other) => !sameField(other) || other.to === change.to);
    const at = this.#changes.findLastIndex(sameField);
    const open = this.#changes[at];
    if (open !== undefined && change.openedAtMs < open.openedAtMs + batchingMs)
      this.#changes[at] = { ...change, openedAtMs: open.openedAtMs };
    else this.#changes.push(change);
  }

  /** Forgets what waits for an incident, or all of it. */
  forget(incident?: string): void {
    this.#changes = this.#changes.filter((change) => incident !== undefined && change.incident !== incident);
  }

  /** Takes back what a side said of a field. */
  withdraw(incident: string, to: SideName, field: CarriedField): void {
    const isIt = (change: WaitingChange) => change.incident === incident && change.to === to && change.field === field;
    this.#changes = this.#changes.filter((change) => !isIt(change));
  }

  has(incident: string, field: CarriedField): boolean {
    return this.#changes.some((change) => change.incident === incident && change.field === field);
  }

  all(): readonly WaitingChange[] {
    return this.#changes;
  }

  /** Takes out what falls due first, if that is by now (`dueAtMs` null: not yet to be said). */
  takeNext(nowMs: number, dueAtMs: (change: WaitingChange) => number | null): Batch | null {
    const due = this.#changes
      .map((change) => ({ change, atMs: dueAtMs(change) ?? Infinity }))
      .filter(({ atMs }) => atMs <= nowMs)
      .toSorted((a, b) => a.atMs - b.atMs);
    const next = due[0];
    if (next === undefined) return null;
    const isWithIt = ({ change, atMs }: typeof next) =>
      atMs === next.atMs &&
      change.incident === next.change.incident &&
      change.to === next.change.to &&
      kindOf(change) === kindOf(next.change);
    const rest = due.slice(1).filter(isWithIt);
    const batch: Batch = [next.change, ...rest.map(({ change }) => change)];
    this.#changes = this.#changes.filter((change) => !batch.includes(change));
    return batch;
  }
}

function kindOf({ field }: WaitingChange): 'fields' | 'comments' | 'merge' {
  return field === 'comments' || field === 'merge' ? field : 'fields';
}
