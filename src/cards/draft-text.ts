/** The most a form can hold of what somebody wrote, as JSON: the card around it takes the rest of its 25 KB. */
const MOST_BYTES = 16_000;

/**
 * What a person entered, as the form shows it when it comes back. It is their own text in an input, where no markdown
 * is read, so it stays as it is but for control characters, and is cut to what a form can hold.
 */
export function draftText(text: string, maxLength: number): string {
  const draft = text
    .slice(0, maxLength)
    .toWellFormed()
    .replace(/(?![\n\t])\p{Cc}/gu, '');
  // No UTF-16 unit that is left takes more than three bytes.
  return fitsForm(draft) ? draft : draft.slice(0, Math.floor(MOST_BYTES / 3)).toWellFormed();
}

/** Whether a text fits into a form. */
export function fitsForm(text: string): boolean {
  return jsonBytes(text) <= MOST_BYTES;
}

function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
