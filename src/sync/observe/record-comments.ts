import { MARK_LENGTH, derivedId, foldText } from '../../incident/comment.ts';
import type { Comment } from '../../incident/comment.ts';
import { splitText } from './split-text.ts';
import { SIDE_NAMES } from '../../incident/side.ts';
import type { Side } from '../../incident/side.ts';
import { commentSeen } from '../history/event.ts';
import type { LedgerComment } from '../ledger.ts';
import type { Link } from '../link.ts';
import type { Records } from '../ports/records.ts';
import { carriedByMicrosoft } from './carried-by-microsoft.ts';
import { ownComment } from './own-comment.ts';
import { rollUpId } from '../roll-up.ts';

/**
 * Takes the comments Defender shows into the ledger. Defender gives comments no ids, so one is known by author,
 * time, text and its ordinal among equals; our own are known by the mark they end with, which counts only if the
 * ledger holds it and we are the author, and for one comment only: people quote text.
 * Returns how many were new; the caller saves the link, which learns by what name Defender knows us.
 */
export async function recordDefenderComments(records: Records, link: Link, maxLength: number): Promise<number> {
  const shown = link.defender?.observation.incident.comments ?? [];
  const ledger = await records.comments(link.number);
  const isCopy = carriedByMicrosoft(records, link, 'defender', ledger);
  const seen = new Map<string, number>();
  let fresh = 0;
  for (const comment of shown) {
    const own = ownComment(link, ledger, comment, shown);
    if (own !== null) {
      learnName(link, comment);
      if (!own.onDefender) await records.saveComment({ ...own, onDefender: true });
      continue;
    }
    const source = JSON.stringify([comment.author, comment.createdAt, foldText(comment.text)]);
    const ordinal = (seen.get(source) ?? 0) + 1;
    seen.set(source, ordinal);
    const id = derivedId(link.connectionId, 'defender', link.defenderId!, source, String(ordinal));
    if (ledger.some((known) => known.id === id) || (await isCopy(comment))) continue;
    await enter(records, fromSide(link, 'defender', id, comment), maxLength);
    await records.appendEvent(commentSeen(link, 'defender', comment, comment.createdAt));
    fresh += 1;
  }
  return fresh;
}

function learnName({ defender }: Link, { author }: Comment): void {
  const names = defender!.commentsAs ?? [];
  if (!names.includes(author)) defender!.commentsAs = [...names, author];
}

/**
 * Takes the comments Sentinel shows into the ledger. A Sentinel comment's name is its identity, and ours were
 * given their ledger id as name; the roll-up is no comment of anybody. Returns how many of them were news.
 */
export async function recordSentinelComments(
  records: Records,
  link: Link,
  shown: Comment[],
  maxLength: number,
): Promise<number> {
  const ledger = await records.comments(link.number);
  const rollUp = rollUpId(link);
  const isCopy = carriedByMicrosoft(records, link, 'sentinel', ledger);
  let fresh = 0;
  for (const comment of new Map(shown.map((one) => [one.id ?? one, one])).values()) {
    const name = comment.id?.toLowerCase();
    if (name === rollUp) {
      if (await seeRollUp(records, link.number, comment.text)) fresh += 1;
      continue;
    }
    const own = ledger.find((known) => known.id === name);
    if (own !== undefined && !own.onSentinel) {
      await records.saveComment({ ...own, onSentinel: true, shownText: asShown(own, comment) });
      continue;
    }
    const id = derivedId(link.connectionId, 'sentinel', link.sentinelName!, comment.id ?? JSON.stringify(comment));
    const known = own ?? ledger.find((entry) => entry.id === id);
    if (known === undefined && (await isCopy(comment))) continue;
    if (known === undefined) {
      await enter(records, fromSide(link, 'sentinel', id, comment), maxLength);
      await records.appendEvent(commentSeen(link, 'sentinel', comment, comment.createdAt));
    } else if (!(await enterEdit(records, link, ledger, known, comment, maxLength))) continue;
    fresh += 1;
  }
  return fresh;
}

/** What is to be remembered of how Sentinel shows a comment of ours: a later difference is somebody's edit. */
export function asShown({ carriedText }: LedgerComment, { text }: Comment): string | null {
  return foldText(text) === foldText(carriedText) ? null : text;
}

/** Returns whether the roll-up reads otherwise than we wrote it. One from before this database is left alone. */
async function seeRollUp(records: Records, link: number, text: string): Promise<boolean> {
  const known = await records.rollUp(link);
  if (known === null || foldText(text) === foldText(known.seen)) return false;
  const isInsistedOn = known.setRightFrom !== null && foldText(text) === foldText(known.setRightFrom);
  const isOurs = isInsistedOn || foldText(text) === foldText(known.shown);
  await records.saveRollUp(link, { ...known, seen: text, shown: isOurs ? text : known.shown });
  return !isOurs;
}

/**
 * A comment edited in Sentinel crosses as a new one that says so, one of ours as well: there Sentinel still names us,
 * and does not tell who it was. The ledger keeps the first text, by which an edit is known; the edit's own id holds
 * its text, so that each edit crosses once.
 */
async function enterEdit(
  records: Records,
  link: Link,
  ledger: LedgerComment[],
  known: LedgerComment,
  comment: Comment,
  maxLength: number,
): Promise<boolean> {
  const isOurs = known.origin !== 'sentinel';
  const before = isOurs ? (known.shownText ?? known.carriedText) : known.text;
  if (foldText(comment.text) === foldText(before)) return false;
  const id = derivedId(known.id, 'edit', foldText(comment.text));
  if (ledger.some((entry) => entry.id === id)) return false;
  const edit = fromSide(link, 'sentinel', id, comment);
  const author = isOurs ? 'Someone' : comment.author;
  const carriedText = `${author} (Sentinel, edited): ${comment.text}`;
  await enter(records, { ...edit, author, carriedText, isEdit: true }, maxLength);
  // One of ours was edited by a person: Sentinel names the application as its author all the same.
  const seen = { ...comment, author, byMachine: !isOurs && comment.byMachine === true };
  const editedAt = link.sentinel?.observation.incident.modifiedAt ?? comment.createdAt;
  await records.appendEvent(commentSeen(link, 'sentinel', seen, editedAt));
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
    inRollUp: false,
    shownText: null,
  };
}

/** Adds a comment to the ledger, in as many parts as its carried text needs; returns their ids. */
export async function enter(records: Records, comment: LedgerComment, maxLength: number): Promise<string[]> {
  // A comment that will be put in Defender carries a mark there.
  const room = comment.origin === 'defender' ? maxLength : maxLength - MARK_LENGTH;
  const parts = splitText(comment.carriedText, room);
  const ids = parts.map((_, index) => (index === 0 ? comment.id : derivedId(comment.id, 'part', String(index + 1))));
  for (const [index, carriedText] of parts.entries())
    await records.addComment({ ...comment, id: ids[index]!, carriedText, part: index + 1 });
  return ids;
}
