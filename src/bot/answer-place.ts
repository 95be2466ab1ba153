import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/**
 * Whether incidents may not be told here: a channel or group chat hears of them only once an admin bound it, or named
 * it in `DIGEST_TO`: the lists behind a digest are read where the digest is.
 */
export async function isUnbound(
  { chat, digestChannels }: Pick<Services, 'chat' | 'digestChannels'>,
  { conversation }: Turn,
): Promise<boolean> {
  if (conversation.kind === 'personal' || digestChannels.includes(conversation.id)) return false;
  const bindings = await chat.bindings();
  return !bindings.some((binding) => binding.conversationId === conversation.id);
}
