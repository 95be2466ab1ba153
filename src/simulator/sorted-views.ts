/**
 * One set of items in several orders. An order is rebuilt when it is read after a change, so that a run of
 * page reads over thousands of items sorts once.
 */
export class SortedViews<T, K extends string> {
  readonly #compare: Record<K, (a: T, b: T) => number>;
  readonly #items: () => Iterable<T>;
  readonly #views = new Map<K, T[]>();

  constructor(items: () => Iterable<T>, compare: Record<K, (a: T, b: T) => number>) {
    this.#items = items;
    this.#compare = compare;
  }

  /** To be called after an item came, went or changed. */
  invalidate(): void {
    this.#views.clear();
  }

  ascending(key: K): readonly T[] {
    let view = this.#views.get(key);
    if (view === undefined) {
      view = [...this.#items()].toSorted(this.#compare[key]);
      this.#views.set(key, view);
    }
    return view;
  }
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function* backwards<T>(items: readonly T[]): Generator<T> {
  for (let index = items.length - 1; index >= 0; index -= 1) yield items[index] as T;
}
