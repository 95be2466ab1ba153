import { markdownText } from '../../cards/escape.ts';
import { isoNow } from '../../sync/ports/clock.ts';
import { findMentioned } from '../find-person.ts';
import { refusal } from '../refusal-codes.ts';
import { refused } from '../reply.ts';
import { ROLES } from '../roles.ts';
import type { Command } from './command.ts';

export const grant: Command = {
  name: 'grant',
  usage: 'grant viewer|responder|lead|manager|admin @person',
  role: 'admin',
  summary: 'Gives a member of this organisation a role.',
  discloses: false,
  parse({ words }) {
    const [named, whom, ...rest] = words;
    const role = ROLES.find((one) => one === named?.text.toLowerCase());
    if (role === undefined || whom?.mention === undefined || rest.length > 0) return null;
    const { mention } = whom;
    return async (call) => {
      const person = mention.isBot ? null : await findMentioned(call, mention);
      if (person === null) return refused(refusal('invalid_grantee'));
      const { services, caller } = call;
      const { objectId, tenantId, name } = person;
      const grantedBy = caller.person.objectId;
      await services.chat.grant({ objectId, tenantId, role, name, grantedBy, grantedAt: isoNow(services.clock) });
      return { kind: 'done', text: `${markdownText(name, 80)} is now ${role}.` };
    };
  },
};
