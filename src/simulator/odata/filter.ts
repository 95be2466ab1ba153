import { compare, type Field, type Predicate } from './compare.ts';
import { QueryFault } from './query-fault.ts';
import { tokenize, type Token } from './tokens.ts';

/**
 * Compiles a `$filter`: comparisons of one property with one literal, joined by `and` and `or` (`and`
 * binds tighter), with parentheses. Functions, `not`, lambdas and any property outside `fields` are
 * refused: no service documents them for incidents.
 */
export function compileFilter<T>(text: string, fields: Readonly<Record<string, Field<T>>>): Predicate<T> {
  const tokens = tokenize(text);
  let next = 0;

  function take(kind?: Token['kind']): Token {
    const token = tokens[next];
    if (token === undefined) throw new QueryFault(`Expression expected at position ${text.length} in '${text}'.`);
    if (kind !== undefined && token.kind !== kind)
      throw new QueryFault(`Syntax error at position ${token.at} in '${text}'.`);
    next += 1;
    return token;
  }

  function follows(word: string): boolean {
    const token = tokens[next];
    if (token?.kind !== 'word' || token.text !== word) return false;
    next += 1;
    return true;
  }

  function either(): Predicate<T> {
    const parts = [both()];
    while (follows('or')) parts.push(both());
    return (item) => parts.some((holds) => holds(item));
  }

  function both(): Predicate<T> {
    const parts = [one()];
    while (follows('and')) parts.push(one());
    return (item) => parts.every((holds) => holds(item));
  }

  function one(): Predicate<T> {
    if (tokens[next]?.kind === 'open') {
      take('open');
      const inner = either();
      take('close');
      return inner;
    }
    const name = take('word').text;
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined)
      throw new QueryFault(`Invalid filter clause: '${name}' is not a property that can be filtered on.`);
    const operator = take('word').text;
    return compare(name, field, operator, take());
  }

  const predicate = either();
  const rest = tokens[next];
  if (rest !== undefined) throw new QueryFault(`Syntax error at position ${rest.at} in '${text}'.`);
  return predicate;
}
