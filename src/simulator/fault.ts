import { z } from 'zod';

/** Which requests a fault hits: all that are left out count as "any". */
export const FaultMatch = z.strictObject({
  method: z.string().min(1).optional(),
  pathIncludes: z.string().min(1).optional(),
});
export type FaultMatch = z.infer<typeof FaultMatch>;

const aim = {
  match: FaultMatch.optional(),
  /** How many requests it hits before it is spent; 1 if left out. */
  times: z.int().positive().optional(),
};

/** What goes wrong with a request, which requests, and how often. */
export const Fault = z.discriminatedUnion('kind', [
  /** Answered with this status. Nothing is done. */
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(200).max(599),
    body: z.json().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    ...aim,
  }),
  /** Carried out, then the connection breaks: a lost response. */
  z.strictObject({ kind: z.literal('dropResponse'), ...aim }),
  /** The connection breaks before anything is done. */
  z.strictObject({ kind: z.literal('dropRequest'), ...aim }),
  /** 200 with the page of some proxy in the way. Nothing is done. */
  z.strictObject({ kind: z.literal('html'), ...aim }),
  /** Carried out, then the JSON answer is cut in half. */
  z.strictObject({ kind: z.literal('malformed'), ...aim }),
  /** 200 whose body is an error. Nothing is done. */
  z.strictObject({ kind: z.literal('errorBody200'), body: z.json().optional(), ...aim }),
  /** Never answered, and nothing is done; the connection stays open. */
  z.strictObject({ kind: z.literal('hang'), ...aim }),
]);
export type Fault = z.infer<typeof Fault>;

/** All that a service's fault switch can be set to, as JSON. What is left out stays as it is. */
export const FaultPlan = z.strictObject({
  latencyMs: z.number().min(0).max(60_000).optional(),
  down: z.boolean().optional(),
  clockAheadSeconds: z.int().optional(),
  quotaPerMinute: z.int().positive().nullable().optional(),
  armed: z.array(Fault).optional(),
});
export type FaultPlan = z.infer<typeof FaultPlan>;
