import { z } from 'zod';
import { about, aGuid } from '../about.ts';
import * as values from '../values.ts';

const group = 'The connection: one Defender tenant and one Sentinel workspace';

/** Between which two places incidents are kept the same. */
export const connectionVariables = {
  DEFENDER_TENANT_ID: values.guid.optional().register(about, {
    group,
    summary: 'Tenant of Defender; AZURE_TENANT_ID when not set.',
    accepted: aGuid,
  }),
  SENTINEL_TENANT_ID: values.guid.optional().register(about, {
    group,
    summary: 'Tenant of the workspace; AZURE_TENANT_ID when not set.',
    accepted: aGuid,
  }),
  SENTINEL_SUBSCRIPTION_ID: values.guid.optional().register(about, {
    group,
    summary: 'Subscription of the workspace.',
    accepted: aGuid,
    required: true,
  }),
  SENTINEL_RESOURCE_GROUP: z
    .string()
    .regex(/^[-\w._()]{1,90}$/)
    .optional()
    .register(about, {
      group,
      summary: 'Resource group of the workspace.',
      accepted: 'the name of a resource group',
      required: true,
    }),
  SENTINEL_WORKSPACE: z
    .string()
    .regex(/^[A-Za-z0-9-]{4,63}$/)
    .optional()
    .register(about, {
      group,
      summary: 'Name of the Log Analytics workspace.',
      accepted: 'the name of a workspace (4 to 63 letters, digits and hyphens)',
      required: true,
    }),

  CONNECTIONS_FILE: z.string().optional().register(about, {
    group,
    summary: 'Several connections instead: see docs/contracts/connections-file.md. What stands above is not set then.',
    accepted: 'the path of a JSON file',
  }),
};
