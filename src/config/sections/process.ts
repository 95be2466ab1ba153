import type { ConfigFault } from '../config-error.ts';
import type { Config } from '../config.ts';
import type { Environment } from '../environment.ts';
import type { Secret } from '../secret.ts';
import * as values from '../values.ts';

/** Who runs without authentication does so on one machine, and for trying. `nodeEnv` is NODE_ENV. */
export function checkNoAuth(known: Partial<Environment>, nodeEnv: string | undefined): ConfigFault[] {
  if (known.DEV_NO_AUTH !== true) return [];
  const faults: ConfigFault[] = [];
  const host = known.HOST ?? '';
  if (!values.isLoopback(host)) {
    faults.push({
      variable: 'HOST',
      found: JSON.stringify(host),
      accepted: 'a loopback address while DEV_NO_AUTH is true',
    });
  }
  if (nodeEnv === 'production') {
    faults.push({ variable: 'DEV_NO_AUTH', found: '"true"', accepted: 'false while NODE_ENV is production' });
  }
  return faults;
}

export const NO_AUTH_WARNING =
  'DEV_NO_AUTH is true: whatever a program on this machine sends is believed, and people are who it says. For trying only.';

/** The process as its variables, found present, describe it. */
export function toProcess(known: Environment): Config['process'] {
  return {
    port: known.PORT,
    host: known.HOST,
    databaseFile: known.DATABASE_URL,
    cardSecrets: known.CARD_SECRET as [Secret, ...Secret[]],
    logLevel: known.LOG_LEVEL,
    devNoAuth: known.DEV_NO_AUTH,
  };
}
