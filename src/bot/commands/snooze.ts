import { markdownText } from '../../cards/escape.ts';
import { refuseVerb } from '../act.ts';
import { refused } from '../reply.ts';
import { resolveIncident } from '../resolve-incident.ts';
import { snooze as holdBack } from '../snooze.ts';
import type { Command } from './command.ts';

export const snooze: Command = {
  name: 'snooze',
  usage: 'snooze <id> 30m|2h|1d|off',
  verb: 'snooze',
  role: 'responder',
  summary: 'Holds back nudges and replies about an incident here, for at most a week. Deadlines run on.',
  discloses: true,
  parse({ words }) {
    const [reference, howLong, ...rest] = words;
    if (reference === undefined || howLong === undefined || rest.length > 0) return null;
    const milliseconds = readDuration(howLong.text.toLowerCase());
    if (milliseconds === undefined) return null;
    return async (call) => {
      const { services, caller, turn } = call;
      const resolved = await resolveIncident(call, reference.text, 'snooze');
      if ('reply' in resolved) return resolved.reply;
      const { view } = resolved;
      const forbidden = await refuseVerb(services, { caller, view, verb: 'snooze' });
      if (forbidden !== null) return refused(forbidden);
      const text = await holdBack(services, { caller, view, conversationId: turn.conversation.id, milliseconds });
      return { kind: 'done', text: `#${view.number} ${markdownText(view.title, 80)}: ${text}` };
    };
  },
};

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const LONGEST_MILLISECONDS = 7 * 86_400_000;

/** `2h` in milliseconds; null for `off`, undefined for anything else. */
function readDuration(text: string): number | null | undefined {
  if (text === 'off') return null;
  const [, count = '', unit = ''] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const milliseconds = Number(count) * (UNITS[unit] ?? 0);
  return milliseconds > 0 && milliseconds <= LONGEST_MILLISECONDS ? milliseconds : undefined;
}
