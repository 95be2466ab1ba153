import { markdownText } from '../../cards/escape.ts';
import { huntSummary, renderHuntCard } from '../../cards/hunt-card.ts';
import { audit } from '../audit.ts';
import { refusal } from '../refusal-codes.ts';
import { refused } from '../reply.ts';
import { resolveIncident } from '../resolve-incident.ts';
import type { Command } from './command.ts';

export const hunt: Command = {
  name: 'hunt',
  usage: 'hunt <id>',
  role: 'responder',
  summary: "Asks Defender's advanced hunting about the hosts, users, addresses and files of an incident.",
  discloses: true,
  parse(args) {
    const reference = args.words.length === 1 ? args.words[0]!.text : args.textFrom(0);
    if (reference === '') return null;
    return async (call) => {
      const resolved = await resolveIncident(call, reference, 'hunt');
      if ('reply' in resolved) return resolved.reply;
      const { services, caller } = call;
      const { number } = resolved.view;
      const result = await services.desk.hunt(number);
      const row = { who: caller.person, action: 'hunt', incident: number };
      if (result.outcome === 'refused') {
        const { code, reason } = result;
        await audit(services, { ...row, outcome: `refused:${code}`, detail: { reason } });
        return refused(code === 'hunting_unavailable' ? refusal(code, markdownText(reason, 500)) : refusal(code));
      }
      const asked = result.findings.map(({ question, subjects, rows, fault }) => ({
        question,
        subjects,
        rows: rows.length,
        fault,
      }));
      await audit(services, { ...row, outcome: 'accepted', detail: { days: result.days, asked } });
      return {
        kind: 'card',
        card: renderHuntCard(result, services.cards.timeZone),
        summary: huntSummary(result),
      };
    };
  },
};
