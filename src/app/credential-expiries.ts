import { CLOUDS } from '../azure/clouds.ts';
import { createCredentialExpiryPort } from '../azure/credential-expiry.ts';
import type { RequestPipeline } from '../azure/pipeline.ts';
import type { Config } from '../config/config.ts';
import type { CredentialExpiryPort } from '../sync/ports/credential-expiry.ts';
import { azureCredentialSettings, botCredentialSettings } from './credentials.ts';

export interface OwnedCredential {
  owner: 'azure' | 'bot';
  port: CredentialExpiryPort;
}

/**
 * Every credential this process proves itself with, each once. `graphPipeline` asks Graph as the Azure credential in
 * the given tenant: a bot's own application seldom may read anything.
 */
export function credentialExpiries(
  config: Config,
  graphPipeline: (tenantId: string) => RequestPipeline,
): OwnedCredential[] {
  const { azure, bot, endpoints } = config;
  const graphEndpoint = endpoints.graph ?? CLOUDS[endpoints.cloud].graph;
  const own = createCredentialExpiryPort({
    credential: azureCredentialSettings(config, azure.tenantId),
    graphEndpoint,
    pipeline: graphPipeline(azure.tenantId),
  });
  const isShared = bot === null || (bot.password === null && bot.appType === 'SingleTenant');
  if (isShared) return [{ owner: 'azure', port: own }];
  const ofBot = createCredentialExpiryPort({
    credential: botCredentialSettings(config),
    graphEndpoint,
    pipeline: graphPipeline(bot.tenantId),
  });
  return [
    { owner: 'azure', port: own },
    { owner: 'bot', port: ofBot },
  ];
}
