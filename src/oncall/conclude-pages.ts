import type { Opening } from '../sync/history/openings.ts';
import type { ChatRecords } from '../sync/ports/chat-records.ts';
import { isoNow } from '../sync/ports/clock.ts';
import type { Clock } from '../sync/ports/clock.ts';
import type { PagingAction, PagingRecords } from '../sync/ports/paging-records.ts';
import { pagesOf } from './page-keys.ts';

export interface ConcludeServices {
  chat: Pick<ChatRecords, 'liveNoticesUnder' | 'concludeNotices'>;
  clock: Clock;
  onTold(): void;
}

/** Ends the pages that are over, with a word about who took the incident up. */
export async function concludePages(
  { chat, clock, onTold }: ConcludeServices,
  incident: number,
  opening: Opening,
): Promise<void> {
  const { acknowledged, end } = opening;
  for (const { key } of await chat.liveNoticesUnder(`page/${incident}/`)) {
    const isPast = !key.startsWith(pagesOf(incident, opening));
    if (!isPast && acknowledged === null && end === null) continue;
    const by = acknowledged?.by ?? null;
    const outcome =
      acknowledged === null
        ? `It was ${end?.by === 'merge' ? 'merged into another incident' : 'closed'}.`
        : `It was acknowledged${by === null ? '' : ` by ${by}`}.`;
    await chat.concludeNotices(key, isoNow(clock), outcome);
    onTold();
  }
}

/** Tells the paging system that an alert it was told of was taken up, or is over. */
export async function concludeAlert(
  { paging, clock }: { paging: Pick<PagingRecords, 'eventsOf' | 'addEvent'>; clock: Clock },
  dedupKey: string,
  { acknowledged, end }: Opening,
): Promise<void> {
  if (acknowledged === null && end === null) return;
  const told = await paging.eventsOf(dedupKey);
  const alert = told.find(({ action }) => action === 'trigger')?.alert;
  if (alert === undefined) return;
  const over: PagingAction[] = acknowledged === null ? [] : ['acknowledge'];
  if (end !== null) over.push('resolve');
  for (const action of over)
    if (told.every((one) => one.action !== action))
      await paging.addEvent({ dedupKey, action, alert, createdAt: isoNow(clock) });
}
