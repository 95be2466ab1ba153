/**
 * Incident titles, comments, tags and names are worded by attackers. This is the one way such text gets in
 * front of people: nothing in it becomes a link, a mention, markup, an expression, or hides what it says.
 *
 * Two renderings exist, because Teams reads markdown in a TextBlock and in facts, but not in a TextRun, an
 * input's value, a button's title or a push summary. Escapes would be shown there as they are.
 *
 * Where markdown is read, clients also make links of bare names (`evil.com`, `raj@contoso.com`, `10.0.0.5/x`). A
 * backslash before the dot or the `@` ends the name for whoever looks for links, and is gone from what people see and
 * copy into a search. Zero-width characters would be copied along; `evil[.]com` would be one more name to repair.
 */

const DEFAULT_LENGTH = 300;

/** Format characters (zero width, bidirectional, tags, soft hyphen) and letters that are drawn as nothing. */
const INVISIBLE = /\p{Cf}|\p{Variation_Selector}|\u034f|[\u115f\u1160\u2800\u3164\uffa0]|[\u17b4\u17b5]/gu;
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}\s]+/gu;
/** Marks piled on one letter cover the lines above and below. */
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu;
/**
 * The colon of anything a client may turn into a link: of a scheme before slashes but our own `hxxp`, or of one that needs
 * none. It looks back from the colon, since looking ahead from each letter takes long where an attacker sent many.
 */
const SCHEME =
  /(?<!hxxps?)(?<=[a-z][a-z0-9+.-]{0,30}):(?=\/\/)|(?<=mailto|tel|sms|javascript|vbscript|msteams):(?=\S)/gi;

/** The text as it may stand where no markdown is read; at most `maxLength` characters. */
export function plainText(text: string, maxLength = DEFAULT_LENGTH): string {
  const visible = text
    .slice(0, maxLength * 20)
    .toWellFormed()
    .normalize('NFC')
    .replace(BREAKS, ' ')
    .replace(INVISIBLE, '')
    .replace(PILED_MARKS, '$1')
    .replace(/ {2,}/g, ' ')
    .trim();
  return cut(disarm(visible), maxLength);
}

/** The text as it may stand in a TextBlock or a fact: rendered, it reads exactly like `plainText` of it. */
export function markdownText(text: string, maxLength = DEFAULT_LENGTH): string {
  return plainText(text, maxLength)
    .replace(/[\\`*_~|[\]()<]/g, '\\$&')
    .replace(/(?<=\S)\.(?=[^\s.])|@(?=\S)/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/^[#>+-]/, '\\$&')
    .replace(/^(\d+)\./, '$1\\.');
}

/** How a text with such pieces in it reads once rendered, for where no markdown is: push summaries, toasts. */
export function withoutEscapes(markdown: string): string {
  return markdown.replace(/\\([!-/:-@[-`{-~])/g, '$1');
}

function disarm(text: string): string {
  return (
    text
      .replace(/http(s?):\/\//gi, 'hxxp$1://')
      .replace(SCHEME, '[:]')
      .replace(/(?<!:)\/\/(?=\S)/g, '/ /')
      .replace(/www\./gi, 'www[.]')
      // Tags and mentions (`<at>`), link brackets, template expressions and date macros.
      .replace(/<(?=[a-z/!?])/gi, '‹')
      .replace(/\](?=[([])/g, '] ')
      .replace(/([${])(?=\{)/g, '$1 ')
  );
}

function cut(text: string, maxLength: number): string {
  // A character is two units at most: of a text that is longer than that, no more is looked at.
  const characters = Array.from(text.slice(0, 2 * (maxLength + 1)));
  return characters.length <= maxLength ? text : `${characters.slice(0, maxLength - 1).join('')}…`;
}
