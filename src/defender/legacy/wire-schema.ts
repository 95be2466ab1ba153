import { z } from 'zod';
import { nextLinkOf, readableText } from '../../azure/wire-text.ts';
import { inUtc, isTimestamp } from '../../incident/timestamp.ts';
import { WireComments } from '../to-comments.ts';

/**
 * What the older Defender XDR API sends (`GET /api/incidents`), as tolerant and as strict as the reading of
 * Graph's incidents. Alerts with all their entities are embedded in every incident and cannot be left out; they
 * are not named here, so they are dropped unread: nothing in them can spoil an incident, however many they are.
 */

const Text = z.string().transform(readableText).nullish();
const Timestamp = z.string().refine(isTimestamp, 'not a timestamp').transform(inUtc);
/** Ids are numbers here and text everywhere else. One too large for a number to hold would be another one's. */
const Id = z.union([z.number().int().nonnegative().transform(String), z.string().regex(/^\d{1,19}$/)]);

export const WireIncident = z.object({
  incidentId: Id,
  incidentName: Text,
  incidentUri: Text,
  redirectIncidentId: Id.nullish(),
  createdTime: Timestamp,
  lastUpdateTime: Timestamp,
  assignedTo: Text,
  classification: Text,
  determination: Text,
  status: Text,
  severity: Text,
  tags: z.array(z.string().transform(readableText)).nullish(),
  comments: WireComments,
});
export type WireIncident = z.infer<typeof WireIncident>;

/** An incident's alerts, when it is them that are asked for. Without its id it is no incident that has none. */
export const WireAlerts = z.object({ incidentId: Id, alerts: z.array(z.unknown()).nullish() });

/** The items stay unparsed, so that a bad one does not lose the page. */
export const WirePage = z.object({
  value: z.array(z.unknown()),
  /** Not documented for this API; where there is one, there is more. */
  '@odata.nextLink': z.unknown().optional().transform(nextLinkOf),
});

/** What can still be told of an item that is no incident. */
export const WireRemains = z
  .object({
    incidentId: Id.nullable().catch(null),
    createdTime: Timestamp.nullable().catch(null),
    lastUpdateTime: Timestamp.nullable().catch(null),
  })
  .catch({ incidentId: null, createdTime: null, lastUpdateTime: null });
