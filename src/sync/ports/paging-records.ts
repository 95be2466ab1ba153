/** What a paging system is told about an incident. Of one alert each is told once, in this order. */
export const PAGING_ACTIONS = ['trigger', 'acknowledge', 'resolve'] as const;
export type PagingAction = (typeof PAGING_ACTIONS)[number];

/** What a trigger tells; the other two only name the alert. */
export interface PagingAlert {
  incident: number;
  title: string;
  severity: string;
  /** ISO 8601. */
  openedAt: string;
  person: string;
  links: { side: string; url: string }[];
}

/** A promise to tell the paging system something. */
export interface PagingEvent {
  id: number;
  /** The alert: the same for all that is told of one opening of an incident. */
  dedupKey: string;
  action: PagingAction;
  alert: PagingAlert;
  /** `dropped`: it was over before the paging system had heard of it. `dead`: it does not take it. */
  state: 'open' | 'sent' | 'dropped' | 'dead';
  attempts: number;
  notBefore: string;
  /** Why the last attempt failed. */
  error: string | null;
  createdAt: string;
}

export type NewPagingEvent = Pick<PagingEvent, 'dedupKey' | 'action' | 'alert' | 'createdAt'>;

/** The outbox to the paging system. */
export interface PagingRecords {
  /** Everything that was ever promised about an alert, in order. */
  eventsOf(dedupKey: string): Promise<PagingEvent[]>;
  /** Adds it, unless that was promised of the alert before. */
  addEvent(event: NewPagingEvent): Promise<void>;
  /** Alerts of which something is to be told by then (ISO 8601), the oldest first. */
  dueAlerts(now: string, limit: number): Promise<string[]>;
  saveEvent(event: PagingEvent): Promise<void>;
  /** The latest one that was tried; null before the first. */
  lastTried(): Promise<PagingEvent | null>;
}
