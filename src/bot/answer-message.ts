import { withoutEscapes } from '../cards/escape.ts';
import { renderNoticeCard } from '../cards/notice-card.ts';
import type { Reply } from './reply.ts';
import type { Services } from './services.ts';
import type { OutgoingMessage } from './teams-gateway.ts';
import type { Turn } from './turn.ts';

const MOST_TRIES = 3;
const LONGEST_WAIT_SECONDS = 20;

/** Sends a reply into the thread it answers. Tries again while Teams asks to; says so in the log when it cannot. */
export async function answerMessage(services: Services, turn: Turn, reply: Reply): Promise<void> {
  const message = toMessage(reply);
  if (message === null) return;
  for (let attempt = 1; ; attempt += 1) {
    const delivery = await services.gateway.send(turn.conversation, turn.threadId, message);
    if (delivery.outcome === 'sent') return;
    const mayTryAgain = delivery.outcome === 'retry' && attempt < MOST_TRIES;
    if (!mayTryAgain) {
      services.logger.warn({ conversation: turn.conversation.id, ...delivery }, 'an answer could not be delivered');
      return;
    }
    const seconds = Math.min(delivery.afterSeconds, LONGEST_WAIT_SECONDS);
    await new Promise<void>((resolve) => services.clock.after(seconds * 1000, resolve));
  }
}

function toMessage(reply: Reply): OutgoingMessage | null {
  switch (reply.kind) {
    case 'card':
      return { card: reply.card, summary: reply.summary };
    case 'form':
      // A form only works in a dialog; whoever cannot open one types.
      return notice('warning', 'Your app cannot show this form here', ['Type the command instead: "help" lists them.']);
    case 'done':
      return notice('good', reply.text, []);
    case 'refused': {
      const { code, text, lines = [] } = reply.refusal;
      return notice('warning', 'Not done', [text, ...lines], code);
    }
    case 'silent':
      return null;
    default:
      return reply satisfies never;
  }
}

function notice(tone: 'good' | 'warning', heading: string, lines: readonly string[], code?: string): OutgoingMessage {
  const card = renderNoticeCard({ tone, heading, lines, ...(code === undefined ? {} : { code }) });
  return { card, summary: withoutEscapes([heading, ...lines.slice(0, 1)].join(': ')) };
}
