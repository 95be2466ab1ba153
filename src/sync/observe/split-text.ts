/** A comment is carried in at most this many parts; what is longer still is cut, and says so. */
export const MAX_PARTS = 5;

const NUMBERING = ' (5/5)'.length;
const CUT = ' … (cut: read the whole text at its origin)';

/** The longest text that is carried whole under that limit on one comment. */
export function longestText(maxLength: number): number {
  // Each part but the last may be one short, where it would end within a character.
  return (maxLength - NUMBERING) * MAX_PARTS - (MAX_PARTS - 1);
}

/** The text in numbered parts of at most `maxLength` characters; a text that fits stays as it is. */
export function splitText(text: string, maxLength: number): string[] {
  if (text.length <= maxLength) return [text];
  const room = maxLength - NUMBERING;
  const whole = cutText(text, longestText(maxLength));
  const pieces: string[] = [];
  for (let at = 0; at < whole.length;) {
    const end = at + room < whole.length && isLeadingSurrogate(whole.charCodeAt(at + room - 1)) ? room - 1 : room;
    pieces.push(whole.slice(at, at + end));
    at += end;
  }
  return pieces.map((piece, index, all) => `${piece} (${index + 1}/${all.length})`);
}

/** The text, cut to at most `maxLength` characters; one that was cut says so. */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const end = maxLength - CUT.length;
  return text.slice(0, isLeadingSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end) + CUT;
}

/** Cutting between the two halves of a character beyond the basic plane would leave two broken ones. */
function isLeadingSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
