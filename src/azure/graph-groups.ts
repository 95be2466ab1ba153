import { z } from 'zod';
import type { GroupMembersPort } from '../sync/ports/group-members.ts';
import { RemoteError } from '../sync/ports/remote-error.ts';
import type { RequestPipeline } from './pipeline.ts';
import { refuseForeignLink } from './refuse-foreign-link.ts';
import { send } from './send.ts';

export interface GraphGroupsSettings {
  /** Graph without a version, of the cloud the tenants are in. */
  endpoint: string;
  /** For Graph in that tenant. */
  pipeline(tenantId: string): RequestPipeline;
}

const Members = z.object({
  value: z.array(z.object({ id: z.string().min(1) })),
  '@odata.nextLink': z.string().nullish(),
});

const PAGE_SIZE = 999;
/** About 20,000 people: a team that answers incidents is smaller, and a list of everybody is a mistake. */
const MOST_PAGES = 20;

/**
 * Members of Entra groups, from Graph `GET /groups/{id}/transitiveMembers`. Of all ways to ask, this takes the least:
 * `GroupMember.Read.All` alone, with which Graph tells ids and nothing else about them. Throws RemoteError.
 */
export function createGraphGroups({ endpoint, pipeline }: GraphGroupsSettings): GroupMembersPort {
  const base = endpoint.replace(/\/+$/, '');
  return {
    async membersOf(groupId, tenantId) {
      const sending = pipeline(tenantId);
      const members = new Set<string>();
      let url: string | null =
        `${base}/v1.0/groups/${encodeURIComponent(groupId)}/transitiveMembers?$select=id&$top=${PAGE_SIZE}`;
      for (let page = 0; url !== null; page += 1) {
        if (page === MOST_PAGES)
          throw new RemoteError('invalid', `the group ${groupId} has more than ${PAGE_SIZE * MOST_PAGES} members`);
        const read: z.infer<typeof Members> | null = await readPage(sending, url);
        if (read === null) return null;
        for (const { id } of read.value) members.add(id.toLowerCase());
        url = read['@odata.nextLink'] ?? null;
        if (url !== null) refuseForeignLink(url, base);
      }
      return members;
    },
  };
}

async function readPage(pipeline: RequestPipeline, url: string): Promise<z.infer<typeof Members> | null> {
  try {
    return (await send(pipeline, { method: 'GET', url }, Members)).data;
  } catch (error) {
    if (error instanceof RemoteError && error.code === 'notFound') return null;
    throw error;
  }
}
