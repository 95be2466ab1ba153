/** How the keeper paces itself. Tests shorten nothing: they move the clock. */
export interface CardTimings {
  /** Changes are gathered this long, so that a burst is seen as one. */
  gatherMilliseconds: number;
  /** A card is edited at most once in this time. */
  editGapMilliseconds: number;
  /** More new incidents than `stormSize` within `stormMilliseconds` share one card. */
  stormMilliseconds: number;
  stormSize: number;
  /** First messages in one conversation a minute. */
  rootsPerMinute: number;
  /** Somebody is paged at most once in this time in one place; what comes due meanwhile is told in one message. */
  pageGapMilliseconds: number;
}

export const CARD_TIMINGS: CardTimings = {
  gatherMilliseconds: 500,
  editGapMilliseconds: 3_000,
  stormMilliseconds: 10_000,
  stormSize: 5,
  rootsPerMinute: 10,
  pageGapMilliseconds: 60_000,
};
