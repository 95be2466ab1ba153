import { z } from 'zod';
import type { Conversation } from '../sync/ports/chat-records.ts';

/** What we read of an activity. Everything else in it is ignored. */
const InboundActivity = z.object({
  id: z.string().nullish(),
  serviceUrl: z.string(),
  from: z.object({
    id: z.string(),
    name: z.string().nullish(),
    aadObjectId: z.string().nullish(),
    role: z.string().nullish(),
  }),
  recipient: z.object({ id: z.string() }).nullish(),
  conversation: z.object({
    id: z.string(),
    conversationType: z.string().nullish(),
    tenantId: z.string().nullish(),
    name: z.string().nullish(),
    isGroup: z.boolean().nullish(),
  }),
  channelData: z
    .object({
      tenant: z.object({ id: z.string().nullish() }).nullish(),
      team: z.object({ id: z.string().nullish() }).nullish(),
      channel: z.object({ id: z.string().nullish(), name: z.string().nullish() }).nullish(),
      eventType: z.string().nullish(),
    })
    .nullish(),
  text: z.string().nullish(),
  entities: z.array(z.unknown()).nullish(),
});
type InboundActivity = z.infer<typeof InboundActivity>;

const MentionEntity = z.object({
  type: z.literal('mention'),
  text: z.string(),
  mentioned: z.object({ id: z.string(), name: z.string().nullish() }),
});

/** Somebody named with `@` in the text. */
export interface Mention {
  /** As it stands in the text: `<at>Ana Diaz</at>`. */
  text: string;
  id: string;
  name: string;
  isBot: boolean;
}

/** An activity as the chat side sees it: who says what where. Nothing of it is verified beyond the token. */
export interface Turn {
  activityId: string | null;
  conversation: Conversation;
  /** Where an answer belongs: the thread in a channel, otherwise the conversation itself. */
  threadId: string;
  sender: { id: string; name: string; objectId: string | null; isBot: boolean };
  /** Every tenant the activity names, lower case. */
  tenantIds: string[];
  text: string;
  mentions: Mention[];
  /** `channelDeleted` and the like. */
  eventType: string | null;
}

/** Reads an activity; null when it lacks what every activity from Teams has. */
export function readTurn(activity: unknown): Turn | null {
  const parsed = InboundActivity.safeParse(activity);
  if (!parsed.success) return null;
  const { id, from, channelData, text } = parsed.data;
  const tenantIds = [parsed.data.conversation.tenantId, channelData?.tenant?.id].flatMap(
    (one) => one?.toLowerCase() || [],
  );
  return {
    activityId: id ?? null,
    conversation: readConversation(parsed.data, tenantIds[0] ?? ''),
    threadId: parsed.data.conversation.id,
    sender: {
      id: from.id,
      name: from.name ?? 'Somebody',
      objectId: from.aadObjectId?.toLowerCase() || null,
      isBot: from.role === 'bot' || from.role === 'skill' || from.id.startsWith('28:'),
    },
    tenantIds: [...new Set(tenantIds)],
    text: text ?? '',
    mentions: readMentions(parsed.data),
    eventType: channelData?.eventType ?? null,
  };
}

/** The part of a conversation's id that its threads share. */
export function rootConversationId(id: string): string {
  return id.split(';messageid=')[0] ?? id;
}

function readConversation(activity: InboundActivity, tenantId: string): Conversation {
  const { serviceUrl, conversation, channelData, from } = activity;
  const kind = kindOf(conversation, channelData);
  return {
    id: rootConversationId(conversation.id),
    kind,
    tenantId,
    serviceUrl,
    teamId: channelData?.team?.id ?? null,
    name: channelData?.channel?.name ?? conversation.name ?? null,
    personObjectId: kind === 'personal' ? (from.aadObjectId?.toLowerCase() ?? null) : null,
    reachable: true,
  };
}

function kindOf(
  { conversationType, isGroup }: InboundActivity['conversation'],
  channelData: InboundActivity['channelData'],
): Conversation['kind'] {
  if (conversationType === 'channel' || conversationType === 'groupChat' || conversationType === 'personal') {
    return conversationType;
  }
  if (channelData?.channel != null || channelData?.team != null) return 'channel';
  return isGroup === true ? 'groupChat' : 'personal';
}

function readMentions({ entities, recipient }: InboundActivity): Mention[] {
  return (entities ?? []).flatMap((entity) => {
    const parsed = MentionEntity.safeParse(entity);
    if (!parsed.success) return [];
    const { text, mentioned } = parsed.data;
    const isBot = bare(mentioned.id) === bare(recipient?.id ?? '');
    return [{ text, id: mentioned.id, name: mentioned.name ?? '', isBot }];
  });
}

/** Some clients leave out the prefix that marks a bot. */
function bare(id: string): string {
  return id.replace(/^28:/, '');
}
