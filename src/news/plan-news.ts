import { sameOwner } from '../incident/person.ts';
import type { Owner } from '../incident/person.ts';
import { compareSeverity } from '../incident/severity.ts';
import type { Severity } from '../incident/severity.ts';
import type { State } from '../incident/state.ts';
import { stateAfter } from '../sync/history/event.ts';
import type { RecordedEvent } from '../sync/history/event.ts';
import type { News } from '../sync/ports/notice-records.ts';

/** What people must notice of what happened to an incident, with the event that brought it. */
export interface NewsItem {
  event: number;
  at: string;
  news: News;
}

/**
 * The news in a history, oldest first: somebody was made the owner, it became more severe, it was closed or reopened.
 * What both systems tell of one change (Microsoft's own sync carries it) is news once: only a value that is new is.
 */
export function planNews(events: readonly RecordedEvent[]): NewsItem[] {
  let state: State | null = null;
  let owner: Owner | null | undefined;
  let severity: Severity | undefined;
  const found: NewsItem[] = [];
  for (const event of events) {
    const tell = (what: News['what']) => {
      const { id, at, origin, actorName } = event;
      found.push({ event: id, at, news: { what, at, origin, by: actorName } });
    };
    const isChange = event.kind === 'changed';
    const next = stateAfter(event);
    if (next !== null) {
      const wasClosed = (state ?? (isChange ? (event.before as State | null) : null))?.status === 'closed';
      if (isChange && next.status === 'closed' && !wasClosed) tell({ kind: 'closed', as: next });
      if (isChange && next.status !== 'closed' && wasClosed) tell({ kind: 'reopened' });
      state = next;
    }
    if (isChange && event.field === 'owner') {
      const to = event.now as Owner | null;
      const from = owner === undefined ? (event.before as Owner | null) : owner;
      if (to !== null && !sameOwner(to, from)) tell({ kind: 'assigned', to });
      owner = to;
    }
    if (isChange && event.field === 'severity') {
      const now = event.now as Severity;
      const from = severity ?? (event.before as Severity | null);
      if (from !== null && compareSeverity(now, from) > 0) tell({ kind: 'raised', to: now });
      severity = now;
    }
  }
  return found;
}
