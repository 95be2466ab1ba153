import { createIncidentWatch } from '../schedule/watch-incidents.ts';
import type { IncidentWatch, IncidentWatchOptions } from '../schedule/watch-incidents.ts';
import type { ChatRecords } from '../sync/ports/chat-records.ts';
import { isoNow } from '../sync/ports/clock.ts';
import type { Desk } from '../sync/ports/desk.ts';
import type { HistoryRecords } from '../sync/ports/history-records.ts';
import { newNotice } from '../sync/ports/new-notice.ts';
import type { StepRecords } from '../sync/ports/step-records.ts';
import { planNews } from './plan-news.ts';

export interface NewsWatchOptions extends Pick<IncidentWatchOptions, 'clock' | 'logger'> {
  desk: Pick<Desk, 'view' | 'onChanged'>;
  histories: Pick<HistoryRecords, 'history' | 'stirringSince'>;
  steps: Pick<StepRecords, 'stepsOf' | 'takeStep'>;
  chat: Pick<ChatRecords, 'bindings' | 'cardsOf'>;
  /** There is something to post. */
  onTold(): void;
}

/** What is older is no news any more, whatever kept it back: the card shows how things are. */
const NEWS_MILLISECONDS = 3_600_000;

/**
 * Says what people must notice of an incident in its threads, once each: a step of the store is taken with each, so
 * that a crash repeats nothing. A thread is told only what happened after its card was made, which shows the rest.
 */
export function createNewsWatch(options: NewsWatchOptions): IncidentWatch {
  const { desk, histories, steps, chat, clock, onTold } = options;
  const earliest = () => new Date(clock.now().getTime() - NEWS_MILLISECONDS).toISOString();

  async function attend(incident: number): Promise<null> {
    const history = await histories.history(incident);
    const fresh = planNews(history?.events ?? []).filter(({ at }) => Date.parse(at) >= Date.parse(earliest()));
    if (fresh.length === 0) return null;
    const view = await desk.view(incident);
    if (view === null || view.standing !== 'linked' || !view.announced) return null;
    const bound = new Set((await chat.bindings()).map(({ conversationId }) => conversationId));
    const roots = (await chat.cardsOf(incident)).filter(
      ({ kind, conversationId }) => kind === 'root' && bound.has(conversationId),
    );
    const taken = await steps.stepsOf(incident);
    for (const { conversationId, createdAt } of roots)
      for (const { event, at, news } of fresh) {
        const key = `news/${incident}/${event}@${conversationId}`;
        if (taken.has(key) || Date.parse(at) < Date.parse(createdAt)) continue;
        const now = isoNow(clock);
        const subject = { kind: 'news', incident, title: view.title, news } as const;
        await steps.takeStep({ key, incident, at: now }, { notices: [newNotice(key, conversationId, subject, now)] });
        onTold();
      }
    return null;
  }

  // An incident that was closed in the last moments of another process is not open any more.
  const recent = { openIncidents: () => histories.stirringSince(earliest()) };
  return createIncidentWatch({ ...options, histories: recent, attend });
}
