import { badRequest } from '../graph-error.ts';
import { TABLES } from './tables.ts';
import { readTokens, syntaxError } from './tokens.ts';
import type { Token } from './tokens.ts';

export interface Condition {
  column: string;
  operator: 'in~' | 'has_any';
  values: string[];
}
export interface Aggregate {
  name: string;
  function: 'count' | 'max';
  column: string | null;
}
export type Operator =
  | { kind: 'where'; anyOf: Condition[] }
  | { kind: 'summarize'; aggregates: Aggregate[]; by: string[] }
  | { kind: 'top'; count: number; by: string };
export interface HuntingQuery {
  table: string;
  operators: Operator[];
}

const MOST_ROWS = 100_000;

/**
 * The part of KQL that is served: a table, then `where … or …`, `summarize … by …` and `top … by … desc`. Everything
 * else, and a column that is not there, is refused.
 */
export function parseQuery(query: string): HuntingQuery {
  const reader = new Reader(query);
  const table = reader.word();
  if (!Object.hasOwn(TABLES, table))
    throw badRequest(
      `Failed to resolve table or column expression named '${table}'. Fix semantic errors in your query.`,
    );
  reader.columns = Object.keys(TABLES[table]!);
  const operators: Operator[] = [];
  while (reader.accept('|')) operators.push(readOperator(reader));
  reader.end();
  return { table, operators };
}

function readOperator(reader: Reader): Operator {
  if (reader.accept('where')) {
    const anyOf = [readCondition(reader)];
    while (reader.accept('or')) anyOf.push(readCondition(reader));
    return { kind: 'where', anyOf };
  }
  if (reader.accept('summarize')) {
    const aggregates = reader.list(() => readAggregate(reader));
    reader.expect('by');
    const by = reader.list(() => reader.column('summarize'));
    reader.columns = [...by, ...aggregates.map(({ name }) => name)];
    return { kind: 'summarize', aggregates, by };
  }
  reader.expect('top');
  const count = reader.number();
  if (count < 1 || count > MOST_ROWS) throw reader.fault();
  reader.expect('by');
  const by = reader.column('top');
  reader.expect('desc');
  return { kind: 'top', count, by };
}

function readCondition(reader: Reader): Condition {
  const column = reader.column('where');
  const operator = reader.word();
  if (operator !== 'in~' && operator !== 'has_any') throw reader.fault();
  reader.expect('(');
  const values = reader.list(() => reader.string());
  reader.expect(')');
  return { column, operator, values };
}

function readAggregate(reader: Reader): Aggregate {
  const name = reader.word();
  reader.expect('=');
  const called = reader.word();
  if (called !== 'count' && called !== 'max') throw reader.fault();
  reader.expect('(');
  const column = called === 'max' ? reader.column('summarize') : null;
  reader.expect(')');
  return { name, function: called, column };
}

/** Reads a query word by word; what is not as expected is a syntax error. */
class Reader {
  readonly #query: string;
  readonly #tokens: Token[];
  #at = 0;
  /** What stands at this place of the pipe. */
  columns: readonly string[] = [];

  constructor(query: string) {
    this.#query = query;
    this.#tokens = readTokens(query);
  }

  fault(): Error {
    return syntaxError(this.#query, this.#query.length);
  }

  accept(text: string): boolean {
    const token = this.#tokens[this.#at];
    const isIt = (token?.kind === 'word' || token?.kind === 'punctuation') && token.text === text;
    if (isIt) this.#at += 1;
    return isIt;
  }

  expect(text: string): void {
    if (!this.accept(text)) throw this.fault();
  }

  word(): string {
    const token = this.#tokens[this.#at++];
    if (token?.kind !== 'word') throw this.fault();
    return token.text;
  }

  string(): string {
    const token = this.#tokens[this.#at++];
    if (token?.kind !== 'string') throw this.fault();
    return token.value;
  }

  number(): number {
    const token = this.#tokens[this.#at++];
    if (token?.kind !== 'number') throw this.fault();
    return token.value;
  }

  list<T>(one: () => T): T[] {
    const items = [one()];
    while (this.accept(',')) items.push(one());
    return items;
  }

  column(operator: string): string {
    const name = this.word();
    if (this.columns.includes(name)) return name;
    throw badRequest(
      `'${operator}' operator: Failed to resolve column or scalar expression named '${name}'. Fix semantic errors in your query.`,
    );
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw this.fault();
  }
}
