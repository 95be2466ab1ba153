import { about } from '../about.ts';
import type { ConfigFault } from '../config-error.ts';
import type { Config } from '../config.ts';
import type { Environment } from '../environment.ts';
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
    summary: 'Who is sent the digests: channels or group chats, and people who have the app or are in a team that has it.',
    accepted: 'Teams conversation ids (19:…@thread.tacv2) or Entra object ids, comma separated',
  }),
};

/** A digest that is sent to nobody is a mistake, and so are readers of none. */
export function checkDigests({ DIGEST_DAILY, DIGEST_WEEKLY, DIGEST_TO }: Partial<Environment>): ConfigFault[] {
  const isScheduled = DIGEST_DAILY !== undefined || DIGEST_WEEKLY !== undefined;
  if (isScheduled === (DIGEST_TO !== undefined)) return [];
  const variable = isScheduled ? 'DIGEST_TO' : 'DIGEST_DAILY';
  const accepted = isScheduled
    ? 'Teams conversation ids or Entra object ids while DIGEST_DAILY or DIGEST_WEEKLY is set'
    : 'a cron expression here or in DIGEST_WEEKLY while DIGEST_TO is set';
  return [{ variable, found: 'nothing', accepted }];
}

/** Digests nobody has asked for are not sent. */
export function toDigests(known: Environment): Config['people']['digests'] {
  return {
    daily: known.DIGEST_DAILY ?? null,
    weekly: known.DIGEST_WEEKLY ?? null,
    to: known.DIGEST_TO ?? { channels: [], people: [] },
  };
}
