import { foldText, markerOf, readMarker, withoutMarker } from '../../incident/comment.ts';
import type { Comment } from '../../incident/comment.ts';
import type { Side } from '../../incident/side.ts';
import { toTicks } from '../../incident/timestamp.ts';
import { isOn } from '../ledger.ts';
import type { LedgerComment } from '../ledger.ts';
import type { Link } from '../link.ts';
import type { Records } from '../ports/records.ts';

/**
 * Recognises comments that Microsoft's own sync has carried to a side. It gives them no mark and a new name, so a
 * comment there that says what one of the other side (or of chat) says is taken for that one, each for one only. A
 * bridge has nobody beside it who carries comments: there the same words are another comment.
 */
export function carriedByMicrosoft(records: Records, link: Link, side: Side, ledger: LedgerComment[]) {
  const claimed = new Set<string>();
  let isBridge: boolean | null = null;

  /** Returns whether the comment is a copy; its original is then known to be on that side. */
  return async (comment: Comment): Promise<boolean> => {
    isBridge ??= (await records.connection(link.connectionId))!.mode === 'bridge';
    if (isBridge) return false;
    const original = ledger.find(
      (known) => known.origin !== side && !claimed.has(known.id) && saysTheSame(known, comment),
    );
    if (original === undefined) return false;
    claimed.add(original.id);
    if (isOn(original, side)) return true;
    await records.saveComment({ ...original, ...(side === 'defender' ? { onDefender: true } : { onSentinel: true }) });
    const seconds = Number(toTicks(comment.createdAt) - toTicks(original.createdAt)) / 10_000_000;
    await records.noteLag({ connectionId: link.connectionId, what: 'comments', seconds, at: comment.createdAt });
    return true;
  };
}

function saysTheSame(known: LedgerComment, { text }: Comment): boolean {
  const marker = readMarker(text);
  if (marker !== null) return marker === markerOf(known.id);
  const said = foldText(withoutMarker(text));
  return said === foldText(known.text) || said === foldText(known.carriedText);
}
