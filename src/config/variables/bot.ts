import { z } from 'zod';
import { about, aGuid } from '../about.ts';
import * as values from '../values.ts';

const group = 'The bot';

/** Who the bot is to Teams. */
export const botVariables = {
  MicrosoftAppId: values.guid
    .optional()
    .register(about, { group, summary: "The bot's application id.", accepted: aGuid, required: true }),
  MicrosoftAppType: z.enum(['SingleTenant', 'UserAssignedMSI']).optional().register(about, {
    group,
    summary: 'How the bot proves who it is.',
    accepted: 'SingleTenant or UserAssignedMSI',
    required: true,
  }),
  MicrosoftAppTenantId: values.guid
    .optional()
    .register(about, { group, summary: "The bot's home tenant.", accepted: aGuid, required: true }),
  MicrosoftAppPassword: values.secret.optional().register(about, {
    group,
    summary: 'Client secret of the bot; not needed when the Azure credential below belongs to the same application.',
    accepted: 'a client secret',
    secret: true,
  }),
};
