import type { SentinelRole } from '../entra/directory.ts';
import { findApplication } from '../entra/directory.ts';
import type { VerifiedToken } from '../entra/token-verifier.ts';
import type { SimResponse } from '../server.ts';
import { armError } from './arm-error.ts';
import type { ArmContext } from './context.ts';

const READ = [
  'Microsoft.SecurityInsights/*/read',
  'Microsoft.OperationalInsights/workspaces/*/read',
  'Microsoft.Authorization/*/read',
];

/** What the built-in roles allow, as far as it bears on incidents. */
const ROLES: Readonly<Record<SentinelRole, { actions: string[]; notActions: string[] }>> = {
  Reader: { actions: READ, notActions: [] },
  Responder: {
    actions: [
      ...READ,
      'Microsoft.SecurityInsights/automationRules/*',
      'Microsoft.SecurityInsights/cases/*',
      'Microsoft.SecurityInsights/incidents/*',
    ],
    notActions: ['Microsoft.SecurityInsights/cases/*/Delete', 'Microsoft.SecurityInsights/incidents/*/Delete'],
  },
  Contributor: {
    actions: ['Microsoft.SecurityInsights/*', ...READ.slice(1)],
    notActions: ['Microsoft.SecurityInsights/ConfidentialWatchlists/*'],
  },
};

/** `GET …/workspaces/{name}/providers/Microsoft.Authorization/permissions`: what the caller may do there. */
export function listPermissions(context: ArmContext, token: VerifiedToken, resource: string[]): SimResponse {
  const { request, tenant, scope } = context;
  if (resource.join('/').toLowerCase() !== 'permissions')
    throw armError(404, 'InvalidResourceType', `The resource type '${resource.join('/')}' could not be found.`);
  if (request.method !== 'GET')
    throw armError(405, 'MethodNotAllowed', `The method '${request.method}' is not allowed.`);
  const role = findApplication(tenant, token.clientId)?.sentinelRole ?? null;
  if (role === null) {
    const workspace = scope.replace(/\/providers\/Microsoft\.SecurityInsights$/, '');
    throw armError(
      403,
      'AuthorizationFailed',
      `The client '${token.clientId}' with object id '${token.objectId}' does not have authorization to perform action ` +
        `'Microsoft.Authorization/permissions/read' over scope '${workspace}' or the scope is invalid. ` +
        `If access was recently granted, please refresh your credentials.`,
    );
  }
  return { status: 200, body: { value: [{ ...ROLES[role], dataActions: [], notDataActions: [] }] } };
}
