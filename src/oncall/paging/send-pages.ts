import { isoNow } from '../../sync/ports/clock.ts';
import type { Clock } from '../../sync/ports/clock.ts';
import type { Trouble } from '../../sync/ports/desk.ts';
import type { PageCounts } from '../../sync/ports/page-counts.ts';
import type { PagingEvent, PagingRecords } from '../../sync/ports/paging-records.ts';
import { post } from './post.ts';
import type { PagingSettings } from './settings.ts';
import { toBody } from './to-body.ts';

export interface PagingSenderOptions {
  settings: PagingSettings;
  records: PagingRecords;
  /** Makes text that somebody else worded fit to be shown. */
  plain(text: string, most: number): string;
  clock: Clock;
  logger: { warn(fields: object, message: string): void; error(fields: object, message: string): void };
  fetch?: typeof fetch;
  pages?: Pick<PageCounts, 'add'>;
}

export interface PagingSender {
  /** Sends what is due, of each alert in its order; while it does, whoever asks again waits for that. */
  send(): Promise<void>;
  /** What admins must know of the paging system now. */
  troubles(): Promise<Trouble[]>;
}

const ALERTS_AT_A_TIME = 50;
const LONGEST_BACKOFF_SECONDS = 600;
/** About a day and a half. */
const MOST_ATTEMPTS = 200;
/** So often a request must have failed before people are told. */
const TROUBLE_ATTEMPTS = 3;

/** Works off the outbox to the paging system: at least once each, under a key by which the system knows a repetition. */
export function createPagingSender(options: PagingSenderOptions): PagingSender {
  const { settings, records, plain, clock, logger } = options;

  /** False once it did not take something now that it may take later. */
  let isAnswering = true;

  async function serve(dedupKey: string): Promise<void> {
    const events = await records.eventsOf(dedupKey);
    const [trigger] = events;
    // It was over before the paging system heard of it: nobody needs to be woken for it.
    const isUnheard = trigger?.action === 'trigger' && trigger.state === 'open' && trigger.attempts === 0;
    if ((isUnheard && events.length > 1) || trigger?.state === 'dropped' || trigger?.state === 'dead') {
      for (const event of events) if (event.state === 'open') await records.saveEvent({ ...event, state: 'dropped' });
      return;
    }
    for (const event of events) {
      if (event.state !== 'open') continue;
      if (event.notBefore > isoNow(clock) || !(await deliver(event))) return;
    }
  }

  /** Returns whether the next one of the alert may be sent. */
  async function deliver(event: PagingEvent): Promise<boolean> {
    const body = toBody(event, settings, plain);
    const delivery = `${event.dedupKey}/${event.action}`;
    const surroundings = { delivery, now: clock.now(), fetch: options.fetch ?? fetch };
    const result = await post(body, settings, surroundings);
    // Only that calls somebody; the others tell what became of it.
    if (event.action === 'trigger') options.pages?.add('webhook', result.outcome === 'taken' ? 'delivered' : 'failed');
    const attempts = event.attempts + 1;
    const fields = { incident: event.alert.incident, action: event.action, attempts };
    if (result.outcome === 'taken') {
      await records.saveEvent({ ...event, state: 'sent', attempts, error: null });
      return true;
    }
    if (result.outcome === 'refused' || attempts >= MOST_ATTEMPTS) {
      logger.error({ ...fields, reason: result.reason }, 'the paging system does not take a page');
      await records.saveEvent({ ...event, state: 'dead', attempts, error: result.reason });
      return false;
    }
    const backoff = Math.min(2 ** Math.min(attempts, 10), LONGEST_BACKOFF_SECONDS);
    const seconds = Math.max(result.afterSeconds, backoff);
    const notBefore = new Date(clock.now().getTime() + seconds * 1000).toISOString();
    isAnswering = false;
    logger.warn({ ...fields, reason: result.reason, seconds }, 'a page waits for the paging system');
    await records.saveEvent({ ...event, attempts, notBefore, error: result.reason });
    return false;
  }

  async function sendDue(): Promise<void> {
    isAnswering = true;
    for (const dedupKey of await records.dueAlerts(isoNow(clock), ALERTS_AT_A_TIME)) {
      await serve(dedupKey);
      // The others have their turn at the next look: one that hangs would hang for each of them.
      if (!isAnswering) return;
    }
  }

  let running: Promise<void> | null = null;
  return {
    // Never twice at a time: both would send what is due.
    send() {
      running ??= sendDue().finally(() => {
        running = null;
      });
      return running;
    },
    async troubles() {
      const last = await records.lastTried();
      if (last === null || last.error === null) return [];
      if (last.state !== 'dead' && last.attempts < TROUBLE_ATTEMPTS) return [];
      return [
        {
          key: 'paging',
          connectionId: null,
          cause: { kind: 'paging' },
          connection: 'Paging',
          sentence: `The paging system does not take pages: ${last.error}.`,
          advice: 'People are still told in Teams. Check PAGING_WEBHOOK_URL and its secrets.',
          since: last.createdAt,
        },
      ];
    },
  };
}
