import { z } from 'zod';
import { RemoteError } from '../sync/ports/remote-error.ts';
import { WireLabel } from './wire-schema.ts';
import type { WireIncident } from './wire-schema.ts';

/** The properties a PUT does not set (swagger `IncidentProperties`, those marked read-only; the last one in previews). */
const READ_ONLY: ReadonlySet<string> = new Set([
  'additionalData',
  'createdTimeUtc',
  'incidentNumber',
  'incidentUrl',
  'lastModifiedTimeUtc',
  'providerIncidentId',
  'providerName',
  'relatedAnalyticRuleIds',
  'teamInformation',
]);

/**
 * What a safe PUT needs of the reading it builds on: the etag that guards it, and every writable property
 * verbatim, because a PUT clears what it leaves out. It is stored as JSON between reading and writing.
 */
export const SentinelBasis = z.object({
  etag: z.string().min(1),
  properties: z.looseObject({ labels: z.array(WireLabel).nullish() }),
});
export type SentinelBasis = z.infer<typeof SentinelBasis>;

/**
 * The basis of an incident just read. What nobody has told us of goes back as it came: a property of a newer schema
 * would be cleared otherwise. A null is left out: to a PUT that is the same, and enums take no null.
 */
export function basisOf({ etag, properties }: WireIncident): SentinelBasis {
  const present = Object.entries(properties).filter(
    ([key, value]) => !READ_ONLY.has(key) && value !== undefined && value !== null,
  );
  return { etag, properties: Object.fromEntries(present) };
}

/** The basis as the engine kept it. Throws RemoteError `invalid` for anything `basisOf` did not make. */
export function readBasis(id: string, basis: unknown): SentinelBasis {
  const parsed = SentinelBasis.safeParse(basis);
  if (parsed.success) return parsed.data;
  // Without an etag a PUT overwrites whatever is there, so there is no writing without a reading.
  throw new RemoteError('invalid', `Sentinel incident ${id} was not written: it has not been read before`);
}
