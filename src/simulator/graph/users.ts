import type { SimResponse } from '../server.ts';
import { findUser, type DirectoryUser } from '../entra/directory.ts';
import { compileFilter } from '../odata/filter.ts';
import { queryOptions } from '../odata/options.ts';
import { QueryFault } from '../odata/query-fault.ts';
import { METADATA, type GraphContext } from './context.ts';
import { graphError } from './graph-error.ts';

const BASIC = ['id', 'displayName', 'givenName', 'surname', 'mail', 'userPrincipalName'] as const;
const EXTENDED = ['userType'] as const;
type Property = (typeof BASIC)[number] | (typeof EXTENDED)[number];
const FULL_ROLES = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];

/** `GET /users/{id | userPrincipalName}` */
export function getUser(context: GraphContext, idOrUpn: string): SimResponse {
  const properties = readProperties(context, queryOptions(context.request.query, ['$select']).$select);
  const user = findUser(context.tenant, idOrUpn);
  if (user === undefined) {
    throw graphError(
      404,
      'Request_ResourceNotFound',
      `Resource '${idOrUpn}' does not exist or one of its queried reference-property objects are not present.`,
    );
  }
  return { status: 200, body: { '@odata.context': `${METADATA}#users/$entity`, ...print(user, properties, context) } };
}

/** `GET /users?$filter=...`, by exact address only. */
export function listUsers(context: GraphContext): SimResponse {
  const options = queryOptions(context.request.query, ['$select', '$filter', '$top']);
  const properties = readProperties(context, options.$select);
  // Directory searches take no notice of case; the addresses are compared as the filter spells them, folded.
  const matches =
    options.$filter === undefined
      ? () => true
      : compileFilter<DirectoryUser>(foldLiterals(options.$filter), {
          userPrincipalName: { type: 'string', read: (user) => user.userPrincipalName.toLowerCase() },
          mail: { type: 'string', read: (user) => user.mail?.toLowerCase() ?? null },
          id: { type: 'string', read: (user) => user.id },
        });
  const users = context.tenant.users.filter(matches).slice(0, 100);
  return {
    status: 200,
    body: { '@odata.context': `${METADATA}#users`, value: users.map((user) => print(user, properties, context)) },
  };
}

/** 403 unless the app may read users at all. */
export function requireUserRole({ token }: GraphContext): void {
  if (token.roles.includes('User.ReadBasic.All') || mayReadAll(token.roles)) return;
  throw graphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}

function mayReadAll(roles: readonly string[]): boolean {
  return FULL_ROLES.some((role) => roles.includes(role));
}

function readProperties({ tenant }: GraphContext, select: string | undefined): readonly Property[] {
  if (select === undefined) return BASIC;
  const known = new Set<string>([...BASIC, ...EXTENDED]);
  const names = select.split(',').map((name) => name.trim());
  const stranger = names.find((name) => !known.has(name));
  if (stranger === undefined) return names as Property[];
  throw new QueryFault(
    `Could not find a property named '${stranger}' on type 'microsoft.graph.user' in tenant ${tenant.domain}.`,
  );
}

/** With no more than the basic permission, what lies beyond it is served as null. */
function print(user: DirectoryUser, properties: readonly Property[], { token }: GraphContext) {
  const all = mayReadAll(token.roles);
  const visible = (name: Property) => all || (BASIC as readonly string[]).includes(name);
  return Object.fromEntries(properties.map((name) => [name, visible(name) ? user[name] : null]));
}

function foldLiterals(filter: string): string {
  return filter.replace(/'(?:[^']|'')*'/g, (literal) => literal.toLowerCase());
}
