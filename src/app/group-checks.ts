import { z } from 'zod';
import { CLOUDS } from '../azure/clouds.ts';
import { send } from '../azure/send.ts';
import type { Config } from '../config/config.ts';
import type { Check } from '../doctor/check.ts';
import { readCheck } from '../doctor/checks/read.ts';
import { readerOfGroups } from './create-group-members.ts';
import type { DoctorAccess } from './doctor-access.ts';

const SomeMembers = z.object({ value: z.array(z.unknown()) });

/** A member of each group that gives a role is read; a group is looked for in every tenant that is served. */
export function groupChecks(
  { people, connections }: Pick<Config, 'people' | 'connections'>,
  access: DoctorAccess,
): Check[] {
  const groupIds = [...new Set(people.roleGroups.map(({ groupId }) => groupId))];
  return groupIds.map((groupId) =>
    readCheck({
      name: 'read.groups',
      subject: `group ${groupId}`,
      connection: null,
      what: 'who is in the group',
      async read() {
        const reads = people.allowedTenants.map((tenantId) => {
          const reader = readerOfGroups({ connections }, tenantId);
          const cloud = CLOUDS[reader.endpoints.cloud];
          const pipeline = access.as(reader).pipeline(tenantId, cloud.scopes.graph);
          const url = `${reader.endpoints.graph ?? cloud.graph}/v1.0/groups/${groupId}/transitiveMembers?$select=id&$top=1`;
          return send(pipeline, { method: 'GET', url }, SomeMembers);
        });
        await Promise.any(reads).catch((error: AggregateError) => Promise.reject(error.errors[0]));
      },
      grant:
        'Grant GroupMember.Read.All of Microsoft Graph (application) in the tenant of the group, and consent to it.',
      ifMissing: 'Check the group ids in ROLE_GROUPS: they are object ids of Entra groups.',
    }),
  );
}
