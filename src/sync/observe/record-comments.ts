import { MARK_LENGTH, derivedId, foldText, markerOf, readMarker, withoutMarker } from '../../incident/comment.ts';
import type { Comment } from '../../incident/comment.ts';
import { splitText } from './split-text.ts';
import { SIDE_NAMES } from '../../incident/side.ts';
import type { Side } from '../../incident/side.ts';
import type { LedgerComment } from '../ledger.ts';
import type { Link } from '../link.ts';
import type { Records } from '../ports/records.ts';

/**
 * Takes the comments Defender shows into the ledger. Defender gives comments no ids, so one is known by author,
 * time, text and its ordinal among equals; our own are known by the mark they end with, which counts only if the
 * ledger holds exactly that text under it and no earlier comment claimed it: people quote text.
 * Returns how many were new.
 */
export async function recordDefenderComments(records: Records, link: Link, maxLength: number): Promise<number> {
  const shown = link.defender?.observation.incident.comments ?? [];
  const ledger = await records.comments(link.number);
  const claimed = new Set<string>();
  const seen = new Map<string, number>();
  let fresh = 0;
  for (const comment of shown) {
    const own = ownComment(ledger, comment, claimed);
    if (own !== null) {
      claimed.add(own.id);
      if (!own.onDefender) await records.saveComment({ ...own, onDefender: true });
      continue;
    }
    const source = JSON.stringify([comment.author, comment.createdAt, foldText(comment.text)]);
    const ordinal = (seen.get(source) ?? 0) + 1;
    seen.set(source, ordinal);
    const id = derivedId(link.connectionId, 'defender', link.defenderId!, source, String(ordinal));
    if (ledger.some((known) => known.id === id)) continue;
    await enter(records, fromSide(link, 'defender', id, comment), maxLength);
    fresh += 1;
  }
  return fresh;
}

function ownComment(ledger: LedgerComment[], comment: Comment, claimed: Set<string>): LedgerComment | null {
  const marker = readMarker(comment.text);
  if (marker === null) return null;
  const text = foldText(withoutMarker(comment.text));
  return (
    ledger.find(
      (known) =>
        known.origin !== 'defender' &&
        markerOf(known.id) === marker &&
        !claimed.has(known.id) &&
        foldText(known.carriedText) === text,
    ) ?? null
  );
}

/**
 * Takes the comments Sentinel shows into the ledger. A Sentinel comment's name is its identity, and ours were
 * given their ledger id as name. Returns how many were new.
 */
export async function recordSentinelComments(
  records: Records,
  link: Link,
  shown: Comment[],
  maxLength: number,
): Promise<number> {
  const ledger = await records.comments(link.number);
  let fresh = 0;
  for (const comment of shown) {
    const own = ledger.find((known) => known.id === comment.id?.toLowerCase());
    if (own !== undefined) {
      if (!own.onSentinel) await records.saveComment({ ...own, onSentinel: true });
      continue;
    }
    const id = derivedId(link.connectionId, 'sentinel', link.sentinelName!, comment.id ?? JSON.stringify(comment));
    const known = ledger.find((entry) => entry.id === id);
    if (known === undefined) await enter(records, fromSide(link, 'sentinel', id, comment), maxLength);
    else if (!(await enterEdit(records, link, ledger, known, comment, maxLength))) continue;
    fresh += 1;
  }
  return fresh;
}

/**
 * A comment edited in Sentinel crosses as a new one that says so. The ledger keeps the first text, by which an edit
 * is known; the edit's own id holds its text, so that each edit crosses once.
 */
async function enterEdit(
  records: Records,
  link: Link,
  ledger: LedgerComment[],
  known: LedgerComment,
  comment: Comment,
  maxLength: number,
): Promise<boolean> {
  if (foldText(comment.text) === foldText(known.text)) return false;
  const id = derivedId(known.id, 'edit', foldText(comment.text));
  if (ledger.some((entry) => entry.id === id)) return false;
  const edit = fromSide(link, 'sentinel', id, comment);
  const carriedText = `${comment.author} (Sentinel, edited): ${comment.text}`;
  await enter(records, { ...edit, carriedText, isEdit: true }, maxLength);
  return true;
}

function fromSide(link: Link, origin: Side, id: string, comment: Comment): LedgerComment {
  return {
    id,
    link: link.number,
    origin,
    author: comment.author,
    text: comment.text,
    carriedText: `${comment.author} (${SIDE_NAMES[origin]}): ${comment.text}`,
    part: 1,
    isEdit: false,
    createdAt: comment.createdAt,
    onDefender: origin === 'defender',
    onSentinel: origin === 'sentinel',
  };
}

/** Adds a comment to the ledger, in as many parts as its carried text needs. */
export async function enter(records: Records, comment: LedgerComment, maxLength: number): Promise<void> {
  // A comment that will be put in Defender carries a mark there.
  const room = comment.origin === 'defender' ? maxLength : maxLength - MARK_LENGTH;
  const parts = splitText(comment.carriedText, room);
  for (const [index, carriedText] of parts.entries()) {
    const id = index === 0 ? comment.id : derivedId(comment.id, 'part', String(index + 1));
    await records.addComment({ ...comment, id, carriedText, part: index + 1 });
  }
}
