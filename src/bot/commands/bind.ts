import { isoNow } from '../../sync/ports/clock.ts';
import type { Command } from './command.ts';

export const bind: Command = {
  name: 'bind',
  usage: 'bind',
  role: 'admin',
  summary: 'From now on posts incidents here.',
  discloses: false,
  parse({ words }) {
    if (words.length > 0) return null;
    return async ({ services: { chat, clock, keeper }, turn, caller }) => {
      await chat.bind({
        conversationId: turn.conversation.id,
        boundBy: caller.person.objectId,
        boundAt: isoNow(clock),
      });
      keeper.lookAgain();
      return { kind: 'done', text: 'Bound: incidents are posted here from now on.' };
    };
  },
};
