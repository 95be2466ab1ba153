import { foldText, markComment } from '../../incident/comment.ts';
import type { Comment } from '../../incident/comment.ts';
import type { Side } from '../../incident/side.ts';
import { toTicks } from '../../incident/timestamp.ts';
import { isOn } from '../ledger.ts';
import type { LedgerComment } from '../ledger.ts';
import type { Link } from '../link.ts';
import type { Records } from '../ports/records.ts';
import { ownComment } from './own-comment.ts';

/**
 * Recognises comments that Microsoft's own sync has carried to a side. It gives them a new name, so a comment there that
 * says word for word what one of the other side (or of chat) says is taken for that one, each for one only: no source
 * says that it cuts any. Whoever quotes a comment, mark and all, and says something to it, says something of their own.
 * A bridge has nobody beside it who carries comments: there the same words are another comment.
 */
export function carriedByMicrosoft(records: Records, link: Link, side: Side, ledger: LedgerComment[]) {
  const claimed = new Set<string>();
  let isBridge: boolean | null = null;
  let marked: Map<string, string> | null = null;

  function saysTheSame(known: LedgerComment, said: string): boolean {
    const plain = known.origin === side ? [] : [known.text, known.carriedText];
    if (plain.some((text) => foldText(text) === said)) return true;
    if (side === 'defender') return false;
    // We mark what we put in Defender, and Defender may show it in its own way.
    marked ??= markedInDefender(link, ledger);
    return foldText(markComment(known.carriedText, known.id)) === said || marked.get(known.id) === said;
  }

  /** Returns whether the comment is a copy; its original is then known to be on that side. */
  return async (comment: Comment): Promise<boolean> => {
    isBridge ??= (await records.connection(link.connectionId))!.mode === 'bridge';
    if (isBridge) return false;
    const said = foldText(comment.text);
    const original = ledger.find((known) => !claimed.has(known.id) && saysTheSame(known, said));
    if (original === undefined) return false;
    claimed.add(original.id);
    if (isOn(original, side)) return true;
    await records.saveComment({ ...original, ...(side === 'defender' ? { onDefender: true } : { onSentinel: true }) });
    const seconds = Number(toTicks(comment.createdAt) - toTicks(original.createdAt)) / 10_000_000;
    await records.noteLag({ connectionId: link.connectionId, what: 'comments', seconds, at: comment.createdAt });
    return true;
  };
}

/** The folded texts of our own comments as Defender shows them, by their ids: Microsoft carries them with their mark. */
function markedInDefender(link: Link, ledger: LedgerComment[]): Map<string, string> {
  const shown = link.defender?.observation.incident.comments ?? [];
  return new Map(
    shown.flatMap((comment) => {
      const own = ownComment(link, ledger, comment, shown);
      return own === null ? [] : [[own.id, foldText(comment.text)] as const];
    }),
  );
}
