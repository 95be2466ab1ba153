import { bannerSummary } from '../cards/banner.ts';
import type { Banner } from '../cards/banner.ts';
import { renderIncidentCard } from '../cards/incident-card.ts';
import { summaryOf } from '../cards/words.ts';
import { isoNow } from '../sync/ports/clock.ts';
import type { Press } from './actions/incident-action.ts';
import { conflictKey, conflictsOf } from './conflict-subject.ts';
import { driftReply } from './drift-reply.ts';
import type { RefusalCode } from './refusal-codes.ts';
import { renderNotice } from './render-notice.ts';
import type { Reply } from './reply.ts';
import { hasRole } from './roles.ts';
import { snoozeLine } from './snooze.ts';

export interface ShowAgainOptions {
  banner?: Banner;
  code?: RefusalCode;
  /** Without buttons that change something. */
  readOnly?: boolean;
}

/** The card a button stands on as it is now, for whoever pressed it. */
export async function showAgain(press: Press, options: ShowAgainOptions): Promise<Reply> {
  const { view, place, services, data, caller } = press;
  // The client says which card it is: the list tells of other incidents, so it is for those who may ask for it.
  if (data.surface === 'drift' && hasRole(caller.roles, 'responder'))
    return driftReply(services, place.conversationId, data.offset ?? 0, options);
  const conflict = data.surface === 'conflict' ? await conflictAgain(press, options) : null;
  if (conflict !== null) return conflict;
  if (options.banner !== undefined) services.lastWords.note(place.card, caller.person.objectId, options.banner);
  const code = options.code === undefined ? {} : { code: options.code };
  const undoable = options.readOnly !== true && (await services.desk.undoable(caller.person)) === view.number;
  const snoozed = await snoozeLine(services, view.number, place.conversationId);
  const card = renderIncidentCard(view, place, services.cards, { ...options, undoable, snoozed });
  return { kind: 'card', card, summary: bannerSummary(options.banner) ?? summaryOf(view), ...code };
}

/** A conflict's card, with the values as they are now; null where there is none of that id here. */
async function conflictAgain({ services, place, view }: Press, options: ShowAgainOptions): Promise<Reply | null> {
  const notice = await services.chat.notice(place.card);
  if (notice?.subject.kind !== 'conflict' || notice.conversationId !== place.conversationId) return null;
  if (notice.subject.incident !== view.number) return null;
  const present = conflictsOf(view).find(({ question }) => conflictKey(view.number, question) === notice.key);
  const endedAt = present === undefined ? (notice.endedAt ?? isoNow(services.clock)) : notice.endedAt;
  const message = await renderNotice({ ...notice, subject: present ?? notice.subject, endedAt }, services, options);
  if (message === null) return null;
  const code = options.code === undefined ? {} : { code: options.code };
  return { kind: 'card', card: message.card, summary: bannerSummary(options.banner) ?? message.summary, ...code };
}
