import { botConnector } from '../../src/app/bot-connector.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { aConversation } from '../support/notices.ts';
import { startRawServices } from '../support/raw-services.ts';
import type { Raw, RawServices } from '../support/raw-services.ts';

/** The token with which the bot writes to Teams, from an Entra that does not keep its contract. */

const TENANT = '11111111-2222-4333-8444-555555555555';
const guid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

let services: RawServices;
let answer: Raw | null;
beforeEach(async () => {
  services = await startRawServices();
  const { base } = services;
  const metadata = {
    token_endpoint: `${base}/${TENANT}/oauth2/v2.0/token`,
    issuer: `${base}/${TENANT}/v2.0`,
    authorization_endpoint: `${base}/authorize`,
    jwks_uri: `${base}/keys`,
  };
  services.spoil(({ path }) => {
    if (path.endsWith('/openid-configuration')) return { json: metadata };
    if (path.endsWith('/token')) return answer;
    return { json: { id: 'a-message' } };
  });
});
afterEach(() => services.stop());

function post() {
  const { base } = services;
  const { gateway } = botConnector(
    readConfig({
      MicrosoftAppId: guid(1),
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppTenantId: TENANT,
      MicrosoftAppPassword: 'the-bots-own-secret',
      AZURE_TENANT_ID: TENANT,
      AZURE_CLIENT_ID: guid(3),
      AZURE_CLIENT_SECRET: 'the-credentials-secret',
      AZURE_AUTHORITY_HOST: base,
      AZURE_DISABLE_INSTANCE_DISCOVERY: 'true',
      SENTINEL_SUBSCRIPTION_ID: guid(4),
      SENTINEL_RESOURCE_GROUP: 'rg-soc',
      SENTINEL_WORKSPACE: 'law-soc',
      ADMIN_IDS: guid(5),
      CARD_SECRET: 'a-card-secret-of-enough-letters',
      BOT_SERVICE_HOSTS: 'localhost',
      REQUEST_TIMEOUT_SECONDS: '1',
    }),
  );
  const place = aConversation({ kind: 'personal', serviceUrl: base });
  return gateway.send(place, place.id, { card: { type: 'AdaptiveCard', version: '1.5', body: [] }, summary: 'hi' });
}

test('an Entra that says nothing holds a message for as long as any request may take, and it is sent again later', async () => {
  answer = null;
  expect(await post()).toMatchObject({
    outcome: 'retry',
    reason: expect.stringContaining('the authority did not answer'),
  });
});

test('what is no token is not sent to Teams', async () => {
  answer = { json: { token_type: 'Bearer', expires_in: 3599, access_token: 'a\u{1F511}b' } };
  expect(await post()).toMatchObject({
    outcome: 'retry',
    reason: expect.stringContaining('something that is no token'),
  });
  expect(services.log.filter(({ path }) => path.includes('/v3/'))).toEqual([]);
});

test('a token is sent to Teams', async () => {
  answer = { json: { token_type: 'Bearer', expires_in: 3599, access_token: 'eyJhbGciOi.a.b' } };
  expect(await post()).toMatchObject({ outcome: 'sent', activityId: 'a-message' });
});
