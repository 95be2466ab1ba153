import { z } from 'zod';
import { firstIssue } from '../azure/send.ts';
import { readableText } from '../azure/wire-text.ts';
import type { Comment } from '../incident/comment.ts';
import { compareTimestamps, inUtc, isTimestamp } from '../incident/timestamp.ts';

const Text = z.string().transform(readableText).nullish();
const Timestamp = z.string().refine(isTimestamp, 'not a timestamp').transform(inUtc);

/**
 * A comment; the documentation's examples still show the field names of the older API. It has no id: author, time and
 * text are what it is known by, so none of them is guessed.
 */
const WireComment = z
  .object({
    comment: Text,
    createdByDisplayName: Text,
    createdBy: Text,
    createdDateTime: Timestamp.nullish(),
    createdTime: Timestamp.nullish(),
  })
  .transform((wire, context) => {
    const createdAt = wire.createdDateTime ?? wire.createdTime;
    if (createdAt === null || createdAt === undefined) {
      context.addIssue({ code: 'custom', message: 'a comment without a time' });
      return z.NEVER;
    }
    return {
      id: null,
      author: wire.createdByDisplayName ?? wire.createdBy ?? '',
      text: wire.comment ?? '',
      createdAt,
    };
  });

/** The comments an incident was shown with. */
export interface ShownComments {
  /** By their time; ones of the same tick in the order they came in. */
  comments: Comment[];
  /** How many were shown, whether or not they could be read. */
  count: number;
  /** Why the others could not be read, in words for people. */
  unreadable: string[];
}

/** Each is read by itself: one that is no comment is told apart, and costs neither the others nor the incident. */
export function toComments(items: unknown): ShownComments {
  if (!Array.isArray(items)) return { comments: [], count: 0, unreadable: ['comments: not a list'] };
  const comments: Comment[] = [];
  const unreadable: string[] = [];
  for (const [index, item] of items.entries()) {
    const parsed = WireComment.safeParse(item);
    if (parsed.success) comments.push(parsed.data);
    else unreadable.push(`comment ${index + 1}: ${firstIssue(parsed.error)}`);
  }
  return {
    comments: comments.toSorted((a, b) => compareTimestamps(a.createdAt, b.createdAt)),
    count: items.length,
    unreadable,
  };
}

/** How an incident's comments are read, where it shows any. */
export const WireComments = z
  .unknown()
  .optional()
  .transform((items) => (items === null || items === undefined ? null : toComments(items)));
