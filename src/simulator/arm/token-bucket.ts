export interface BucketSize {
  capacity: number;
  refillPerSecond: number;
}

/** ARM's throttle since 2024: a bucket that fills steadily; each request takes one token. */
export class TokenBucket {
  readonly #size: BucketSize;
  #tokens: number;
  #filledAtMs: number;

  constructor(size: BucketSize, nowMs: number) {
    this.#size = size;
    this.#tokens = size.capacity;
    this.#filledAtMs = nowMs;
  }

  /** Takes a token. `waitSeconds` is 0 if there was one, or how long to wait for the next. */
  take(nowMs: number): { remaining: number; waitSeconds: number } {
    const { capacity, refillPerSecond } = this.#size;
    const elapsedSeconds = Math.max(0, nowMs - this.#filledAtMs) / 1000;
    this.#tokens = Math.min(capacity, this.#tokens + elapsedSeconds * refillPerSecond);
    this.#filledAtMs = nowMs;
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      return { remaining: Math.floor(this.#tokens), waitSeconds: 0 };
    }
    return { remaining: 0, waitSeconds: Math.max(1, Math.ceil((1 - this.#tokens) / refillPerSecond)) };
  }
}
