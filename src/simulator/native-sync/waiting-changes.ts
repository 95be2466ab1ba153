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

  has(incident: string, field: CarriedField): boolean {
    return this.#changes.some((change) => change.incident === incident && change.field === field);
  }

  all(): readonly WaitingChange[] {
    return this.#changes;
  }

  /** Takes out what is due by now (`dueAtMs` null: not yet to be said), in the order it fell due. */
  takeDue(nowMs: number, dueAtMs: (change: WaitingChange) => number | null): Batch[] {
    const due = this.#changes
      .map((change) => ({ change, atMs: dueAtMs(change) }))
      .filter((one): one is { change: WaitingChange; atMs: number } => one.atMs !== null && one.atMs <= nowMs)
      .toSorted((a, b) => a.atMs - b.atMs);
    const taken = new Set(due.map(({ change }) => change));
    this.#changes = this.#changes.filter((change) => !taken.has(change));
    const batches = new Map<string, Batch>();
    for (const { change, atMs } of due) {
      const kind = change.field === 'comments' || change.field === 'merge' ? change.field : 'fields';
      const key = `${change.incident} ${change.to} ${kind} ${atMs}`;
      const batch = batches.get(key);
      if (batch === undefined) batches.set(key, [change]);
      else batch.push(change);
    }
    return [...batches.values()];
  }
}
