import { CLOUDS } from '../azure/clouds.ts';
import { createCredentialExpiryPort } from '../azure/credential-expiry.ts';
import type { CredentialSettings } from '../azure/credential.ts';
import type { RequestPipeline } from '../azure/pipeline.ts';
import type { Config, ConnectionConfig } from '../config/config.ts';
import type { CredentialExpiryPort } from '../sync/ports/credential-expiry.ts';
import { botCredentialSettings, connectionCredentialSettings } from './credentials.ts';

export interface OwnedCredential {
  owner: 'azure' | 'bot';
  port: CredentialExpiryPort;
  /** It is a file that is read, not an application that is asked for. */
  isFile: boolean;
}

interface Candidate {
  owner: 'azure' | 'bot';
  credential: CredentialSettings;
  /** As which connection Graph is asked, and in which tenant. */
  asked: ConnectionConfig;
  tenantId: string;
}

/**
 * Every credential this process proves itself with, each once. `graphPipeline` asks Graph as a connection's credential
 * in the given tenant: a bot's own application seldom may read anything.
 */
export function credentialExpiries(
  config: Config,
  graphPipeline: (connection: ConnectionConfig, tenantId: string) => RequestPipeline,
): OwnedCredential[] {
  const seen = new Set<string>();
  return candidates(config).flatMap(({ owner, credential, asked, tenantId }) => {
    const { tenantId: _tenant, ...proof } = credential;
    const key = JSON.stringify(proof);
    if (seen.has(key)) return [];
    seen.add(key);
    const graphEndpoint = asked.endpoints.graph ?? CLOUDS[asked.endpoints.cloud].graph;
    const pipeline = graphPipeline(asked, tenantId);
    const port = createCredentialExpiryPort({ credential, graphEndpoint, pipeline });
    return [{ owner, port, isFile: credential.clientSecret === undefined }];
  });
}

function candidates(config: Config): Candidate[] {
  const { bot, connections } = config;
  const own = connections.map((asked): Candidate => {
    // The application is registered in its home tenant, where that is known.
    const tenantId = asked.azure.tenantId ?? asked.defenderTenantId;
    return { owner: 'azure', credential: connectionCredentialSettings(asked, tenantId), asked, tenantId };
  });
  if (bot === null) return own;
  const { tenantId } = bot;
  const isAtHome = (one: ConnectionConfig) => [one.defenderTenantId, one.sentinelTenantId].includes(tenantId);
  const asked = connections.find(isAtHome) ?? connections[0]!;
  return [...own, { owner: 'bot', credential: botCredentialSettings(config, bot), asked, tenantId }];
}
