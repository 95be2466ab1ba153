import { digestSummary, renderDigestCard } from '../../cards/digest-card.ts';
import { refusal } from '../refusal-codes.ts';
import { refused } from '../reply.ts';
import type { Command } from './command.ts';

export const digest: Command = {
  name: 'digest',
  usage: 'digest now|daily|weekly',
  role: 'manager',
  summary: 'Shows the numbers of the last 24 hours, or of the last whole day or week.',
  discloses: true,
  parse({ words }) {
    const [which, ...rest] = words.map(({ text }) => text.toLowerCase());
    if (rest.length > 0 || (which !== 'now' && which !== 'daily' && which !== 'weekly')) return null;
    return async ({ services: { digests, cards } }) => {
      const made = which === 'now' ? await digests.now() : await digests.latest(which);
      if (made === null) return refused(refusal('nothing_to_do', 'The schedule of this digest never comes up.'));
      return { kind: 'card', card: renderDigestCard(made, cards.timeZone), summary: digestSummary(made) };
    };
  },
};
