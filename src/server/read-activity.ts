import type { Activity } from 'botframework-schema';
import { z } from 'zod';
import { HttpFault } from './http-fault.ts';

/** What every activity from Teams has. The rest is read where it is used. */
const ActivityShape = z.looseObject({
  type: z.string().min(1).max(100),
  channelId: z.string(),
  serviceUrl: z.string().min(1).max(2_000),
  id: z.string().max(500).nullish(),
  name: z.string().max(200).nullish(),
  from: z.looseObject({ id: z.string().min(1).max(500) }),
  conversation: z.looseObject({ id: z.string().min(1).max(1_000) }),
});

/**
 * The activity in a request, before its token is looked at: the SDK takes other ways to check a token for other
 * channels, and none of the address when it is left out.
 * @throws HttpFault 400 or 403
 */
export function readActivity(body: unknown, isTrustedServiceUrl: (url: string) => boolean): Activity {
  const parsed = ActivityShape.safeParse(body);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') || 'body';
    throw new HttpFault(400, 'not_an_activity', `The request is not an activity: ${where}.`);
  }
  const { channelId, serviceUrl } = parsed.data;
  if (channelId !== 'msteams')
    throw new HttpFault(400, 'wrong_channel', 'Only activities from Microsoft Teams are taken.');
  if (!isTrustedServiceUrl(serviceUrl))
    throw new HttpFault(403, 'untrusted_service_url', 'The service address is not trusted.');
  return parsed.data as unknown as Activity;
}
