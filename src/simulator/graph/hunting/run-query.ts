import type { Condition, HuntingQuery, Operator } from './parse-query.ts';
import type { HuntingEvent } from './tables.ts';

type Row = Record<string, string | number>;

/** The rows a query answers with, over these events of its table. */
export function runQuery({ operators }: HuntingQuery, events: readonly HuntingEvent[]): Row[] {
  return operators.reduce<Row[]>(
    apply,
    events.map((event) => ({ ...event })),
  );
}

function apply(rows: Row[], operator: Operator): Row[] {
  switch (operator.kind) {
    case 'where':
      return rows.filter((row) => operator.anyOf.some((condition) => holds(condition, row)));
    case 'summarize':
      return summarize(rows, operator);
    case 'top':
      return rows.toSorted((a, b) => compare(b[operator.by]!, a[operator.by]!)).slice(0, operator.count);
    default:
      return operator satisfies never;
  }
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function holds({ column, operator, values }: Condition, row: Row): boolean {
  const text = String(row[column] ?? '').toLowerCase();
  return values.some((value) =>
    operator === 'in~' ? value.toLowerCase() === text : hasTerm(text, value.toLowerCase()),
  );
}

/** KQL's `has`: the value stands in the text, with nothing alphanumeric on either side. */
function hasTerm(text: string, value: string): boolean {
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + 1)) {
    const [before, after] = [text[at - 1] ?? ' ', text[at + value.length] ?? ' '];
    if (!/[a-z0-9]/.test(before) && !/[a-z0-9]/.test(after)) return true;
  }
  return false;
}

function summarize(rows: Row[], { aggregates, by }: Extract<Operator, { kind: 'summarize' }>): Row[] {
  const groups = Map.groupBy(rows, (row) => JSON.stringify(by.map((column) => row[column] ?? '')));
  return [...groups.values()].map((group) => {
    const keys = by.map((column) => [column, group[0]![column] ?? ''] as const);
    const values = aggregates.map(({ name, function: called, column }) => {
      const value =
        called === 'count'
          ? group.length
          : group
              .map((row) => row[column!] ?? '')
              .toSorted(compare)
              .at(-1)!;
      return [name, value] as const;
    });
    return Object.fromEntries([...keys, ...values]);
  });
}
