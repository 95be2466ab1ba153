import type { Command } from './command.ts';

export const unbind: Command = {
  name: 'unbind',
  usage: 'unbind',
  role: 'admin',
  summary: 'Posts no new incidents here any more; cards that stand here stay true.',
  discloses: false,
  parse({ words }) {
    if (words.length > 0) return null;
    return async ({ services: { chat }, turn }) => {
      const wasBound = await chat.unbind(turn.conversation.id);
      return {
        kind: 'done',
        text: wasBound ? 'Unbound: no new incidents are posted here.' : 'Nothing to do: this was not bound.',
      };
    };
  },
};
