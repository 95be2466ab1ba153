import type { QuotaUse } from '../sync/ports/desk.ts';
import { monotonicClock } from './monotonic-clock.ts';
import type { MonotonicClock } from './monotonic-clock.ts';
import { TokenBucket } from './token-bucket.ts';
import type { AllowanceSettings } from './allowance.ts';

/** The buckets a request must have a turn in, all of them, the service's own first. */
export interface RequestAllowances {
  read: readonly TokenBucket[];
  write: readonly TokenBucket[];
}

// One second more than the service's minute and hour, because it counts arrivals and we count departures.
const MINUTE = 61;
const HOUR = 3601;
/** Graph `/security`: 150 requests a minute per application and tenant (Graph throttling limits). */
const GRAPH_SECURITY: AllowanceSettings = { capacity: 150, windowSeconds: MINUTE };
/** Advanced hunting: "at least" 45 queries a minute for a tenant, whoever asks (advanced hunting quotas). */
const GRAPH_HUNTING: AllowanceSettings = { capacity: 45, windowSeconds: MINUTE };
/** ARM: buckets per subscription, principal and kind of operation (ARM throttling, 2024 and later). */
const ARM_READS: AllowanceSettings = { capacity: 250, refillPerSecond: 25 };
const ARM_WRITES: AllowanceSettings = { capacity: 200, refillPerSecond: 10 };
/** The older Defender API: 50 lists and updates a minute, 100 readings of one incident (its incidents pages). */
const LEGACY_CALLS: AllowanceSettings = { capacity: 50, windowSeconds: MINUTE };
const LEGACY_GETS: AllowanceSettings = { capacity: 100, windowSeconds: MINUTE };
/** And 1,500 of anything an hour. */
const LEGACY_HOUR: AllowanceSettings = { capacity: 1500, windowSeconds: HOUR };

/**
 * One per process: connections that draw on the same allowance of a service get the same bucket.
 * `principal` is the application or identity the requests are made as.
 */
export class AllowanceRegistry {
  readonly #quotaPerMinute: number;
  readonly #clock: MonotonicClock;
  readonly #buckets = new Map<string, TokenBucket>();
  /** What people call them. */
  readonly #names = new Map<TokenBucket, string>();

  /** `quotaPerMinute` caps what is sent on behalf of one tenant to all services together. */
  constructor(settings: { quotaPerMinute: number; clock?: MonotonicClock }) {
    this.#quotaPerMinute = settings.quotaPerMinute;
    this.#clock = settings.clock ?? monotonicClock;
  }

  /** What is left of these allowances now, each bucket once. */
  left(...allowances: RequestAllowances[]): QuotaUse[] {
    const buckets = new Set(allowances.flatMap(({ read, write }) => [...read, ...write]));
    return [...buckets].map((bucket) => ({
      name: this.#names.get(bucket) ?? '',
      left: bucket.left(),
      capacity: bucket.capacity,
    }));
  }

  graphSecurity(of: { tenantId: string; principal: string }): RequestAllowances {
    const own = this.#bucket('Graph security', ['graph', of.tenantId, of.principal], GRAPH_SECURITY);
    const both = [own, this.#tenant(of.tenantId)];
    return { read: both, write: both };
  }

  /** A hunt is a request to Graph security too. A 429 for one closes hunting alone. */
  graphHunting(of: { tenantId: string; principal: string }): RequestAllowances {
    const hunting = this.#bucket('Advanced hunting', ['hunting', of.tenantId], GRAPH_HUNTING);
    const both = [hunting, ...this.graphSecurity(of).read];
    return { read: both, write: both };
  }

  arm(of: { tenantId: string; subscriptionId: string; principal: string }): RequestAllowances {
    const key = [of.subscriptionId, of.principal];
    const tenant = this.#tenant(of.tenantId);
    return {
      read: [this.#bucket('Azure reads', ['arm-read', ...key], ARM_READS), tenant],
      write: [this.#bucket('Azure writes', ['arm-write', ...key], ARM_WRITES), tenant],
    };
  }

  /**
   * The pages do not say whether methods share their quotas. They are taken to share: a client that keeps to that
   * keeps to any other reading too. Lists and single incidents are read under different ones.
   */
  legacyDefender(of: { tenantId: string; principal: string }): Record<'lists' | 'incidents', RequestAllowances> {
    const key = [of.tenantId, of.principal];
    const calls = this.#bucket('Defender API', ['legacy-defender', ...key], LEGACY_CALLS);
    const gets = this.#bucket('Defender API, single incidents', ['legacy-defender-get', ...key], LEGACY_GETS);
    const hour = this.#bucket('Defender API, the hour', ['legacy-defender-hour', ...key], LEGACY_HOUR);
    const both = [hour, this.#tenant(of.tenantId)];
    const write = [calls, ...both];
    return { lists: { read: [calls, ...both], write }, incidents: { read: [gets, ...both], write } };
  }

  #tenant(tenantId: string): TokenBucket {
    const settings = { capacity: this.#quotaPerMinute, windowSeconds: MINUTE };
    return this.#bucket(`Tenant ${tenantId}`, ['tenant', tenantId], settings);
  }

  #bucket(name: string, parts: readonly string[], settings: AllowanceSettings): TokenBucket {
    const key = JSON.stringify(parts).toLowerCase();
    const known = this.#buckets.get(key) ?? new TokenBucket(settings, this.#clock);
    this.#buckets.set(key, known);
    this.#names.set(known, name);
    return known;
  }
}
