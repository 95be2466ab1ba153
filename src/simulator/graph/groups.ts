import type { DirectoryGroup, Tenant } from '../entra/directory.ts';
import { queryOptions } from '../odata/options.ts';
import { QueryFault } from '../odata/query-fault.ts';
import type { SimResponse } from '../server.ts';
import { METADATA, type GraphContext } from './context.ts';
import { graphError } from './graph-error.ts';
import { nextLink, readPage } from './paging.ts';

const ROLES = ['GroupMember.Read.All', 'Group.Read.All', 'Group.ReadWrite.All', 'Directory.Read.All'];
const MOST = 999;

/** `GET /groups/{id}/transitiveMembers?$select=id`: users and groups, those of groups within it too, each once. */
export function listTransitiveMembers(context: GraphContext, groupId: string): SimResponse {
  const { token, tenant, request, root } = context;
  if (!ROLES.some((role) => token.roles.includes(role)))
    throw graphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  const options = queryOptions(request.query, ['$select', '$top', '$skiptoken']);
  // Whoever may read memberships and nothing else gets ids; more is not served here at all.
  if (options.$select !== 'id')
    throw new QueryFault(`Only $select=id is served, not '${options.$select ?? 'everything'}'.`);
  const group = tenant.groups.find(({ id }) => id === groupId.toLowerCase());
  if (group === undefined) {
    throw graphError(
      404,
      'Request_ResourceNotFound',
      `Resource '${groupId}' does not exist or one of its queried reference-property objects are not present.`,
    );
  }
  const members = [...collect(tenant, group, new Map())];
  const { skip, top } = readPage(options, request.query, MOST);
  const url = `${root}/groups/${groupId}/transitiveMembers`;
  const isMore = skip + top < members.length;
  return {
    status: 200,
    body: {
      '@odata.context': `${METADATA}#directoryObjects(id)`,
      ...(isMore ? { '@odata.nextLink': nextLink(url, request.query, skip + top) } : {}),
      value: members.slice(skip, skip + top).map(([id, type]) => ({ '@odata.type': `#microsoft.graph.${type}`, id })),
    },
  };
}

function collect(
  tenant: Tenant,
  { memberIds = [] }: DirectoryGroup,
  found: Map<string, 'user' | 'group'>,
): Map<string, 'user' | 'group'> {
  for (const id of memberIds) {
    if (found.has(id)) continue;
    const inner = tenant.groups.find((group) => group.id === id);
    found.set(id, inner === undefined ? 'user' : 'group');
    if (inner !== undefined) collect(tenant, inner, found);
  }
  return found;
}
