import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudAdapter, ConfigurationBotFrameworkAuthentication, TeamsActivityHandler } from 'botbuilder';
import type { InvokeResponse, TurnContext } from 'botbuilder';
import { MsalServiceClientCredentialsFactory } from 'botframework-connector';

export interface SdkBot {
  url: string;
  adapter: CloudAdapter;
  errors: Error[];
  stop(): Promise<void>;
}

export interface SdkBotOptions {
  appId: string;
  tenantId: string;
  secret: string;
  authorityHost: string;
  openIdMetadataUrl: string;
  onMessage?: (context: TurnContext) => Promise<void>;
  /** What an invoke is answered with; a bare object is the body of a 200. */
  onInvoke?: (context: TurnContext) => Promise<unknown>;
}

/** The smallest bot there can be on Microsoft's own SDK: what it accepts and understands, Teams' real bots do. */
export async function startSdkBot(options: SdkBotOptions): Promise<SdkBot> {
  const authority = `${options.authorityHost}/${options.tenantId}`;
  const credentials = new MsalServiceClientCredentialsFactory(options.appId, {
    acquireTokenByClientCredential: () => acquireToken(authority, options),
  } as never);
  const adapter = new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication(
      {
        MicrosoftAppId: options.appId,
        MicrosoftAppTenantId: options.tenantId,
        ToChannelFromBotLoginUrl: authority,
        ToChannelFromBotOAuthScope: 'https://api.botframework.com',
        ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
        OAuthUrl: 'https://api.botframework.com',
        ToBotFromChannelOpenIdMetadataUrl: options.openIdMetadataUrl,
        ToBotFromEmulatorOpenIdMetadataUrl: options.openIdMetadataUrl,
        CallerId: 'urn:botframework:azure',
        ValidateAuthority: 'true',
      } as never,
      credentials,
    ),
  );
  const errors: Error[] = [];
  adapter.onTurnError = async (_context, error) => void errors.push(error);
  const handler = new ScriptedHandler(options);

  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const answer = {
        status: (code: number) => void (response.statusCode = code),
        header: (name: string, value: string) => void response.setHeader(name, value),
        send: (body: unknown) => void response.write(typeof body === 'string' ? body : JSON.stringify(body)),
        end: () => void response.end(),
      };
      const asked = Object.assign(request, { body: JSON.parse(text) as Record<string, unknown> });
      void adapter.process(asked as never, answer as never, (context) => handler.run(context));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    adapter,
    errors,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

class ScriptedHandler extends TeamsActivityHandler {
  readonly #options: SdkBotOptions;

  constructor(options: SdkBotOptions) {
    super();
    this.#options = options;
    this.onMessage(async (context, next) => {
      await options.onMessage?.(context);
      await next();
    });
  }

  protected override async onInvokeActivity(context: TurnContext): Promise<InvokeResponse> {
    return { status: 200, body: await this.#options.onInvoke?.(context) };
  }
}

async function acquireToken(authority: string, { appId, secret }: SdkBotOptions) {
  const response = await fetch(`${authority}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: appId,
      client_secret: secret,
      grant_type: 'client_credentials',
      scope: 'https://api.botframework.com/.default',
    }),
  });
  const { access_token: accessToken } = (await response.json()) as { access_token: string };
  return { accessToken, expiresOn: new Date(Date.now() + 3_000_000) };
}
