import { toTicks } from '../tick-clock.ts';
import { QueryFault } from './query-fault.ts';
import type { Token } from './tokens.ts';

export type Predicate<T> = (item: T) => boolean;

/** A property a service lets callers filter on; `dateTime` reads seven-digit UTC text. */
export type Field<T> =
  | { type: 'dateTime'; read: (item: T) => string }
  | { type: 'string'; read: (item: T) => string | null }
  | { type: 'enum'; values: readonly string[]; read: (item: T) => string | null }
  | { type: 'number'; read: (item: T) => number };

const OPERATORS: Record<string, (compared: number) => boolean> = {
  eq: (compared) => compared === 0,
  ne: (compared) => compared !== 0,
  gt: (compared) => compared > 0,
  ge: (compared) => compared >= 0,
  lt: (compared) => compared < 0,
  le: (compared) => compared <= 0,
};

/** One comparison, such as `severity eq 'high'`; throws QueryFault when type and literal do not fit. */
export function compare<T>(name: string, field: Field<T>, operator: string, literal: Token): Predicate<T> {
  const holds = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (holds === undefined) throw new QueryFault(`Unsupported operator '${operator}' at position ${literal.at}.`);
  const ordered = field.type === 'dateTime' || field.type === 'number';
  if (!ordered && operator !== 'eq' && operator !== 'ne') {
    throw new QueryFault(`The operator '${operator}' is not supported for property '${name}'.`);
  }
  const wanted = read(name, field, literal);
  return (item) => holds(order(field.read(item), wanted));
}

function order(left: string | number | null, right: string | number | null): number {
  if (left === right) return 0;
  return left !== null && right !== null && left < right ? -1 : 1;
}

function read<T>(name: string, field: Field<T>, literal: Token): string | number | null {
  switch (field.type) {
    case 'dateTime': {
      const ticks = literal.kind === 'word' ? toTicks(literal.text) : null;
      if (ticks === null) throw mismatch(name, 'Edm.DateTimeOffset', literal);
      return ticks;
    }
    case 'number': {
      if (literal.kind !== 'word' || !/^-?\d+$/.test(literal.text)) throw mismatch(name, 'Edm.Int32', literal);
      return Number(literal.text);
    }
    case 'string': {
      if (literal.kind === 'quoted') return literal.text;
      if (literal.kind === 'word' && literal.text === 'null') return null;
      throw mismatch(name, 'Edm.String', literal);
    }
    case 'enum': {
      if (literal.kind !== 'quoted') throw mismatch(name, 'an enumeration', literal);
      if (field.values.includes(literal.text)) return literal.text;
      throw new QueryFault(
        `The string '${literal.text}' is not a valid enumeration type constant of property '${name}'.`,
      );
    }
  }
}

function mismatch(name: string, type: string, literal: Token): QueryFault {
  const found = literal.kind === 'quoted' ? `the string '${literal.text}'` : `'${literal.text}'`;
  return new QueryFault(
    `Invalid filter clause: property '${name}' takes ${type}, found ${found} at position ${literal.at}.`,
  );
}
