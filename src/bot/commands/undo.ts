import { audit } from '../audit.ts';
import { refusal } from '../refusal-codes.ts';
import { refused } from '../reply.ts';
import { sendCard } from '../send-card.ts';
import { actAsTyped } from '../typed-action.ts';
import type { Command } from './command.ts';

export const undo: Command = {
  name: 'undo',
  usage: 'undo',
  verb: 'undo',
  role: 'responder',
  summary: 'Takes back what you did last, for five minutes, unless somebody changed it since. Comments stay.',
  discloses: true,
  parse({ words }) {
    if (words.length > 0) return null;
    return async (call) => {
      const { services, caller } = call;
      const number = await services.desk.undoable(caller.person);
      if (number === null) {
        const row = { who: caller.person, action: 'undo', incident: null, outcome: 'refused:nothing_to_undo' };
        await audit(services, row);
        return refused(refusal('nothing_to_undo'));
      }
      const reply = await actAsTyped(call, `#${number}`, 'undo', () => ({ ask: { kind: 'undo' } }));
      if (reply.kind !== 'refused' || reply.refusal.code !== 'changed_since') return reply;
      const view = await services.desk.view(number);
      // Why not is no word on that card, which soon shows what comes next.
      if (view !== null) await sendCard(call, view);
      return reply;
    };
  },
};
