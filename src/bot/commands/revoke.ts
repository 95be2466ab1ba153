import { markdownText } from '../../cards/escape.ts';
import { ROLES } from '../roles.ts';
import { findMentioned } from '../find-person.ts';
import { refusal } from '../refusal-codes.ts';
import { refused } from '../reply.ts';
import type { Command } from './command.ts';

export const revoke: Command = {
  name: 'revoke',
  usage: 'revoke [role] @person',
  role: 'admin',
  summary: 'Takes a role away, or all of them.',
  discloses: false,
  parse({ words }) {
    const whom = words.at(-1);
    const named = words.length === 2 ? words[0]?.text.toLowerCase() : undefined;
    const roles = named === undefined ? ROLES : ROLES.filter((one) => one === named);
    if (whom?.mention === undefined || words.length > 2 || roles.length === 0) return null;
    const { mention } = whom;
    return async (call) => {
      const person = await findMentioned(call, mention);
      if (person === null) return refused(refusal('invalid_grantee'));
      const { chat, adminIds, groupRoles } = call.services;
      const results = await Promise.all(roles.map((role) => chat.revoke(person.objectId, person.tenantId, role)));
      const taken = roles.filter((_, index) => results[index]);
      const name = markdownText(person.name, 80);
      const configured = adminIds.includes(person.objectId)
        ? ' Admin by configuration stays: that is set in ADMIN_IDS.'
        : '';
      const groups = groupRoles.configured.length > 0 ? ' Roles that Entra groups give stay (ROLE_GROUPS).' : '';
      const text = taken.length === 0 ? `${name} had no such role.` : `${name} is no longer ${taken.join(', ')}.`;
      return { kind: 'done', text: text + configured + groups };
    };
  },
};
