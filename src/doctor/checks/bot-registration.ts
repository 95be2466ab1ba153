import { z } from 'zod';
import { RemoteError } from '../../sync/ports/remote-error.ts';
import { failed, ok, warning } from '../check.ts';
import type { Check } from '../check.ts';

/** What inbound tokens are checked against. */
export const WireMetadata = z.object({ issuer: z.string(), jwks_uri: z.url() });
export const WireKeys = z.object({ keys: z.array(z.looseObject({ kid: z.string() })).min(1) });

export interface BotRegistrationSettings {
  /** Null: DEV_NO_AUTH, without an identity. */
  appId: string | null;
  openIdMetadataUrl: string;
  /** The issuer that inbound tokens must name. */
  issuer: string;
  /** Throws RemoteError. */
  readMetadata(): Promise<z.infer<typeof WireMetadata>>;
  /** Throws RemoteError. */
  readKeys(url: string): Promise<z.infer<typeof WireKeys>>;
  /** The bot ids that the Teams app's manifest names, placeholders included. Throws where it cannot be read. */
  readManifestBotIds(): Promise<string[]>;
}

/** Stands for the bot's id until `npm run package` fills it in. */
const PLACEHOLDER = '${{MicrosoftAppId}}';

/** Whether what Teams sends can be checked, and the Teams app is this bot's. Its own token is a check by itself. */
export function botRegistrationCheck(settings: BotRegistrationSettings): Check {
  const { appId, openIdMetadataUrl, issuer } = settings;
  return {
    name: 'bot',
    subject: appId ?? 'no identity',
    connection: null,
    async run() {
      if (appId === null)
        return warning('DEV_NO_AUTH: anybody who can reach the port is believed', 'Unset it for anything but trying.');
      try {
        const metadata = await settings.readMetadata();
        if (metadata.issuer !== issuer)
          return failed(
            `${openIdMetadataUrl} names the issuer ${metadata.issuer}, and tokens are expected from ${issuer}`,
            'Set BOT_OPENID_METADATA_URL and BOT_TOKEN_ISSUER to a pair, or neither; check CLOUD.',
          );
        await settings.readKeys(metadata.jwks_uri);
      } catch (error) {
        if (!(error instanceof RemoteError)) throw error;
        return failed(
          `the keys of inbound tokens cannot be read: ${error.message}`,
          `Let this machine reach ${openIdMetadataUrl}: without it every message from Teams is refused.`,
        );
      }
      const strangers = (await settings.readManifestBotIds()).filter(
        (id) => id !== PLACEHOLDER && id.toLowerCase() !== appId,
      );
      if (strangers.length === 0) return ok('what Teams sends can be checked, and the Teams app names this bot');
      return failed(
        `manifest/manifest.json is for the bot ${strangers.join(', ')}, and MicrosoftAppId is ${appId}`,
        `Put ${PLACEHOLDER} back into the manifest, run npm run package and upload the app again.`,
      );
    },
  };
}
