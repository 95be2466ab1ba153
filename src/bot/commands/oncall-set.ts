import type { OncallPerson } from '../../sync/ports/oncall.ts';
import { findMentioned } from '../find-person.ts';
import { readEnd } from '../read-end.ts';
import { refusal } from '../refusal-codes.ts';
import { refused } from '../reply.ts';
import type { Word } from '../words.ts';
import { noRota, oncallReply } from './oncall.ts';
import type { Call, Command } from './command.ts';

export const oncallSet: Command = {
  name: 'oncall set',
  usage: 'oncall set me|@person [until 18:00|until <date> <time>|for 4h]',
  role: 'admin',
  summary: 'Puts somebody on call instead of whom the rota says: until the shift ends, or for at most a month.',
  discloses: false,
  parse({ words }) {
    const [whom, ...rest] = words;
    if (whom === undefined) return null;
    return async (call) => {
      const { services, caller } = call;
      if (services.oncall === null) return noRota();
      const { timeZone, shiftEndsAt } = await services.oncall.now();
      const now = services.clock.now().getTime();
      const end = readEnd(
        rest.map(({ text }) => text),
        { timeZone, now, shiftEndsAt },
      );
      if ('fault' in end) return refused(refusal('invalid_usage', end.fault));
      const person = await personOf(call, whom);
      if (person === null)
        return refused(refusal('invalid_assignee', 'Only a member of this organisation can be on call: mention them.'));
      await services.oncall.set(person, end.until, caller.person);
      return oncallReply(await services.oncall.now(), services.personalChats.closed(), 'good');
    };
  },
};

async function personOf(call: Call, { text, mention }: Word): Promise<Pick<OncallPerson, 'name' | 'objectId'> | null> {
  if (mention === undefined) return text.toLowerCase() === 'me' ? call.caller.person : null;
  return mention.isBot ? null : findMentioned(call, mention);
}
