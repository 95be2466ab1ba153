import { z } from 'zod';

/** What ARM sends of the workspace's settings, as far as they tell who else makes incidents there. */

const Text = z.string().nullish();

/** The items stay unparsed: a kind that is none of ours may look like anything. */
export const WireCollection = z.object({ value: z.array(z.unknown()), nextLink: z.string().nullish() });
export type WireCollection = z.infer<typeof WireCollection>;

export const WireKind = z.object({ kind: z.string().min(1), name: z.string().min(1) });

/** Swagger `MTPDataConnector`, `MCASDataConnector` and their like; each has its own data types. */
export const WireConnector = z.object({
  properties: z.object({
    tenantId: Text,
    dataTypes: z.record(z.string(), z.looseObject({ state: Text }).nullable()).nullish(),
  }),
});

/** Swagger `MicrosoftSecurityIncidentCreationAlertRule`. */
export const WireIncidentRule = z.object({
  properties: z.object({ displayName: z.string(), enabled: z.boolean(), productFilter: z.string() }),
});

/** What an incident says of where it came from. */
export const WireOrigin = z.object({
  properties: z.object({
    providerName: Text,
    providerIncidentId: z.union([z.string(), z.number()]).nullish(),
    additionalData: z.object({ providerIncidentUrl: Text }).nullish(),
  }),
});
