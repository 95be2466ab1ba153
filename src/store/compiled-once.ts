import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** Where a value goes in a query that is built before there is one. */
class Slot {
  readonly place: number;
  readonly column: string | null;

  constructor(place: number, column: string | null) {
    this.place = place;
    this.column = column;
  }

  valueIn(values: readonly unknown[]): unknown {
    const value = values[this.place];
    return this.column === null ? value : (value as Record<string, unknown>)[this.column];
  }
}

/**
 * A query that is built and compiled the first time it is run, and after that only run with other values: building it
 * takes several times as long as running it, and a change takes some sixty. Whoever builds it may do nothing with the
 * values but hand them on to kysely: they are placeholders then. A value may be a row, an object of columns; one with
 * other columns makes another query. Answers with the rows that the query returns.
 */
export function compiledOnce<Values extends unknown[], Row>(
  build: (db: Kysely<Database>, ...values: Values) => Compilable<Row>,
): (db: Kysely<Database>, ...values: Values) => Promise<Row[]> {
  const kept = new Map<string, CompiledQuery<Row>>();
  return async (db, ...values) => {
    const shape = values.map(shapeOf).join(';');
    const query = kept.get(shape) ?? build(db, ...(values.map(slotsFor) as Values)).compile();
    kept.set(shape, query);
    const parameters = query.parameters.map((one) => (one instanceof Slot ? one.valueIn(values) : one));
    return (await db.executeQuery<Row>({ ...query, parameters })).rows;
  };
}

function shapeOf(value: unknown): string {
  return isRow(value) ? Object.keys(value).join() : '';
}

function slotsFor(value: unknown, place: number): unknown {
  if (!isRow(value)) return new Slot(place, null);
  return Object.fromEntries(Object.keys(value).map((column) => [column, new Slot(place, column)]));
}

function isRow(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
