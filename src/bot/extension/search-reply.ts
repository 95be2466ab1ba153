import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { withoutEscapes } from '../../cards/escape.ts';
import { refusalText } from '../refusal-codes.ts';
import type { Refusal } from '../refusal-codes.ts';

/** One result of a search: what the person sees in the list, and the card that choosing it inserts. */
export interface SearchResult {
  /** Plain text: no client reads markdown in a preview. */
  title: string;
  text: string;
  card: AdaptiveCard;
}

/** What a search, or a pasted link, is answered with. */
export type SearchReply = { kind: 'results'; results: readonly SearchResult[] } | { kind: 'refused'; refusal: Refusal };

/** The answer to a `composeExtension/query` or `composeExtension/queryLink` invoke. */
export function toSearchResponse(reply: SearchReply) {
  switch (reply.kind) {
    case 'results':
      return { composeExtension: { type: 'result', attachmentLayout: 'list', attachments: reply.results.map(attach) } };
    case 'refused': {
      const { refusal } = reply;
      return {
        composeExtension: { type: 'message', text: withoutEscapes(refusalText(refusal)) },
        data: { code: refusal.code },
      };
    }
    default:
      return reply satisfies never;
  }
}

function attach({ title, text, card }: SearchResult) {
  return {
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: card,
    preview: { contentType: 'application/vnd.microsoft.card.thumbnail', content: { title, text } },
  };
}
