/**
 * Allows at most `limit` requests in any stretch of so many seconds. Services count in ways they do not document;
 * a sliding window is the strictest reading, so a client that passes here passes a fixed window or a bucket too.
 */
export class SlidingWindow {
  readonly limit: number;
  readonly #windowMs: number;
  #times: number[] = [];

  constructor(limit: number, windowSeconds: number) {
    this.limit = limit;
    this.#windowMs = windowSeconds * 1000;
  }

  /** Takes one place. Returns 0, or the whole seconds until the next place is free. */
  take(nowMs: number): number {
    const oldest = nowMs - this.#windowMs;
    let expired = 0;
    while (expired < this.#times.length && (this.#times[expired] ?? 0) <= oldest) expired += 1;
    if (expired > 0) this.#times.splice(0, expired);
    if (this.#times.length < this.limit) {
      this.#times.push(nowMs);
      return 0;
    }
    const first = this.#times[0] ?? nowMs;
    return Math.max(1, Math.ceil((first + this.#windowMs - nowMs) / 1000));
  }
}
