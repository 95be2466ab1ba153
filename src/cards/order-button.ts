import { createHash } from 'node:crypto';
import type { NoticeSubject } from '../sync/ports/notice-records.ts';
import type { Button } from './button.ts';
import type { CardContext, CardPlace } from './seal.ts';

type Ordered = Extract<NoticeSubject, { kind: 'trouble' | 'rehearsal' }>;

/** A short hash of what an order would be given about: who ordered it must have seen this, and nothing older. */
export function fingerprintOf(subject: Ordered): string {
  return createHash('sha256')
    .update(JSON.stringify(seenOf(subject)))
    .digest('base64url')
    .slice(0, 16);
}

/** The button that gives the order, on the card of that place. */
export function orderButton(
  title: string,
  subject: Ordered,
  { card, conversationId }: CardPlace,
  { signer }: CardContext,
  extra: Record<string, unknown>,
): Button {
  const fingerprint = fingerprintOf(subject);
  const signature = signer.sign({ card, conversationId, fingerprint });
  return { title, data: { verb: 'syncGo', card, fingerprint, ...signature, ...extra } };
}

function seenOf(subject: Ordered): unknown {
  if (subject.kind === 'trouble') return [subject.trouble.key, subject.trouble.sentence];
  const { connectionId, linked, twins, writes, comments, questions } = subject.report;
  return [connectionId, linked, twins, writes.defender, writes.sentinel, comments, questions];
}
