import { foldText, markerOf, readMarker, withoutMarker } from '../../incident/comment.ts';
import type { Comment } from '../../incident/comment.ts';
import type { LedgerComment } from '../ledger.ts';
import type { Link } from '../link.ts';

/** The comment of ours that one in Defender is, or null where it is somebody's who quotes one. */
export function ownComment(
  link: Link,
  ledger: LedgerComment[],
  comment: Comment,
  shown: Comment[],
): LedgerComment | null {
  const marker = readMarker(comment.text);
  if (marker === null) return null;
  const own = ledger.find((known) => known.origin !== 'defender' && markerOf(known.id) === marker);
  if (own === undefined) return null;
  const marked = shown.filter((one) => readMarker(one.text) === marker);
  return oursAmong(marked, foldText(own.carriedText), link.defender!.commentsAs ?? []) === comment ? own : null;
}

/**
 * Which of the comments that carry one mark is ours: the one by us, with its very text if there is one. Nothing tells
 * beforehand what Defender calls the application, so that is learnt from the comments themselves. Under a name that is
 * not known (the first answer was lost, the application was renamed, the other API names it otherwise) it is the first
 * with that very text, for nobody can quote the whole of it before it is there; and while no name is known at all, the
 * first with the mark, since Defender may show a text in its own way.
 */
function oursAmong(marked: Comment[], text: string, names: string[]): Comment | undefined {
  const isWhole = (one: Comment) => foldText(withoutMarker(one.text)) === text;
  const byUs = marked.filter(({ author }) => names.includes(author));
  const likely = names.length === 0 ? marked : byUs;
  return likely.find(isWhole) ?? likely[0] ?? marked.find(isWhole);
}
