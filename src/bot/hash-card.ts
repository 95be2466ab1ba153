import { createHash } from 'node:crypto';
import type { AdaptiveCard } from '../cards/adaptive-card.ts';

/** Tells two renderings apart. Drawing the same facts twice gives the same card, signatures included. */
export function hashCard(card: AdaptiveCard): string {
  return createHash('sha256').update(JSON.stringify(card)).digest('base64url').slice(0, 22);
}
