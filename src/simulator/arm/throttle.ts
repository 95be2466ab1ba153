import { armError } from './arm-error.ts';
import { TokenBucket, type BucketSize } from './token-bucket.ts';

export type Operation = 'reads' | 'writes' | 'deletes';
export type ArmLimits = Record<Operation, BucketSize>;

/** Documented per subscription, principal and kind of operation. */
export const ARM_LIMITS: ArmLimits = {
  reads: { capacity: 250, refillPerSecond: 25 },
  writes: { capacity: 200, refillPerSecond: 10 },
  deletes: { capacity: 200, refillPerSecond: 10 },
};

/** ARM counts by method: a POST is a write even when it only queries. */
export function operationOf(method: string): Operation {
  if (method === 'GET' || method === 'HEAD') return 'reads';
  return method === 'DELETE' ? 'deletes' : 'writes';
}

/** Takes a token for a principal's request; answers the header with what is left, or throws 429. */
export function createThrottle(limits: ArmLimits, subscriptionId: string, now: () => Date) {
  const buckets = new Map<string, TokenBucket>();
  return (principalId: string, method: string): Record<string, string> => {
    const operation = operationOf(method);
    const key = `${principalId}/${operation}`;
    const nowMs = now().getTime();
    const bucket = buckets.get(key) ?? new TokenBucket(limits[operation], nowMs);
    buckets.set(key, bucket);
    const { remaining, waitSeconds } = bucket.take(nowMs);
    const headers = { [`x-ms-ratelimit-remaining-subscription-${operation}`]: String(remaining) };
    if (waitSeconds === 0) return headers;
    throw armError(
      429,
      'SubscriptionRequestsThrottled',
      `Number of ${operation} for subscription '${subscriptionId}' exceeded the limit. Please try again after '${waitSeconds}' seconds.`,
      { ...headers, 'Retry-After': String(waitSeconds) },
    );
  };
}
