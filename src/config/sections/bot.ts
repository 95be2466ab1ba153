import type { ConfigFault } from '../config-error.ts';
import type { BotIdentity } from '../config.ts';
import type { Environment } from '../environment.ts';

/** A token for the bot must name the bot's application: another application's credential cannot get one. */
export function checkBotSecret(known: Partial<Environment>): ConfigFault[] {
  const needsSecret = known.MicrosoftAppType === 'SingleTenant' && known.MicrosoftAppPassword === undefined;
  if (!needsSecret || known.DEV_NO_AUTH === true) return [];
  if (known.AZURE_CLIENT_ID !== undefined && known.AZURE_CLIENT_ID === known.MicrosoftAppId) return [];
  const accepted = 'a client secret, or an Azure credential whose AZURE_CLIENT_ID is MicrosoftAppId';
  return [{ variable: 'MicrosoftAppPassword', found: 'nothing', accepted }];
}

/** Null where the bot runs without authentication and has no identity. */
export function toBot(known: Environment): BotIdentity | null {
  const { MicrosoftAppId: appId, MicrosoftAppType: appType, MicrosoftAppTenantId: tenantId } = known;
  if (appId === undefined || appType === undefined || tenantId === undefined) return null;
  return { appId, appType, tenantId, password: known.MicrosoftAppPassword ?? null };
}
