/** The text with its first letter as enums have it here: services and their documents disagree on case. */
export function foldName(name: string | null | undefined): string {
  return (name ?? '').trim().toLowerCase();
}

/** A table from folded spellings to values: each value under its own name, and under the aliases given. */
export function spellings<T extends string>(
  values: readonly T[],
  aliases: Readonly<Record<string, T>> = {},
): ReadonlyMap<string, T> {
  const own = values.map((value) => [foldName(value), value] as const);
  const others = Object.entries(aliases).map(([alias, value]) => [foldName(alias), value] as const);
  return new Map([...own, ...others]);
}

/** Text, or null where there is none to speak of. */
export function textOrNull(text: string | null | undefined): string | null {
  return text === null || text === undefined || text.trim() === '' ? null : text;
}

/** Query options as OData services read them: `$` kept in names, spaces as %20 and never as `+`. */
export function queryString(options: Readonly<Record<string, string | number>>): string {
  return Object.entries(options)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

// Null bytes and their like are no text: stores and services cut it there, or refuse the whole of it.
const NO_TEXT = /[^\P{Cc}\t\n\r]/gu;

/** What people wrote, without control characters (line ends and tabs stay) and halves of characters. */
export function readableText(text: string): string {
  return text.replace(NO_TEXT, '').toWellFormed();
}

/**
 * An id as a path may carry it: without white space, control characters, slashes, and none of the two words (`.`, `..`)
 * that lead to another path whichever way they are written. Anything else is nobody's.
 */
export const WIRE_ID = /^(?!\.{1,2}$)[^\s\p{C}/\\]{1,200}$/u;

/**
 * A page's link to the next one. A value that is no text must not lose the page that it came with: it is kept, as
 * text, and refused when it would be followed.
 */
export function nextLinkOf(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
}
