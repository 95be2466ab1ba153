import type { OncallPerson } from '../../sync/ports/oncall.ts';
import { findMentioned } from '../find-person.ts';
import { readTime } from '../read-time.ts';
import { refusal } from '../refusal-codes.ts';
import { refused } from '../reply.ts';
import type { Word } from '../words.ts';
import { noRota, oncallReply } from './oncall.ts';
import type { Call, Command } from './command.ts';

const LONGEST_MILLISECONDS = 31 * 86_400_000;

export const oncallSet: Command = {
  name: 'oncall set',
  usage: 'oncall set me|@person until 18:00|8h|<date>T<time>',
  role: 'admin',
  summary: 'Puts somebody on call instead of whom the rota says, for at most a month.',
  discloses: false,
  parse({ words }) {
    const [whom, until, ...rest] = words;
    const said = rest.map(({ text }) => text).join('T');
    if (whom === undefined || until?.text.toLowerCase() !== 'until' || rest.length === 0 || rest.length > 2)
      return null;
    return async (call) => {
      const { services, caller } = call;
      if (services.oncall === null) return noRota();
      const { timeZone } = await services.oncall.now();
      const now = services.clock.now().getTime();
      const end = readTime(said, timeZone, now);
      if (end === null || end <= now || end - now > LONGEST_MILLISECONDS)
        return refused(refusal('invalid_usage', `Until when? ${ACCEPTED}, in ${timeZone}, within a month.`));
      const person = await personOf(call, whom);
      if (person === null)
        return refused(refusal('invalid_assignee', 'Only a member of this organisation can be on call: mention them.'));
      await services.oncall.set(person, end, caller.person);
      return oncallReply(await services.oncall.now(), 'good');
    };
  },
};

const ACCEPTED = 'A time of day (18:00), a while (8h, 2d), or a date and time (2026-12-24 09:00)';

async function personOf(call: Call, { text, mention }: Word): Promise<Pick<OncallPerson, 'name' | 'objectId'> | null> {
  if (mention === undefined) return text.toLowerCase() === 'me' ? call.caller.person : null;
  return mention.isBot ? null : findMentioned(call, mention);
}
