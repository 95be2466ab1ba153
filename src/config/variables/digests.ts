import { about } from '../about.ts';
import * as values from '../values.ts';
import { PEOPLE } from './people.ts';

/** Which numbers are sent, and to whom. */
export const digestVariables = {
  DIGEST_DAILY: values.calendarTimes.optional().register(about, {
    group: PEOPLE,
    summary: 'When the daily digest is sent, in TIMEZONE; it tells of the time since the one before.',
    accepted: 'a cron expression, such as 0 8 * * *',
  }),
  DIGEST_WEEKLY: values.calendarTimes.optional().register(about, {
    group: PEOPLE,
    summary: 'When the weekly digest is sent, in TIMEZONE; it tells of the time since the one before.',
    accepted: 'a cron expression, such as 0 8 * * 1',
  }),
  DIGEST_TO: values.targets.optional().register(about, {
    group: PEOPLE,
    summary:
      'Who is sent the digests: channels or group chats, and people who have the app or are in a team that has it.',
    accepted: 'Teams conversation ids (19:…@thread.tacv2) or Entra object ids, comma separated',
  }),
};
