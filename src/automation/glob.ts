/**
 * Whether a text matches a pattern in which `*` stands for any characters and `?` for one; everything else stands for
 * itself, in any case. No regular expressions: a pattern of those can take minutes over a title an attacker chose. This
 * takes at most length of text times length of pattern.
 */
export function matchesGlob(text: string, pattern: string): boolean {
  const [letters, wanted] = [Array.from(fold(text)), Array.from(fold(pattern))];
  let [at, next] = [0, 0];
  /** Where the last `*` was, and how far it reaches by now. */
  let [star, reach] = [-1, 0];
  while (at < letters.length) {
    if (wanted[next] === '*') {
      star = next;
      reach = at;
      next += 1;
    } else if (next < wanted.length && (wanted[next] === '?' || wanted[next] === letters[at])) {
      at += 1;
      next += 1;
    } else if (star >= 0) {
      reach += 1;
      at = reach;
      next = star + 1;
    } else return false;
  }
  return wanted.slice(next).every((letter) => letter === '*');
}

/** The form in which texts are compared: case and the way accents are written make no difference. */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
