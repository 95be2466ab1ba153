import { z } from 'zod';
import { WIRE_ID, nextLinkOf, readableText } from '../azure/wire-text.ts';
import { inUtc, isTimestamp } from '../incident/timestamp.ts';
import { WireComments, toComments } from './to-comments.ts';

/**
 * What Graph Security v1.0 sends (CSDL `microsoft.graph.security.incident`), read tolerantly where a value
 * may be new or missing, and strictly where guessing would do harm: without an id or a time an incident cannot
 * be told apart, and tags of the wrong type must not be taken for "no tags" and carried across as a removal.
 * Enums are plain text here: an unknown member is legal on the wire.
 */

const Text = z.string().transform(readableText).nullish();
const Id = z.union([z.string().regex(WIRE_ID, 'not an id'), z.number().int().transform(String)]);
const Timestamp = z.string().refine(isTimestamp, 'not a timestamp').transform(inUtc);

export const WireIncident = z.object({
  id: Id,
  displayName: Text,
  description: Text,
  severity: Text,
  status: Text,
  classification: Text,
  determination: Text,
  resolvingComment: Text,
  assignedTo: Text,
  customTags: z.array(z.string().transform(readableText)).nullish(),
  comments: WireComments,
  redirectIncidentId: z.union([z.literal(''), Id]).nullish(),
  createdDateTime: Timestamp,
  lastUpdateDateTime: Timestamp,
  lastModifiedBy: Text,
  incidentWebUrl: Text,
});
export type WireIncident = z.infer<typeof WireIncident>;

/** The items stay unparsed, so that a bad one does not lose the page. */
export const WirePage = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.unknown().optional().transform(nextLinkOf),
});

/** The answer to POST comments: all comments of the incident. */
export const WirePosted = z.object({ value: z.array(z.unknown()).transform(toComments) });

/** What can still be told of an item that is no incident. */
export const WireRemains = z
  .object({
    id: Id.nullable().catch(null),
    createdDateTime: Timestamp.nullable().catch(null),
    lastUpdateDateTime: Timestamp.nullable().catch(null),
  })
  .catch({ id: null, createdDateTime: null, lastUpdateDateTime: null });
