import { renderNoticeCard } from '../cards/notice-card.ts';
import { plainText } from '../cards/escape.ts';
import type { Call } from './commands/command.ts';
import { REFUSAL_TEXTS, refusal } from './refusal-codes.ts';
import type { Refusal, RefusalCode } from './refusal-codes.ts';
import type { Reply } from './reply.ts';
import { actAsTyped } from './typed-action.ts';
import type { Wanted } from './typed-action.ts';
import type { Word } from './words.ts';

/** So many at a time: the answer has a line for each, and everybody's writes wait behind them. */
const MOST_ITEMS = 25;

/** The incidents that words name, separated by spaces or commas, each once; or why that is too many or none. */
export function readReferences(words: readonly Word[]): string[] | { refusal: Refusal } | null {
  const references = words.flatMap(({ text }) => text.split(',')).filter((text) => text !== '');
  const unique = [...new Set(references)];
  if (unique.length === 0) return null;
  const tooMany = `At most ${MOST_ITEMS} at a time; this names ${unique.length}.`;
  return unique.length > MOST_ITEMS ? { refusal: refusal('invalid_usage', tooMany) } : unique;
}

/**
 * The same for each of several incidents: every one is authorised, asked for and audited by itself, and what became
 * of it is a line of the answer. The answer's button carries the results for programs.
 */
export async function actOnAll(
  call: Call,
  references: readonly string[],
  verb: 'close' | 'assign',
  wanted: Wanted,
): Promise<Reply> {
  const items = await Promise.all(
    references.map(async (reference) => {
      const reply = await actAsTyped(call, reference, verb, () => wanted);
      const code = refusedAs(reply);
      const line =
        reply.kind === 'done' ? reply.text : `${plainText(reference, 80)}: ${REFUSAL_TEXTS[code ?? 'malformed']}`;
      return { line, result: { reference: plainText(reference, 80), outcome: code ?? 'done' } };
    }),
  );
  const done = items.filter(({ result }) => result.outcome === 'done').length;
  const heading = `${done} of ${items.length} done`;
  const card = renderNoticeCard({
    tone: done === items.length ? 'good' : 'warning',
    heading,
    lines: items.map(({ line }) => line),
    data: { results: items.map(({ result }) => result) },
  });
  return { kind: 'card', card, summary: heading };
}

function refusedAs(reply: Reply): RefusalCode | null {
  switch (reply.kind) {
    case 'done':
      return null;
    case 'refused':
      return reply.refusal.code;
    default:
      // Several incidents fit, and their list has no place here.
      return ('code' in reply ? reply.code : undefined) ?? 'ambiguous_incident';
  }
}
