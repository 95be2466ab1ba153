import { resolveIncident } from '../resolve-incident.ts';
import { sendCard } from '../send-card.ts';
import type { Command } from './command.ts';

export const show: Command = {
  name: 'show',
  usage: 'show <id>',
  role: 'viewer',
  summary: "Shows an incident as a card that stays true. <id>: #N, either system's id, a portal link or a title.",
  discloses: true,
  parse(args) {
    const reference = args.words.length === 1 ? args.words[0]!.text : args.textFrom(0);
    if (reference === '') return null;
    return async (call) => {
      const resolved = await resolveIncident(call, reference, 'show');
      if ('reply' in resolved) return resolved.reply;
      await sendCard(call, resolved.view);
      return { kind: 'silent' };
    };
  },
};
