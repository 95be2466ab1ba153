import { countOn } from '../ledger.ts';
import type { Link } from '../link.ts';
import type { Records } from '../ports/records.ts';

/**
 * Sentinel does not show comments with the incident. They are read when their number is not what we know of, or
 * when the incident changed and nothing else explains it (an edited comment leaves the number as it was). Where there
 * is a comment a person can edit, what else changed explains nothing: both may have happened. Only the answer to our
 * own write, which would have been refused had anybody else been there before it, does.
 */
export async function mustReadComments(
  records: Records,
  link: Link,
  before: Link['sentinel'],
  fieldsChanged: boolean,
  isAnswer: boolean,
): Promise<boolean> {
  const count = link.sentinel!.observation.incident.commentCount;
  const comments = await records.comments(link.number);
  if (count !== null && count !== countOn(comments, 'sentinel')) return true;
  // After a deletion the ledger knows more than there are, and a new one would make the numbers meet again.
  const countBefore = before?.observation.incident.commentCount;
  if (countBefore !== undefined && count !== countBefore && !before!.touchedByUs) return true;
  if (count === null) return true;
  if (before === null || isAnswer) return false;
  const isExplained = fieldsChanged || before.touchedByUs;
  return !isExplained || comments.some(({ origin }) => origin === 'sentinel');
}
