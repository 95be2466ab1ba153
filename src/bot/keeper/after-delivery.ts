import { NEVER_OUTDATED } from '../../sync/ports/chat-records.ts';
import type { Delivery } from '../teams-gateway.ts';

/** What is kept of posting and editing a message, incident card or notice alike. */
export interface DeliveryState {
  threadId: string | null;
  activityId: string | null;
  shownVersion: number;
  attempts: number;
  notBefore: string;
  error: string | null;
}

const LONGEST_BACKOFF_SECONDS = 600;
/** A card Teams will not take as it is may be taken once the incident, or our rendering, changed. */
const REJECTED_SECONDS = 3_600;

/**
 * What a row says after its message was posted or edited, or was not, and the milliseconds until it is to be tried
 * again (0: not by itself).
 */
export function afterDelivery<T extends DeliveryState>(
  row: T,
  delivery: Delivery,
  version: number,
  now: Date,
): { row: T; waitMilliseconds: number } {
  const attempts = row.attempts + 1;
  const again = (seconds: number, reason: string) => ({
    row: { ...row, attempts, notBefore: new Date(now.getTime() + seconds * 1000).toISOString(), error: reason },
    waitMilliseconds: seconds * 1000,
  });
  switch (delivery.outcome) {
    case 'sent': {
      const { threadId, activityId } = delivery;
      // What was tried before its time has no time to wait for any more.
      const free = { attempts: 0, notBefore: now.toISOString(), error: null };
      const sent = { ...row, threadId, activityId, shownVersion: version, ...free };
      return { row: sent, waitMilliseconds: 0 };
    }
    case 'retry': {
      const backoff = Math.min(2 ** Math.min(attempts, 10), LONGEST_BACKOFF_SECONDS);
      return again(Math.max(delivery.afterSeconds, backoff), delivery.reason);
    }
    case 'rejected':
      return again(REJECTED_SECONDS, delivery.reason);
    case 'gone':
      // Somebody took the message away; it is not put back.
      return { row: { ...row, shownVersion: NEVER_OUTDATED, error: delivery.reason }, waitMilliseconds: 0 };
    default:
      return delivery satisfies never;
  }
}
