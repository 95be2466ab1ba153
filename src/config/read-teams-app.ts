import { ConfigError } from './config-error.ts';
import type { Environment } from './environment.ts';
import { readVariables } from './read-config.ts';

/** What the Teams app is made of, besides the files in `manifest/`. */
const VARIABLES = [
  'MicrosoftAppId',
  'CLOUD',
  'TEAMS_APP_NAME',
  'TEAMS_APP_DEVELOPER',
  'TEAMS_APP_WEBSITE',
  'TEAMS_APP_PRIVACY',
  'TEAMS_APP_TERMS',
] as const satisfies readonly (keyof Environment)[];

export type TeamsAppSettings = { [V in (typeof VARIABLES)[number]]: NonNullable<Environment[V]> };

/**
 * The part of the environment the Teams app is made from; the rest need not be there.
 * @throws ConfigError that lists every fault
 */
export function readTeamsApp(env: Record<string, string | undefined>): TeamsAppSettings {
  const { values, faults } = readVariables(env, VARIABLES);
  if (values.MicrosoftAppId === undefined && !faults.some((fault) => fault.variable === 'MicrosoftAppId'))
    faults.unshift({ variable: 'MicrosoftAppId', found: 'nothing', accepted: 'a GUID' });
  if (faults.length > 0) throw new ConfigError(faults);
  return values as TeamsAppSettings;
}
