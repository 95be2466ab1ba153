import { firstIssue } from '../azure/send.ts';
import type { Comment } from '../incident/comment.ts';
import { compareTimestamps } from '../incident/timestamp.ts';
import type { ListedComments } from '../sync/ports/side-port.ts';
import type { CommentItems } from './client.ts';
import { toComment } from './to-incident.ts';
import { WireComment } from './wire-schema.ts';

/** The comments of an incident, each once, oldest first: what is no comment is told apart, not lost. */
export function toListedComments({ items, cutOff }: CommentItems): ListedComments {
  const comments = new Map<string, Comment>();
  const unreadable = cutOff === null ? [] : [cutOff];
  for (const item of items) {
    const parsed = WireComment.safeParse(item);
    if (parsed.success) comments.set(parsed.data.name.toLowerCase(), toComment(parsed.data));
    else unreadable.push(firstIssue(parsed.error));
  }
  return {
    comments: [...comments.values()].toSorted((a, b) => compareTimestamps(a.createdAt, b.createdAt)),
    unreadable,
  };
}
