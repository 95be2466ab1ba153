/**
 * The form in which texts are compared and searched: case makes no difference, in any alphabet. It is worked out here
 * and stored, since SQLite's own `lower` knows ASCII only.
 */
export function foldText(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
