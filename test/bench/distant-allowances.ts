import { AllowanceRegistry } from '../../src/azure/allowance-registry.ts';
import type { RequestAllowances } from '../../src/azure/allowance-registry.ts';
import { TokenBucket } from '../../src/azure/token-bucket.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A request that had its turn and arrived at the service. */
export interface Arrival {
  service: 'graph' | 'arm';
  kind: 'read' | 'write';
  /** Milliseconds of virtual time. */
  at: number;
}

/** From a turn to the arrival at the service; spread, because a network does not deliver at a beat. */
const NEAREST_MILLISECONDS = 40;
const SPREAD_MILLISECONDS = 160;

/** The product's own quotas in virtual time, with a network behind them, which takes time and is watched. */
export class DistantAllowances extends AllowanceRegistry {
  readonly #time: VirtualTime;
  readonly #onArrival: (arrival: Arrival) => void;

  constructor(quotaPerMinute: number, time: VirtualTime, onArrival: (arrival: Arrival) => void) {
    super({ quotaPerMinute, clock: time.monotonic });
    this.#time = time;
    this.#onArrival = onArrival;
  }

  override graphSecurity(of: Parameters<AllowanceRegistry['graphSecurity']>[0]): RequestAllowances {
    return this.#behind('graph', super.graphSecurity(of));
  }

  override arm(of: Parameters<AllowanceRegistry['arm']>[0]): RequestAllowances {
    return this.#behind('arm', super.arm(of));
  }

  #behind(service: Arrival['service'], { read, write }: RequestAllowances): RequestAllowances {
    const distance = (kind: Arrival['kind']) =>
      new Distance(this.#time, () => this.#onArrival({ service, kind, at: this.#time.monotonic.now() }));
    return { read: [...read, distance('read')], write: [...write, distance('write')] };
  }
}

/** Stands last among a request's buckets: its turn is the arrival. */
class Distance extends TokenBucket {
  readonly #time: VirtualTime;
  readonly #onArrival: () => void;
  #count = 0;

  constructor(time: VirtualTime, onArrival: () => void) {
    super({ capacity: 1, windowSeconds: 1 }, time.monotonic);
    this.#time = time;
    this.#onArrival = onArrival;
  }

  override async acquire(): Promise<void> {
    this.#count += 1;
    await this.#time.wait(NEAREST_MILLISECONDS + ((this.#count * 61) % SPREAD_MILLISECONDS));
    this.#onArrival();
  }
}
