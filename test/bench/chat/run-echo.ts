import { startSdkBot } from '../../simulator/sdk-bot.ts';

/** Answers every press with the card it was sent; prints where it listens. */
const { env } = process;
const bot = await startSdkBot({
  appId: env['ECHO_APP_ID']!,
  tenantId: env['ECHO_TENANT_ID']!,
  secret: env['ECHO_SECRET']!,
  authorityHost: env['ECHO_AUTHORITY_HOST']!,
  openIdMetadataUrl: env['ECHO_OPENID_METADATA_URL']!,
  onInvoke: async ({ activity }) => ({
    statusCode: 200,
    type: 'application/vnd.microsoft.card.adaptive',
    value: activity.value.action.data.echo as unknown,
  }),
});
process.stdout.write(`${bot.url}\n`);
process.once('SIGTERM', () => void bot.stop());
