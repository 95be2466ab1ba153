import type { TokenCredential } from '@azure/core-auth';
import { CLOUDS } from '../azure/clouds.ts';
import { createCredential } from '../azure/credential.ts';
import type { CredentialSettings } from '../azure/credential.ts';
import type { Config } from '../config/config.ts';

/** The Azure credential Dragoman reads and writes incidents with, in one tenant. */
export function azureCredential(config: Config, tenantId: string): TokenCredential {
  return createCredential(azureCredentialSettings(config, tenantId));
}

export function azureCredentialSettings(config: Config, tenantId: string): CredentialSettings {
  const { azure } = config;
  return {
    tenantId,
    clientId: azure.clientId ?? undefined,
    clientSecret: azure.clientSecret?.reveal(),
    certificatePath: azure.certificatePath ?? undefined,
    federatedTokenFile: azure.federatedTokenFile ?? undefined,
    ...authority(config),
  };
}

/** The credential the bot speaks to Teams with. */
export function botCredential(config: Config): TokenCredential {
  return createCredential(botCredentialSettings(config));
}

/**
 * The bot's own secret where it has one, its managed identity, or the Azure credential when the bot's application
 * and that one are the same.
 */
export function botCredentialSettings(config: Config): CredentialSettings {
  const { bot, azure } = config;
  if (bot === null) return azureCredentialSettings(config, azure.tenantId);
  const own = { tenantId: bot.tenantId, clientId: bot.appId, ...authority(config) };
  const clientSecret = bot.password?.reveal();
  if (clientSecret !== undefined) return { ...own, clientSecret };
  if (bot.appType === 'UserAssignedMSI') return { ...own, managedIdentity: true };
  return azureCredentialSettings(config, bot.tenantId);
}

function authority({ azure, endpoints }: Config): { authorityHost: string; disableInstanceDiscovery: boolean } {
  return {
    authorityHost: azure.authorityHost ?? CLOUDS[endpoints.cloud].authorityHost,
    disableInstanceDiscovery: azure.disableInstanceDiscovery,
  };
}
