import { RemoteError } from '../sync/ports/remote-error.ts';
import type { IncidentPatch } from './to-request.ts';

/**
 * What a Defender may turn out not to take. Microsoft's pages disagree on whether a PATCH may set these; the
 * other properties are on every page, so a refusal of one of those is about its value, not about the property.
 */
export const REFUSABLE = ['severity', 'closingNote', 'inProgress'] as const;
export type Refusable = (typeof REFUSABLE)[number];

const WORDS: Record<Refusable, string> = {
  severity: 'severity',
  closingNote: 'closing note',
  inProgress: 'status "in progress"',
};

/** The refused properties in words for people. */
export function inWords(refused: ReadonlySet<Refusable>): string[] {
  return REFUSABLE.filter((what) => refused.has(what)).map((what) => WORDS[what]);
}

/** Which of the refusable properties of this patch an error is about, or null. */
export function refusalOf(error: unknown, patch: IncidentPatch): Refusable | null {
  if (!(error instanceof RemoteError) || error.code !== 'invalid') return null;
  if (error.status !== 400 && error.status !== 422) return null;
  switch (error.property) {
    case 'severity':
      return 'severity';
    case 'resolvingComment':
      return 'closingNote';
    case 'status':
      return patch.status === 'inProgress' ? 'inProgress' : null;
    default:
      return null;
  }
}

/**
 * What is left of the patch. A status that is refused takes its classification and note along: they are one
 * unit. A note alone may go, for the closure says the same without it.
 */
export function withoutRefused(patch: IncidentPatch, refused: ReadonlySet<Refusable>): IncidentPatch {
  const left = { ...patch };
  if (refused.has('severity')) delete left.severity;
  if (refused.has('closingNote')) delete left.resolvingComment;
  if (refused.has('inProgress') && left.status === 'inProgress') {
    for (const key of ['status', 'classification', 'determination', 'resolvingComment'] as const) delete left[key];
  }
  return left;
}
