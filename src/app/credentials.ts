import type { TokenCredential } from '@azure/core-auth';
import { CLOUDS } from '../azure/clouds.ts';
import { createCredential } from '../azure/credential.ts';
import type { Config } from '../config/config.ts';

/** The Azure credential Dragoman reads and writes incidents with, in one tenant. */
export function azureCredential(config: Config, tenantId: string): TokenCredential {
  const { azure } = config;
  return createCredential({
    tenantId,
    clientId: azure.clientId ?? undefined,
    clientSecret: azure.clientSecret?.reveal(),
    certificatePath: azure.certificatePath ?? undefined,
    federatedTokenFile: azure.federatedTokenFile ?? undefined,
    ...authority(config),
  });
}

/**
 * The credential the bot speaks to Teams with: its own secret where it has one, its managed identity, or the
 * Azure credential when the bot's application and that one are the same.
 */
export function botCredential(config: Config): TokenCredential {
  const { bot, azure } = config;
  if (bot === null) return azureCredential(config, azure.tenantId);
  const clientSecret = bot.password?.reveal();
  if (clientSecret !== undefined)
    return createCredential({ tenantId: bot.tenantId, clientId: bot.appId, clientSecret, ...authority(config) });
  if (bot.appType === 'UserAssignedMSI')
    return createCredential({
      tenantId: bot.tenantId,
      clientId: bot.appId,
      managedIdentity: true,
      ...authority(config),
    });
  return azureCredential(config, bot.tenantId);
}

function authority({ azure, endpoints }: Config): { authorityHost: string; disableInstanceDiscovery: boolean } {
  return {
    authorityHost: azure.authorityHost ?? CLOUDS[endpoints.cloud].authorityHost,
    disableInstanceDiscovery: azure.disableInstanceDiscovery,
  };
}
