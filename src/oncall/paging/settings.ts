/** How a paging system is told. */
export interface PagingSettings {
  /** May carry a token: never printed. */
  url: { reveal(): string };
  /** Keys the HMAC of every request. */
  secret: { reveal(): string };
  format: 'json' | 'pagerduty';
  /** What PagerDuty calls the integration; null in the other format. */
  routingKey: { reveal(): string } | null;
  requestTimeoutSeconds: number;
}
