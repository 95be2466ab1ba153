/** Where the lines of the figures are drawn; docs/metrics.md gives the reasons. */

/** A closing that is taken back sooner, with nobody between, is no work done. */
export const FLAP_SECONDS = 600;

/** Open incidents are told by age: younger than a day, a week, a month, and older. */
export const AGE_DAYS = [1, 7, 30] as const;
