const MOST_REMEMBERED = 2_000;

/** Teams delivers an activity again when it is not answered in time; a message must not be answered twice. */
export class SeenActivities {
  readonly #ids = new Set<string>();

  /** Whether this is the first time; from now on it is not. */
  isFirst(conversationId: string, activityId: string | null): boolean {
    if (activityId === null) return true;
    const key = `${conversationId}|${activityId}`;
    if (this.#ids.has(key)) return false;
    this.#ids.add(key);
    if (this.#ids.size > MOST_REMEMBERED) this.#ids.delete(this.#ids.values().next().value!);
    return true;
  }
}
