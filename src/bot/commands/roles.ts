import { renderNoticeCard } from '../../cards/notice-card.ts';
import { markdownText } from '../../cards/escape.ts';
import type { Command } from './command.ts';

const MOST_SHOWN = 60;

export const roles: Command = {
  name: 'roles',
  usage: 'roles',
  role: 'admin',
  summary: 'Lists who holds which role.',
  discloses: false,
  parse({ words }) {
    if (words.length > 0) return null;
    return async ({ services: { chat, adminIds, groupRoles } }) => {
      const grants = await chat.grants();
      const lines = [
        ...adminIds.map((objectId) => `admin: ${objectId} (by configuration)`),
        ...groupRoles.configured.map(({ role, groupId }) => `${role}: Entra group ${groupId} (by configuration)`),
        ...grants.map((grant) => `${grant.role}: ${markdownText(grant.name, 80)} (${grant.objectId})`),
      ];
      const shown = lines.slice(0, MOST_SHOWN);
      if (lines.length > MOST_SHOWN) shown.push(`and ${lines.length - MOST_SHOWN} more`);
      const card = renderNoticeCard({ tone: 'accent', heading: 'Roles', lines: shown });
      return { kind: 'card', card, summary: `${lines.length} roles` };
    };
  },
};
