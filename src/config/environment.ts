import { z } from 'zod';
import { azureVariables } from './variables/azure.ts';
import { botVariables } from './variables/bot.ts';
import { connectionVariables } from './variables/connection.ts';
import { digestVariables } from './variables/digests.ts';
import { endpointVariables } from './variables/endpoints.ts';
import { oncallVariables } from './variables/oncall.ts';
import { peopleVariables, timeVariables } from './variables/people.ts';
import { processVariables } from './variables/process.ts';
import { syncVariables } from './variables/sync.ts';
import { teamsAppVariables } from './variables/teams-app.ts';

/** Every variable that means something to this version, as `.env.sample` shows them. Empty strings count as missing. */
export const environment = z.object({
  ...botVariables,
  ...azureVariables,
  ...connectionVariables,
  ...syncVariables,
  ...endpointVariables,
  ...peopleVariables,
  ...digestVariables,
  ...oncallVariables,
  ...timeVariables,
  ...processVariables,
  ...teamsAppVariables,
});

export type Environment = z.infer<typeof environment>;
