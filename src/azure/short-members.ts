/** What a member's name and a short value may be; a quote within a JSON text has a backslash before it. */
const MEMBER = /"([^"\\]{1,60})"\s*:\s*(?:"([^"\\]{0,200})"|(\d{1,19}))(?=\s*[,}\]])/g;
/** Longer than any member that matches, so that none is lost between two chunks. */
const OVERLAP = 512;
const MOST_MEMBERS = 500;

/**
 * Collects the short members of a JSON text that is too large to be held, wherever they are in it: the first value of
 * each name, texts and whole numbers only, as texts. Nothing within a text of that JSON is taken for a member.
 */
export class ShortMembers {
  readonly #found = new Map<string, string>();
  #tail = '';

  /** The next bytes of the text. */
  feed(chunk: Buffer): void {
    // Names, ids and times are ASCII, which is the same in every encoding that could be meant.
    const text = this.#tail + chunk.toString('latin1');
    for (const [, name, value, number] of text.matchAll(MEMBER))
      if (!this.#found.has(name!) && this.#found.size < MOST_MEMBERS) this.#found.set(name!, value ?? number!);
    this.#tail = text.slice(-OVERLAP);
  }

  get(name: string): string | null {
    return this.#found.get(name) ?? null;
  }
}
