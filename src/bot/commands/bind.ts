import { plainText } from '../../cards/escape.ts';
import { isoNow } from '../../sync/ports/clock.ts';
import type { BindingRule } from '../../sync/ports/chat-records.ts';
import type { Command } from './command.ts';
import { readFilter } from './open.ts';

export const bind: Command = {
  name: 'bind',
  usage: 'bind [severity] [tag]',
  role: 'admin',
  summary: 'From now on posts incidents here: all, or those at least so severe, or with that tag.',
  discloses: false,
  parse({ words }) {
    const filter = readFilter(words);
    if (filter === null || filter.severity === 'unknown') return null;
    const rule = { least: filter.severity ?? null, tag: filter.tag ?? null };
    return async ({ services: { chat, clock, keeper }, turn, caller }) => {
      await chat.bind({
        conversationId: turn.conversation.id,
        boundBy: caller.person.objectId,
        boundAt: isoNow(clock),
        rule,
      });
      keeper.lookAgain();
      return { kind: 'done', text: `Bound: ${ruleWords(rule)} are posted here from now on.` };
    };
  },
};

function ruleWords({ least, tag }: BindingRule): string {
  const severe = least === null ? 'incidents' : `incidents of at least ${least} severity`;
  return tag === null ? severe : `${severe} with the tag ${plainText(tag, 80)}`;
}
