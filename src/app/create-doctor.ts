import { z } from 'zod';
import { CLOUDS } from '../azure/clouds.ts';
import { lateCredential } from '../azure/late-credential.ts';
import { parseJson } from '../azure/service-error.ts';
import { issuerOf } from '../bot/bot-authentication.ts';
import { BOT_CLOUDS } from '../bot/bot-clouds.ts';
import type { Config, ConnectionConfig } from '../config/config.ts';
import type { Check } from '../doctor/check.ts';
import { WireKeys, WireMetadata, botRegistrationCheck } from '../doctor/checks/bot-registration.ts';
import { clockCheck } from '../doctor/checks/clock.ts';
import { configurationChecks } from '../doctor/checks/configuration.ts';
import { databaseCheck } from '../doctor/checks/database.ts';
import { expiryCheck } from '../doctor/checks/expiry.ts';
import { tokenCheck } from '../doctor/checks/token.ts';
import { examine } from '../doctor/report.ts';
import type { DoctorReport } from '../doctor/report.ts';
import { examineDatabase } from '../store/examine-database.ts';
import { connectionIdIn } from './connection-place.ts';
import { connectionChecks } from './connection-checks.ts';
import { credentialExpiries } from './credential-expiries.ts';
import { botCredential } from './credentials.ts';
import { describeProof } from './describe-proof.ts';
import { createDoctorAccess } from './doctor-access.ts';
import type { DoctorAccess } from './doctor-access.ts';
import { groupChecks } from './group-checks.ts';
import { oncallChecks } from './oncall-checks.ts';
import packageFile from '../../package.json' with { type: 'json' };

export interface DoctorSurroundings {
  now(): Date;
  /** The text of manifest/manifest.json. */
  readManifest(): Promise<string>;
}

/** Looks at everything a configuration needs, and says what is wrong and what to do. Writes nothing anywhere. */
export async function runDoctor(config: Config, surroundings: DoctorSurroundings): Promise<DoctorReport> {
  const access = createDoctorAccess(config, packageFile.version);
  const checks = [
    ...configurationChecks([], config.warnings),
    databaseCheck(config.process.databaseFile, examineDatabase),
    ...botChecks(config, access, surroundings),
    ...expiryChecks(config, access, surroundings),
    ...oncallChecks(config, surroundings.now),
    ...groupChecks(config, access),
    ...config.connections.flatMap((one) => connectionChecks(one, connectionIdIn(one), access.as(one))),
  ];
  const skewSeconds = Math.min(...config.connections.map(({ sync }) => sync.clockSkewSeconds));
  const clock = clockCheck(access.clocks, skewSeconds);
  return examine(checks, [clock], { version: packageFile.version, now: surroundings.now });
}

const Manifest = z.object({ bots: z.array(z.object({ botId: z.string() })) });

function botChecks(config: Config, access: DoctorAccess, { readManifest }: DoctorSurroundings): Check[] {
  const { bot, endpoints, process: host } = config;
  const cloud = BOT_CLOUDS[endpoints.cloud];
  const openIdMetadataUrl = endpoints.openIdMetadataUrl ?? cloud.openIdMetadataUrl;
  const identity = host.devNoAuth ? null : bot;
  const registration = botRegistrationCheck({
    appId: identity?.appId ?? null,
    openIdMetadataUrl,
    issuer: issuerOf(endpoints),
    readMetadata: () => access.readPublic(openIdMetadataUrl, WireMetadata),
    readKeys: (url) => access.readPublic(url, WireKeys),
    readManifestBotIds: async () => Manifest.parse(parseJson(await readManifest())).bots.map(({ botId }) => botId),
  });
  if (identity === null) return [registration];
  const token = tokenCheck({
    name: 'token.bot',
    subject: identity.appId,
    connection: null,
    credential: lateCredential(() => botCredential(config, identity)),
    scope: `${cloud.scope}/.default`,
    proof: identity.password === null ? describeProof(config.azure) : 'MicrosoftAppId and MicrosoftAppPassword',
    seconds: access.seconds,
    askForTenant: () => access.askForTenant(identity.tenantId),
  });
  return [token, registration];
}

const GRANT_READING =
  'Grant the application permission Application.Read.All of Microsoft Graph, in the home tenant of the application, ' +
  'and this tells you in time; or note the date yourself.';

function expiryChecks(config: Config, access: DoctorAccess, { now }: DoctorSurroundings): Check[] {
  const graphPipeline = (connection: ConnectionConfig, tenantId: string) =>
    access.as(connection).pipeline(tenantId, CLOUDS[connection.endpoints.cloud].scopes.graph);
  return credentialExpiries(config, graphPipeline).map(({ owner, port, isFile }) =>
    expiryCheck({
      name: `expiry.${owner}`,
      subject: port.clientId ?? 'managed identity',
      connection: null,
      port,
      ifUnknown:
        owner === 'azure' && isFile
          ? 'Let the user that runs Dragoman read the file of AZURE_CLIENT_CERTIFICATE_PATH: certificate and private key.'
          : GRANT_READING,
      now,
    }),
  );
}
