/**
 * A text as a KQL string literal. Attackers word what is searched for, so nothing in it ends the literal: line ends and
 * what is there but not seen are left out, quotes and backslashes are escaped.
 */
export function kqlText(text: string): string {
  return `"${oneLine(text).replaceAll(/[\\"]/g, String.raw`\$&`)}"`;
}

/** Without line ends, and without what is there but not seen. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/\p{C}/gu, '').trim();
}
