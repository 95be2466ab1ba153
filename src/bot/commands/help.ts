import { renderHelpCard } from '../../cards/help-card.ts';
import type { Caller } from '../authorise.ts';
import type { Reply } from '../reply.ts';
import { hasRole } from '../roles.ts';
import type { Command } from './command.ts';

/** `help` is part of the table it shows, so it is given a way to see it. */
export function helpCommand(table: () => readonly Command[]): Command {
  return {
    name: 'help',
    usage: 'help',
    role: null,
    summary: 'Shows what you may do here.',
    discloses: false,
    parse:
      () =>
      async ({ caller }) =>
        helpReply(caller, table()),
  };
}

/** The commands this person's roles allow. */
export function helpReply({ roles }: Caller, table: readonly Command[]): Reply {
  const allowed = table.filter(({ role }) => role === null || hasRole(roles, role));
  const held = [...new Set(roles)].join(', ');
  const intro = held === '' ? 'You have no role yet: an admin can grant one.' : `Your role: ${held}.`;
  return { kind: 'card', card: renderHelpCard(allowed, intro), summary: 'What you can ask me' };
}
