import { createHash } from 'node:crypto';
import { FormInputs } from '../cards/card-data.ts';
import type { IncidentData } from '../cards/card-data.ts';

/**
 * The same person pressing the same button of the same version with the same inputs asks for the same thing,
 * however often Teams delivers it and however often they tap.
 */
export function idempotencyKey(data: IncidentData, objectId: string): string {
  const inputs = Object.entries(FormInputs.parse(data)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const { card, incident, verb, field = null, version } = data;
  const identity = JSON.stringify([card, incident, verb, field, version, objectId, inputs]);
  return createHash('sha256').update(identity).digest('base64url');
}
