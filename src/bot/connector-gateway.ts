import { ClaimsIdentity } from 'botframework-connector';
import type { BotFrameworkAuthentication, ConnectorClient, ConnectorFactory } from 'botframework-connector';
import type { Activity } from 'botframework-schema';
import { z } from 'zod';
import { toDelivery } from './delivery-failure.ts';
import { isTrustedServiceUrl } from './service-url.ts';
import type { ServiceUrlRules } from './service-url.ts';
import type { Delivery, Member, MemberLookup, OutgoingMessage, TeamsGateway } from './teams-gateway.ts';

export interface ConnectorGatewayOptions {
  authentication: BotFrameworkAuthentication;
  /** Empty while running without authentication. */
  appId: string;
  serviceUrls: ServiceUrlRules;
  requestTimeoutSeconds: number;
}

/** The gateway over the SDK's connector client. */
export function createConnectorGateway(options: ConnectorGatewayOptions): TeamsGateway {
  const { appId, serviceUrls } = options;
  const request = { timeout: options.requestTimeoutSeconds * 1000 };
  const claims = [
    { type: 'aud', value: appId },
    { type: 'appid', value: appId },
  ];
  const factory = options.authentication.createConnectorFactory(new ClaimsIdentity(claims));

  async function connect(serviceUrl: string): Promise<ConnectorClient['conversations']> {
    // The store was filled from activities that passed the door, but the rules may have changed since.
    if (!isTrustedServiceUrl(serviceUrl, serviceUrls)) throw new Error('the service address is not trusted');
    return (await connectorWithoutRetries(factory, serviceUrl)).conversations;
  }

  async function deliver(isEdit: boolean, work: () => Promise<Delivery>): Promise<Delivery> {
    try {
      return await work();
    } catch (error) {
      return toDelivery(error, isEdit);
    }
  }

  async function lookUp(serviceUrl: string, roster: string, userId: string): Promise<MemberLookup> {
    try {
      const conversations = await connect(serviceUrl);
      const found: unknown = await conversations.getConversationMember(roster, userId, request);
      return { outcome: 'found', member: toMember(RosterEntry.parse(found)) };
    } catch (error) {
      const failure = toDelivery(error, false);
      return failure.outcome === 'gone' ? { outcome: 'absent' } : { outcome: 'failed', reason: failure.reason };
    }
  }

  /** The whole roster, page by page, for one that does not answer for a single member. */
  async function leafThrough(serviceUrl: string, roster: string, userId: string): Promise<MemberLookup> {
    try {
      const conversations = await connect(serviceUrl);
      let continuationToken: string | undefined;
      for (let page = 0; page < MOST_ROSTER_PAGES; page += 1) {
        const paging = { ...request, pageSize: ROSTER_PAGE, ...(continuationToken ? { continuationToken } : {}) };
        const answer: unknown = await conversations.getConversationPagedMembers(
          roster,
          paging as Parameters<typeof conversations.getConversationPagedMembers>[1],
        );
        const { members, continuationToken: next } = RosterPage.parse(answer);
        const found = members
          .map(toMember)
          .find(({ id, objectId }) => id === userId || objectId === userId.toLowerCase());
        if (found !== undefined) return { outcome: 'found', member: found };
        if (!next) break;
        continuationToken = next;
      }
      return { outcome: 'absent' };
    } catch (error) {
      const failure = toDelivery(error, false);
      return failure.outcome === 'gone' ? { outcome: 'absent' } : { outcome: 'failed', reason: failure.reason };
    }
  }

  return {
    postRoot(conversation, message) {
      if (conversation.kind !== 'channel') return this.send(conversation, conversation.id, message);
      return deliver(false, async () => {
        const conversations = await connect(conversation.serviceUrl);
        // Not through the adapter: only this answer tells the id of the new message.
        const created = await conversations.createConversation(
          {
            isGroup: true,
            bot: { id: `28:${appId}`, name: '' },
            tenantId: conversation.tenantId,
            channelData: { channel: { id: conversation.id }, tenant: { id: conversation.tenantId } },
            activity: toActivity(message) as Activity,
          },
          request,
        );
        const activityId = created.activityId || created.id.split(';messageid=')[1] || '';
        return { outcome: 'sent', threadId: created.id, activityId };
      });
    },

    send(conversation, threadId, message) {
      return deliver(false, async () => {
        const conversations = await connect(conversation.serviceUrl);
        const { id } = await conversations.sendToConversation(threadId, toActivity(message), request);
        return { outcome: 'sent', threadId, activityId: id };
      });
    },

    edit(conversation, threadId, activityId, message) {
      return deliver(true, async () => {
        const conversations = await connect(conversation.serviceUrl);
        await conversations.updateActivity(threadId, activityId, { ...toActivity(message), id: activityId }, request);
        return { outcome: 'sent', threadId, activityId };
      });
    },

    async member(conversation, userId): Promise<MemberLookup> {
      // A channel's people are its team's; where that roster is not to be had, the channel's own may be.
      const { kind, teamId, id } = conversation;
      const rosters = kind === 'channel' && teamId !== null && teamId !== id ? [teamId, id] : [id];
      let outcome: MemberLookup = { outcome: 'absent' };
      for (const roster of rosters) {
        outcome = await lookUp(conversation.serviceUrl, roster, userId);
        if (outcome.outcome === 'absent') outcome = await leafThrough(conversation.serviceUrl, roster, userId);
        if (outcome.outcome === 'found') break;
      }
      return outcome;
    },

    async openChat({ serviceUrl, tenantId }, memberId) {
      try {
        const conversations = await connect(serviceUrl);
        const { id } = await conversations.createConversation(
          {
            isGroup: false,
            bot: { id: `28:${appId}`, name: '' },
            members: [{ id: memberId, name: '' }],
            tenantId,
            channelData: { tenant: { id: tenantId } },
          },
          request,
        );
        return { outcome: 'open', conversationId: id };
      } catch (error) {
        const { outcome, reason } = toDelivery(error, false);
        return { outcome: outcome === 'retry' ? 'retry' : 'closed', reason };
      }
    },
  };
}

const RosterEntry = z.object({
  id: z.string(),
  name: z.string().nullish(),
  aadObjectId: z.string().nullish(),
  objectId: z.string().nullish(),
  tenantId: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  userRole: z.string().nullish(),
});

const RosterPage = z.object({ members: z.array(RosterEntry), continuationToken: z.string().nullish() });
const ROSTER_PAGE = 500;
const MOST_ROSTER_PAGES = 20;

function toMember(entry: z.infer<typeof RosterEntry>): Member {
  return {
    id: entry.id,
    objectId: (entry.aadObjectId ?? entry.objectId)?.toLowerCase() ?? null,
    tenantId: entry.tenantId?.toLowerCase() ?? null,
    upn: entry.userPrincipalName ?? null,
    name: entry.name ?? entry.userPrincipalName ?? 'Somebody',
    role: entry.userRole?.toLowerCase() ?? null,
  };
}

function toActivity({ card, summary }: OutgoingMessage): Partial<Activity> {
  const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }];
  return { type: 'message', summary, attachments };
}

/**
 * The client repeats a request three times by itself, which hides how long Teams asked us to wait and holds
 * up everything behind it; and it repeats a POST that may have been carried out. The pipeline it does so in
 * is not offered to us, hence the look inside.
 */
async function connectorWithoutRetries(factory: ConnectorFactory, serviceUrl: string): Promise<ConnectorClient> {
  const connector = await factory.create(serviceUrl);
  const { client } = connector as unknown as {
    client: { pipeline: { removePolicy(options: { name: string }): unknown } };
  };
  client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  return connector;
}
