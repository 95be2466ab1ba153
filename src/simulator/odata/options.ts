import { QueryFault } from './query-fault.ts';

/** The `$` options of a query, by name; one that is unknown, twice or empty is refused. */
export function queryOptions<N extends string>(
  query: URLSearchParams,
  known: readonly N[],
): Partial<Record<N, string>> {
  const options: Partial<Record<N, string>> = {};
  for (const [name, value] of query) {
    if (!name.startsWith('$')) continue;
    if (!(known as readonly string[]).includes(name))
      throw new QueryFault(`The query parameter '${name}' is not supported.`);
    if (Object.hasOwn(options, name))
      throw new QueryFault(`The query parameter '${name}' was specified more than once.`);
    if (value === '') throw new QueryFault(`The query parameter '${name}' has no value.`);
    options[name as N] = value;
  }
  return options;
}

/** A whole number of at least `least`. */
export function wholeNumber(name: string, text: string, least: number): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) < least) {
    throw new QueryFault(
      `Invalid value '${text}' for ${name} query option found. It takes a whole number of at least ${least}.`,
    );
  }
  return Number(text);
}

/** `$orderby` by exactly one of the given properties, ascending unless it says `desc`. */
export function orderBy<N extends string>(text: string, sortable: readonly N[]): { by: N; descending: boolean } {
  const match = /^(\S+?)(?:\s+(asc|desc))?$/.exec(text.trim());
  const by = sortable.find((name) => name === match?.[1]);
  if (by === undefined) throw new QueryFault(`The $orderby expression '${text}' is not supported.`);
  return { by, descending: match?.[2] === 'desc' };
}
