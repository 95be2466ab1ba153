import { renderNoticeCard } from '../../cards/notice-card.ts';
import { markdownText } from '../../cards/escape.ts';
import type { OrderResult, SyncOrder } from '../../sync/ports/desk.ts';
import { concludeGo } from '../conclude-notices.ts';
import type { Reply } from '../reply.ts';
import type { Command } from './command.ts';

const SUMMARIES: Record<SyncOrder, string> = {
  pause: 'Holds what portals change; what people do here is still written.',
  resume: 'Ends a pause: what waited is carried.',
  go: 'Ends a rehearsal, or lets pass what was stopped.',
};

/** `sync pause`, `sync resume`, `sync go`: to every connection. The desk audits the order. */
export function syncOrder(order: SyncOrder): Command {
  return {
    name: `sync ${order}`,
    usage: `sync ${order}`,
    role: 'admin',
    summary: SUMMARIES[order],
    discloses: false,
    parse({ words }) {
      if (words.length > 0) return null;
      return async ({ services, caller }) => {
        const results = await services.desk.order(order, caller.person);
        if (order === 'go') await concludeGo(services, caller, results);
        services.keeper.lookAgain();
        return orderReply(order, results);
      };
    },
  };
}

/** What became of an order, a line for each connection. */
function orderReply(order: SyncOrder, results: readonly OrderResult[]): Reply {
  const isDone = results.some(({ changed }) => changed);
  const heading = isDone ? `Done: sync ${order}` : 'Nothing changed';
  const lines = results.map(({ name, sentence }) => `${markdownText(name, 100)}: ${markdownText(sentence, 300)}`);
  const card = renderNoticeCard({ tone: isDone ? 'good' : 'warning', heading, lines });
  return { kind: 'card', card, summary: [heading, ...lines.slice(0, 1)].join('. ') };
}
