import type { TokenCredential } from '@azure/core-auth';
import { CLOUDS } from '../azure/clouds.ts';
import { createCredential } from '../azure/credential.ts';
import type { CredentialSettings } from '../azure/credential.ts';
import type { AzureSettings, BotIdentity, Config, ConnectionConfig } from '../config/config.ts';

type Cloud = keyof typeof CLOUDS;

/** The credential a connection reads and writes incidents with, in one of its two tenants. */
export function connectionCredential(connection: ConnectionConfig, tenantId: string): TokenCredential {
  return createCredential(connectionCredentialSettings(connection, tenantId));
}

export function connectionCredentialSettings(
  { azure, endpoints }: ConnectionConfig,
  tenantId: string,
): CredentialSettings {
  return azureCredentialSettings(azure, endpoints.cloud, tenantId);
}

/** The credential the bot speaks to Teams with. */
export function botCredential(config: Config, bot: BotIdentity): TokenCredential {
  return createCredential(botCredentialSettings(config, bot));
}

/**
 * The bot's own secret where it has one, its managed identity, or the Azure credential of the environment when the
 * bot's application and that one are the same. Never a connection's.
 */
export function botCredentialSettings({ azure, endpoints }: Config, bot: BotIdentity): CredentialSettings {
  const { tenantId, appId: clientId } = bot;
  const own = { tenantId, clientId, ...authority(azure, endpoints.cloud) };
  const clientSecret = bot.password?.reveal();
  if (clientSecret !== undefined) return { ...own, clientSecret };
  if (bot.appType === 'UserAssignedMSI') return { ...own, managedIdentity: true };
  return azureCredentialSettings(azure, endpoints.cloud, tenantId);
}

function azureCredentialSettings(azure: AzureSettings, cloud: Cloud, tenantId: string): CredentialSettings {
  return {
    tenantId,
    clientId: azure.clientId ?? undefined,
    clientSecret: azure.clientSecret?.reveal(),
    certificatePath: azure.certificatePath ?? undefined,
    federatedTokenFile: azure.federatedTokenFile ?? undefined,
    ...authority(azure, cloud),
  };
}

function authority(azure: AzureSettings, cloud: Cloud): { authorityHost: string; disableInstanceDiscovery: boolean } {
  return {
    authorityHost: azure.authorityHost ?? CLOUDS[cloud].authorityHost,
    disableInstanceDiscovery: azure.disableInstanceDiscovery,
  };
}
