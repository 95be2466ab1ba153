import type { LedgerBookmark } from '../bookmark.ts';
import { carriesAlerts } from '../carries-alerts.ts';
import type { SyncContext } from '../context.ts';
import type { AlertsWork, Intent } from '../intent.ts';
import { isoNow } from '../ports/clock.ts';
import type { Records } from '../ports/records.ts';
import { RemoteError } from '../ports/remote-error.ts';
import type { BookmarkWrite } from '../ports/side-port.ts';
import { buryIntent, settle, settleIntent } from './settle.ts';

type AlertsIntent = Intent & { work: AlertsWork };
type Outcome = BookmarkWrite | { outcome: 'refused'; reason: string; isPassing: boolean };

/** A missing role is asked for this rarely. */
const PAUSE_SECONDS = 3600;

/**
 * Writes one of the bookmarks that are promised for an incident, and comes to an end when there is none left: what is
 * more urgent has its turn between any two. What was written is noted one by one, so that no restart and no lost
 * answer writes the others again.
 */
export async function writeAlerts(context: SyncContext, number: number, intent: AlertsIntent): Promise<void> {
  const { store, pauses } = context;
  const link = (await store.link(number))!;
  const isCarried = carriesAlerts((await store.connection(link.connectionId))!, link);
  if (!isCarried || link.sentinel === null || pauses.isOn('bookmarks')) return putBack(context, number, intent);
  const next = (await store.bookmarks(number)).find((entry) => isToBeWritten(entry, intent));
  if (next === undefined) return finish(context, number, intent);
  const outcome = await put(context, link.sentinelName!, next);
  if (outcome === 'forbidden') return putBack(context, number, intent);
  pauses.end('bookmarks');
  await note(context, number, intent, next, outcome);
}

/** What was refused before is tried again when somebody promised it again; what may pass, with the next attempt too. */
function isToBeWritten({ content, refusal }: LedgerBookmark, { notBefore, attempts }: Intent): boolean {
  if (content === null || refusal === null) return content !== null;
  return refusal.at < notBefore && (attempts === 0 || refusal.isPassing === true);
}

/** Somebody else was at that one, or it is locked (`codeOf` of the wire). */
const CONFLICTS = new Set([409, 412, 423]);

/**
 * One bookmark that is refused for its content or as a conflict, or of which the answer cannot be read, says nothing of
 * the others; a role that is missing is missing for all.
 */
async function put({ sentinel, pauses }: SyncContext, name: string, entry: LedgerBookmark) {
  try {
    return await sentinel.putBookmark(name, entry.content!, entry.isTied);
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    const isPassing = error.code === 'unreadable' || CONFLICTS.has(error.status ?? 0);
    if (error.code === 'invalid' || isPassing) return { outcome: 'refused', reason: error.message, isPassing } as const;
    if (error.code !== 'forbidden') throw error;
    pauses.begin('bookmarks', 'refused', `Sentinel: bookmarks may not be written: ${error.message}`, PAUSE_SECONDS);
    return 'forbidden';
  }
}

async function note(
  { store, clock }: SyncContext,
  number: number,
  intent: AlertsIntent,
  { alertId, hash }: LedgerBookmark,
  result: Outcome,
): Promise<void> {
  const at = isoNow(clock);
  await store.transaction(async (records) => {
    const ledger = await records.bookmarks(number);
    const entry = ledger.find((candidate) => candidate.alertId === alertId)!;
    if (result.outcome === 'written' || result.outcome === 'gone') {
      // The alert may have changed while it was written: that is written next.
      const content = entry.hash === hash ? null : entry.content;
      await records.saveBookmark({ ...entry, content, isTied: true, refusal: null });
      return touch(records, number);
    }
    // Where there is no room for one more there is none for the rest.
    const refused = result.outcome === 'refused' ? [entry] : ledger.filter(({ isTied }) => !isTied);
    const isPassing = result.outcome === 'refused' && result.isPassing;
    const refusal = { reason: result.reason, at, ...(isPassing ? { isPassing } : {}) };
    for (const one of refused) if (isToBeWritten(one, intent)) await records.saveBookmark({ ...one, refusal });
  });
}

/** A bookmark that is tied to it moves an incident's time and etag. */
async function touch(records: Records, number: number): Promise<void> {
  const link = (await records.link(number))!;
  if (link.sentinel === null) return;
  link.sentinel.touchedByUs = true;
  await records.saveLink(link);
}

/** Not now: it is promised again when it may be written, what could not be written for a passing reason too. */
async function putBack(context: SyncContext, number: number, intent: AlertsIntent): Promise<void> {
  await settle(context, number, async (records) => {
    for (const entry of await records.bookmarks(number))
      if (entry.refusal?.isPassing === true) await records.saveBookmark({ ...entry, refusal: null });
    await settleIntent(records, context, intent, 'superseded');
  });
}

async function finish(context: SyncContext, number: number, intent: AlertsIntent): Promise<void> {
  const passing = (await context.store.bookmarks(number)).filter(({ refusal }) => refusal?.isPassing === true);
  const [first] = passing;
  if (first !== undefined)
    throw new RemoteError('unreadable', `Bookmarks of ${someAlerts(passing)} wait: ${first.refusal!.reason}`);
  await settle(context, number, async (records, link) => {
    const ledger = await records.bookmarks(number);
    const refused = ledger.filter(({ refusal }) => refusal !== null);
    const reason = refused.at(-1)?.refusal?.reason;
    if (reason === undefined) {
      await settleIntent(records, context, intent, 'done', { bookmarks: ledger.length });
      return;
    }
    await buryIntent(records, context, link, intent, `Sentinel holds no bookmark of ${someAlerts(refused)}: ${reason}`);
    link.version += 1;
  });
}

function someAlerts({ length }: LedgerBookmark[]): string {
  return length === 1 ? 'an alert' : `${length} alerts`;
}
