import type { VerifiedToken } from '../entra/token-verifier.ts';
import { SlidingWindow } from '../sliding-window.ts';
import { legacyError } from './legacy-error.ts';

export interface LegacyLimits {
  /** Lists and updates together. */
  callsPerMinute: number;
  getsPerMinute: number;
  /** Of anything. */
  perHour: number;
}

export const DOCUMENTED_LIMITS: LegacyLimits = { callsPerMinute: 50, getsPerMinute: 100, perHour: 1500 };

/** Counts requests per application and tenant; 429 says in its body, and nowhere else, when the quota is back. */
export function createThrottle(limits: LegacyLimits, now: () => Date) {
  const windows = new Map<string, SlidingWindow>();

  return (token: VerifiedToken, kind: 'call' | 'get'): void => {
    const limit = kind === 'call' ? limits.callsPerMinute : limits.getsPerMinute;
    const waits = [
      take(token, kind, () => new SlidingWindow(limit, 60)),
      take(token, 'hour', () => new SlidingWindow(limits.perHour, 3600)),
    ];
    const waitSeconds = Math.max(...waits);
    if (waitSeconds === 0) return;
    throw legacyError(429, 'TooManyRequests', throttledMessage(waitSeconds));
  };

  function take({ tenantId, clientId }: VerifiedToken, kind: string, make: () => SlidingWindow): number {
    const key = `${kind} ${tenantId}/${clientId}`;
    const window = windows.get(key) ?? make();
    windows.set(key, window);
    return window.take(now().getTime());
  }
}

export const throttledMessage = (seconds: number): string =>
  `The quota of calls is used up. It will be reset in ${seconds} seconds.`;
