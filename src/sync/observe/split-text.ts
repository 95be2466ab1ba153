/** A comment is carried in at most this many parts; what is longer still is cut, and says so. */
export const MAX_PARTS = 5;

const NUMBERING = ' (5/5)'.length;
const CUT = ' … (cut: read the whole text at its origin)';

/** The text in numbered parts of at most `maxLength` characters; a text that fits stays as it is. */
export function splitText(text: string, maxLength: number): string[] {
  if (text.length <= maxLength) return [text];
  const room = maxLength - NUMBERING;
  const whole = text.length <= room * MAX_PARTS ? text : text.slice(0, room * MAX_PARTS - CUT.length) + CUT;
  const pieces: string[] = [];
  for (let at = 0; at < whole.length;) {
    const end = at + room < whole.length && isLeadingSurrogate(whole.charCodeAt(at + room - 1)) ? room - 1 : room;
    pieces.push(whole.slice(at, at + end));
    at += end;
  }
  return pieces.slice(0, MAX_PARTS).map((piece, index, all) => `${piece} (${index + 1}/${all.length})`);
}

/** Cutting between the two halves of a character beyond the basic plane would leave two broken ones. */
function isLeadingSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
