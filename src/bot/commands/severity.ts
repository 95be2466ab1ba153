import { readSeverity } from '../actions/severity.ts';
import { refusal } from '../refusal-codes.ts';
import { actAsTyped } from '../typed-action.ts';
import type { Command } from './command.ts';

export const severity: Command = {
  name: 'severity',
  usage: 'severity <id> high|medium|low|informational',
  verb: 'severity',
  role: 'lead',
  summary: 'Changes how severe an incident is.',
  discloses: true,
  parse({ words }) {
    const [reference, wanted, ...rest] = words;
    if (reference === undefined || wanted === undefined || rest.length > 0) return null;
    return (call) =>
      actAsTyped(call, reference.text, 'severity', () => {
        const chosen = readSeverity(wanted.text);
        return chosen === null
          ? { refusal: refusal('invalid_severity') }
          : { ask: { kind: 'severity', severity: chosen } };
      });
  },
};
