import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/** Whether incidents may not be told here: a channel or group chat hears of them only once an admin bound it. */
export async function isUnbound({ chat }: Pick<Services, 'chat'>, { conversation }: Turn): Promise<boolean> {
  if (conversation.kind === 'personal') return false;
  const bindings = await chat.bindings();
  return !bindings.some((binding) => binding.conversationId === conversation.id);
}
