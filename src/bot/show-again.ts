import type { Banner } from '../cards/banner.ts';
import { renderIncidentCard } from '../cards/incident-card.ts';
import { summaryOf } from '../cards/words.ts';
import type { Press } from './actions/incident-action.ts';
import { driftReply } from './drift-reply.ts';
import type { RefusalCode } from './refusal-codes.ts';
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
  const code = options.code === undefined ? {} : { code: options.code };
  const undoable = options.readOnly !== true && (await services.desk.undoable(caller.person)) === view.number;
  const snoozed = await snoozeLine(services, view.number, place.conversationId);
  const card = renderIncidentCard(view, place, services.cards, { ...options, undoable, snoozed });
  return { kind: 'card', card, summary: options.banner?.text ?? summaryOf(view), ...code };
}
