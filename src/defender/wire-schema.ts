import { z } from 'zod';
import { isTimestamp } from '../incident/timestamp.ts';

/**
 * What Graph Security v1.0 sends (CSDL `microsoft.graph.security.incident`), read tolerantly where a value
 * may be new or missing, and strictly where guessing would do harm: without an id or a time an incident cannot
 * be told apart, and tags of the wrong type must not be taken for "no tags" and carried across as a removal.
 * Enums are plain text here: an unknown member is legal on the wire.
 */

const Text = z.string().nullish();
const Timestamp = z.string().refine(isTimestamp, 'not a timestamp');

/** A comment; the documentation's examples still show the field names of the older API. */
export const WireComment = z
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

export const WireIncident = z.object({
  id: z.union([z.string().min(1), z.number().int().transform(String)]),
  displayName: Text,
  description: Text,
  severity: Text,
  status: Text,
  classification: Text,
  determination: Text,
  resolvingComment: Text,
  assignedTo: Text,
  customTags: z.array(z.string()).nullish(),
  comments: z.array(WireComment).nullish(),
  redirectIncidentId: z.union([z.string(), z.number().int().transform(String)]).nullish(),
  createdDateTime: Timestamp,
  lastUpdateDateTime: Timestamp,
  lastModifiedBy: Text,
  incidentWebUrl: Text,
});
export type WireIncident = z.infer<typeof WireIncident>;

/** The items stay unparsed, so that a bad one does not lose the page. */
export const WirePage = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().min(1).nullish(),
});

/** The answer to POST comments: all comments of the incident. */
export const WireComments = z.object({ value: z.array(WireComment) });

/** What can still be told of an item that is no incident. */
export const WireRemains = z
  .object({
    id: z
      .union([z.string().min(1), z.number().int().transform(String)])
      .nullable()
      .catch(null),
    createdDateTime: Timestamp.nullable().catch(null),
    lastUpdateDateTime: Timestamp.nullable().catch(null),
  })
  .catch({ id: null, createdDateTime: null, lastUpdateDateTime: null });
