import type { Fault, FaultMatch, FaultPlan } from './fault.ts';
import { SlidingMinute } from './sliding-minute.ts';

type MatchFunction = (method: string, path: string) => boolean;

/** A fault as code arms it: like its JSON form, but `match` may also be a function. */
export type ArmableFault = Fault extends infer F
  ? F extends Fault
    ? Omit<F, 'match'> & { match?: FaultMatch | MatchFunction }
    : never
  : never;

interface Armed {
  fault: ArmableFault;
  left: number;
}

export interface FaultSwitchOptions {
  /** Clock of the quota. */
  now?: () => Date;
  /** The body a service's own errors have, for outages and quotas. */
  errorBody?: (status: number, message: string) => unknown;
}

/** Makes one simulated service fail on demand. With nothing switched on, it changes nothing. */
export class FaultSwitch {
  /** Every answer waits this long. */
  latencyMs = 0;
  /** Every request gets 503 until this is lifted. */
  down = false;
  /** By how much its `Date` headers run ahead of this machine's clock; negative: behind. */
  clockAheadSeconds = 0;
  #armed: Armed[] = [];
  #quota: SlidingMinute | null = null;
  readonly #now: () => Date;
  readonly #errorBody: (status: number, message: string) => unknown;

  constructor(options: FaultSwitchOptions = {}) {
    this.#now = options.now ?? (() => new Date());
    this.#errorBody = options.errorBody ?? ((status, message) => ({ error: { code: String(status), message } }));
  }

  /** Arms a fault for the next `times` (1) matching requests. Faults armed first go off first. */
  fail(fault: ArmableFault): void {
    this.#armed.push({ fault, left: fault.times ?? 1 });
  }

  /** Requests allowed in any 60 seconds before 429 with `Retry-After`; null lifts the limit. */
  set quotaPerMinute(limit: number | null) {
    this.#quota = limit === null ? null : new SlidingMinute(limit);
  }

  get quotaPerMinute(): number | null {
    return this.#quota?.limit ?? null;
  }

  /** Switches everything off. */
  clear(): void {
    this.latencyMs = 0;
    this.down = false;
    this.clockAheadSeconds = 0;
    this.#quota = null;
    this.#armed = [];
  }

  /** Sets what the plan names; `armed` replaces all that was armed. */
  apply(plan: FaultPlan): void {
    if (plan.latencyMs !== undefined) this.latencyMs = plan.latencyMs;
    if (plan.down !== undefined) this.down = plan.down;
    if (plan.clockAheadSeconds !== undefined) this.clockAheadSeconds = plan.clockAheadSeconds;
    if (plan.quotaPerMinute !== undefined) this.quotaPerMinute = plan.quotaPerMinute;
    if (plan.armed === undefined) return;
    this.#armed = [];
    for (const fault of plan.armed) this.fail(fault as ArmableFault);
  }

  /** The present setting as JSON; a `match` that is a function is shown as any request. */
  describe(): Required<FaultPlan> {
    return {
      latencyMs: this.latencyMs,
      down: this.down,
      clockAheadSeconds: this.clockAheadSeconds,
      quotaPerMinute: this.quotaPerMinute,
      armed: this.#armed.map(({ fault, left }) => {
        const { match, ...rest } = fault;
        return { ...rest, times: left, ...(typeof match === 'object' ? { match } : {}) };
      }),
    };
  }

  /** What shall happen to this request, spending the fault that hits it; null: nothing unusual. */
  next(method: string, path: string): ArmableFault | null {
    if (this.down) {
      return { kind: 'status', status: 503, body: this.#body(503, 'The service is temporarily unavailable.') };
    }
    const index = this.#armed.findIndex(({ fault }) => hits(fault.match, method, path));
    const armed = this.#armed[index];
    if (armed !== undefined) {
      armed.left -= 1;
      if (armed.left === 0) this.#armed.splice(index, 1);
      return armed.fault;
    }
    const waitSeconds = this.#quota?.take(this.#now().getTime()) ?? 0;
    if (waitSeconds === 0) return null;
    return {
      kind: 'status',
      status: 429,
      body: this.#body(429, 'Too many requests.'),
      headers: { 'Retry-After': String(waitSeconds) },
    };
  }

  /** The service's own error body, for a fault that did not bring one. */
  errorBody(status: number): unknown {
    return this.#errorBody(status, 'A fault was switched on.');
  }

  #body(status: number, message: string) {
    return this.#errorBody(status, message) as Extract<Fault, { kind: 'status' }>['body'];
  }
}

function hits(match: FaultMatch | MatchFunction | undefined, method: string, path: string): boolean {
  if (match === undefined) return true;
  if (typeof match === 'function') return match(method, path);
  if (match.method !== undefined && match.method.toUpperCase() !== method) return false;
  return match.pathIncludes === undefined || path.includes(match.pathIncludes);
}
