import { SNOOZE_MILLISECONDS, snooze as holdBack } from '../snooze.ts';
import type { IncidentAction } from './incident-action.ts';

/** One tap: for two hours Dragoman says nothing more in the incident's thread here. */
export const snooze: IncidentAction = {
  understand: ({ services, caller, view, place }) => ({
    inChat: () =>
      holdBack(services, { caller, view, conversationId: place.conversationId, milliseconds: SNOOZE_MILLISECONDS }),
  }),
};
