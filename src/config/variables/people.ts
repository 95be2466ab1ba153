import { about } from '../about.ts';
import * as values from '../values.ts';

/** The group of all that is about people, in this file and beside it. */
export const PEOPLE = 'People';

/** Who may do what. */
export const peopleVariables = {
  ADMIN_IDS: values.guidList.optional().register(about, {
    group: PEOPLE,
    summary: 'Entra object ids of the first admins; they grant roles to everybody else.',
    accepted: 'GUIDs, comma separated',
    required: true,
  }),
  ADMIN_CHANNEL: values.conversationId.optional().register(about, {
    group: PEOPLE,
    summary: 'The channel or group chat that is told of what admins must see.',
    accepted: 'the id of a Teams conversation, such as 19:…@thread.tacv2, without ;messageid=',
  }),
  ROLE_GROUPS: values.roleGroups.optional().register(about, {
    group: PEOPLE,
    summary:
      'Entra groups whose members have a role without a grant, in the tenant of those people. Needs GroupMember.Read.All.',
    accepted: 'role=group id, comma separated; roles are viewer, responder, manager, lead and admin',
  }),
  ALLOWED_TENANTS: values.guidList.optional().register(about, {
    group: PEOPLE,
    summary: "Tenants whose people may use the bot; the bot's own when not set.",
    accepted: 'GUIDs, comma separated',
  }),
};

/** How they read times. */
export const timeVariables = {
  TIMEZONE: values.timeZone.default('UTC').register(about, {
    group: PEOPLE,
    summary: 'Time zone of the times people see.',
    accepted: 'an IANA time zone, such as Europe/Berlin',
    default: 'UTC',
  }),
};
