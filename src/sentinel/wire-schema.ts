import { z } from 'zod';
import { WIRE_ID, nextLinkOf } from '../azure/wire-text.ts';
import { inUtc, isTimestamp } from '../incident/timestamp.ts';

/**
 * What ARM sends of Microsoft.SecurityInsights incidents (swagger 2024-03-01 and 2025-09-01), read tolerantly
 * where a value may be new or missing, and strictly where guessing would do harm: an incident without name,
 * etag or times can be neither told apart nor written safely, and labels of the wrong type are not "no labels".
 */

const Text = z.string().nullish();
const Timestamp = z.string().refine(isTimestamp, 'not a timestamp').transform(inUtc);
const Name = z.string().regex(WIRE_ID, 'not a resource name');
const NextLink = z.unknown().optional().transform(nextLinkOf);

export const WireLabel = z.looseObject({ labelName: z.string(), labelType: Text });
export type WireLabel = z.infer<typeof WireLabel>;

const WireOwner = z.object({ objectId: Text, email: Text, userPrincipalName: Text, assignedTo: Text, ownerType: Text });

/** The writable properties as they were read: what we do not know among them goes back as it came. */
export const WireProperties = z.looseObject({
  title: Text,
  description: Text,
  severity: Text,
  status: Text,
  classification: Text,
  classificationReason: Text,
  classificationComment: Text,
  owner: WireOwner.loose().nullish(),
  labels: z.array(WireLabel).nullish(),
  createdTimeUtc: Timestamp,
  lastModifiedTimeUtc: Timestamp,
  firstActivityTimeUtc: Text,
  lastActivityTimeUtc: Text,
  incidentUrl: Text,
  providerName: Text,
  providerIncidentId: z.union([z.string(), z.number().transform(String)]).nullish(),
  additionalData: z
    .object({ commentsCount: z.number().int().nullish(), alertProductNames: z.array(z.string()).nullish() })
    .nullish(),
});
export type WireProperties = z.infer<typeof WireProperties>;

export const WireIncident = z.object({
  name: Name,
  etag: z.string().min(1),
  properties: WireProperties,
});
export type WireIncident = z.infer<typeof WireIncident>;

/** The items stay unparsed, so that a bad one does not lose the page. */
export const WirePage = z.object({ value: z.array(z.unknown()), nextLink: NextLink });

export const WireComment = z.object({
  name: Name,
  properties: z.object({
    message: z.string(),
    createdTimeUtc: Timestamp,
    author: z.object({ name: Text, userPrincipalName: Text, email: Text }).nullish(),
  }),
});
export type WireComment = z.infer<typeof WireComment>;

/** A bookmark, whose properties go back as they came but for ours. */
export const WireBookmark = z.object({
  id: z.string().min(1),
  etag: z.string().min(1).optional(),
  properties: z.record(z.string(), z.unknown()),
});
export type WireBookmark = z.infer<typeof WireBookmark>;

export const WireRelation = z.object({ name: z.string().min(1) });

/** What can still be told of an item that is no incident. */
export const WireRemains = z
  .object({
    name: Name.nullable().catch(null),
    properties: z
      .object({
        createdTimeUtc: Timestamp.nullable().catch(null),
        lastModifiedTimeUtc: Timestamp.nullable().catch(null),
      })
      .catch({ createdTimeUtc: null, lastModifiedTimeUtc: null }),
  })
  .catch({ name: null, properties: { createdTimeUtc: null, lastModifiedTimeUtc: null } });
