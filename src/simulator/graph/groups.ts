import type { DirectoryGroup, Tenant } from '../entra/directory.ts';
import { queryOptions } from '../odata/options.ts';
import { QueryFault } from '../odata/query-fault.ts';
import type { SimResponse } from '../server.ts';
import { METADATA, type GraphContext } from './context.ts';
import { graphError } from './graph-error.ts';
import { nextLink, readPage } from './paging.ts';

const ROLES = ['GroupMember.Read.All', 'Group.Read.All', 'Group.ReadWrite.All', 'Directory.Read.All'];
const MOST = 999;

const BASIC = ['id', 'displayName', 'userPrincipalName'];
const USER_ROLES = ['User.ReadBasic.All', 'User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All'];

/** `GET /groups/{id}/transitiveMembers?$select=…`: users and groups, those of groups within it too, each once. */
export function listTransitiveMembers(context: GraphContext, groupId: string): SimResponse {
  const { token, tenant, request, root } = context;
  if (!ROLES.some((role) => token.roles.includes(role)))
    throw graphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  const options = queryOptions(request.query, ['$select', '$top', '$skiptoken']);
  const selected = (options.$select ?? '').split(',');
  if (!selected.every((name) => BASIC.includes(name)))
    throw new QueryFault(`Only $select of ${BASIC.join(', ')} is served, not '${options.$select ?? 'everything'}'.`);
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
      '@odata.context': `${METADATA}#directoryObjects(${selected.join(',')})`,
      ...(isMore ? { '@odata.nextLink': nextLink(url, request.query, skip + top) } : {}),
      value: members.slice(skip, skip + top).map(([id, type]) => ({
        '@odata.type': `#microsoft.graph.${type}`,
        ...Object.fromEntries(selected.map((name) => [name, name === 'id' ? id : told(context, type, id, name)])),
      })),
    },
  };
}

/** Of members the application may not read, only type and id are told; all else is null, and the answer still a 200. */
function told({ token, tenant }: GraphContext, type: 'user' | 'group', id: string, name: string): string | null {
  if (type === 'group') return name === 'displayName' ? tenant.groups.find((one) => one.id === id)!.displayName : null;
  if (!USER_ROLES.some((role) => token.roles.includes(role))) return null;
  const user = tenant.users.find((one) => one.id === id);
  return (name === 'displayName' ? user?.displayName : user?.userPrincipalName) ?? null;
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
