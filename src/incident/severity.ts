/**
 * Severity as both systems know it, most severe first. `unknown` exists in Defender only: Sentinel has no
 * such value, so it never crosses.
 */
export const SEVERITIES = ['high', 'medium', 'low', 'informational', 'unknown'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Severities a person may choose, and Sentinel accepts. */
export const WRITABLE_SEVERITIES = ['high', 'medium', 'low', 'informational'] as const;
export type WritableSeverity = (typeof WRITABLE_SEVERITIES)[number];

/** Positive when `a` is more severe than `b`, zero when equal. */
export function compareSeverity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(b) - SEVERITIES.indexOf(a);
}

/** Whether `severity` is at least as severe as `least`. */
export function isAtLeast(severity: Severity, least: Severity): boolean {
  return compareSeverity(severity, least) >= 0;
}
