import { v5 as uuidv5 } from 'uuid';

/** A comment as one side shows it. */
export interface Comment {
  /** Sentinel: the comment's resource name. Defender has no ids: null. */
  id: string | null;
  author: string;
  text: string;
  /** The side's own time stamp, verbatim. */
  createdAt: string;
  /** An application wrote it, says the side: a playbook, say. */
  byMachine?: boolean;
}

/** Namespace of every identifier Dragoman derives (random once, then fixed for good). */
const NAMESPACE = 'c0a5ad4e-7f0e-4d0b-9a53-6f2f7f0d1c11';

/** A UUIDv5 of the parts: the same parts give the same id in every process and after every restart. */
export function derivedId(...parts: readonly string[]): string {
  return uuidv5(JSON.stringify(parts), NAMESPACE);
}

/** Line ends and outer white space differ between what is sent and what comes back; they are not content. */
export function foldText(text: string): string {
  return text.replace(/\r\n?/g, '\n').trim();
}

const MARKER = /^\[dragoman ([0-9a-f]{12})\]$/;
const MARKER_LENGTH = '[dragoman 0123456789ab]'.length;
/** What `markComment` adds to a text; a limit on comments has to leave room for it. */
export const MARK_LENGTH = '\n'.length + MARKER_LENGTH;

/**
 * The trailing mark that lets Dragoman recognise its own comment in Defender, which gives comments no ids.
 * It counts only when the ledger knows it: people quote text.
 */
export function markComment(text: string, id: string): string {
  return `${text}\n[dragoman ${markerOf(id)}]`;
}

/** The mark of a comment id: enough of it to be unique within an incident, short enough to overlook. */
export function markerOf(id: string): string {
  return id.replaceAll('-', '').slice(0, 12);
}

/** The mark a text ends with, or null. */
export function readMarker(text: string): string | null {
  // Only the end is looked at: a pattern over the whole of a long text could take seconds.
  return MARKER.exec(text.trimEnd().slice(-MARKER_LENGTH))?.[1] ?? null;
}

/** The text without its mark. */
export function withoutMarker(text: string): string {
  return readMarker(text) === null ? text : text.trimEnd().slice(0, -MARKER_LENGTH).trimEnd();
}
