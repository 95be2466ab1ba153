import { z } from 'zod';
import type { GroupMember, GroupMembersPort } from '../sync/ports/group-members.ts';
import { RemoteError } from '../sync/ports/remote-error.ts';
import type { RequestPipeline } from './pipeline.ts';
import { refuseForeignLink } from './refuse-foreign-link.ts';
import { send } from './send.ts';
import { unlessMissing } from './unless-missing.ts';

export interface GraphGroupsSettings {
  /** Graph without a version, of the cloud the tenants are in. */
  endpoint: string;
  /** For Graph in that tenant. */
  pipeline(tenantId: string): RequestPipeline;
}

const Member = z.object({
  '@odata.type': z.string().nullish(),
  id: z.string().min(1),
  displayName: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
});
const Members = z.object({
  value: z.array(Member),
  '@odata.nextLink': z.string().nullish(),
});

const SELECT = '$select=id,displayName,userPrincipalName';
const USER = '#microsoft.graph.user';
/** In the UPN of everybody who was invited from elsewhere. */
const GUEST_MARK = '#EXT#';
const PAGE_SIZE = 999;
/** About 20,000 people: a team that answers incidents is smaller, and a list of everybody is a mistake. */
const MOST_PAGES = 20;

/**
 * Members of Entra groups, from Graph `GET /groups/{id}/transitiveMembers`. Of all ways to ask, this takes the least:
 * with `GroupMember.Read.All` alone Graph tells ids, and null in place of all else; with `User.ReadBasic.All`, which
 * owners are looked up with, names too. Throws RemoteError.
 */
export function createGraphGroups({ endpoint, pipeline }: GraphGroupsSettings): GroupMembersPort {
  const base = endpoint.replace(/\/+$/, '');
  return {
    async membersOf(groupId, tenantId) {
      const sending = pipeline(tenantId);
      const members = new Map<string, GroupMember>();
      let url: string | null =
        `${base}/v1.0/groups/${encodeURIComponent(groupId)}/transitiveMembers?${SELECT}&$top=${PAGE_SIZE}`;
      for (let page = 0; url !== null; page += 1) {
        if (page === MOST_PAGES)
          throw new RemoteError('invalid', `the group ${groupId} has more than ${PAGE_SIZE * MOST_PAGES} members`);
        const read: z.infer<typeof Members> | null = await readPage(sending, url);
        if (read === null) return null;
        for (const member of read.value) members.set(member.id.toLowerCase(), toMember(member));
        url = read['@odata.nextLink'] || null;
        if (url !== null) refuseForeignLink(url, base);
      }
      return members;
    },
  };
}

function toMember(member: z.infer<typeof Member>): GroupMember {
  const upn = member.userPrincipalName ?? null;
  const isOurs = (member['@odata.type'] ?? USER) === USER && upn?.toUpperCase().includes(GUEST_MARK) !== true;
  return isOurs ? { name: member.displayName ?? null, upn } : { name: null, upn: null };
}

async function readPage(pipeline: RequestPipeline, url: string): Promise<z.infer<typeof Members> | null> {
  return (await unlessMissing(send(pipeline, { method: 'GET', url }, Members)))?.data ?? null;
}
