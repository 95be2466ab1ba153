import type { ConfigFault } from '../config-error.ts';
import type { Config } from '../config.ts';
import type { Environment } from '../environment.ts';

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
