import type { VerifiedToken } from '../entra/token-verifier.ts';
import type { SimResponse } from '../server.ts';
import { armError } from './arm-error.ts';
import { requireRole, type Verb } from './authorize.ts';
import { deleteBookmark, getBookmark, listBookmarks, putBookmark } from './bookmarks.ts';
import { deleteComment, getComment, listComments, putComment } from './comments.ts';
import type { ArmContext } from './context.ts';
import { deleteIncident, getIncident, listIncidents } from './incidents.ts';
import { putIncident } from './put-incident.ts';
import { listRelated } from './related.ts';
import { deleteRelation, getRelation, listRelations, putRelation } from './relations.ts';
import { SETTING_COLLECTIONS, type WorkspaceSettings } from './settings.ts';

type Operation = (context: ArmContext, name: string, childName: string) => SimResponse;
type Methods = Partial<Record<'GET' | 'PUT' | 'POST' | 'DELETE', Operation>>;

/** Path below the workspace, names left out (in lower case), to what can be done there. */
const ROUTES: Readonly<Record<string, Methods>> = {
  incidents: { GET: listIncidents },
  'incidents/{}': { GET: getIncident, PUT: putIncident, DELETE: deleteIncident },
  'incidents/{}/alerts': { POST: (context, name) => listRelated(context, name, 'alerts') },
  'incidents/{}/bookmarks': { POST: (context, name) => listRelated(context, name, 'bookmarks') },
  'incidents/{}/entities': { POST: (context, name) => listRelated(context, name, 'entities') },
  'incidents/{}/comments': { GET: listComments },
  'incidents/{}/comments/{}': { GET: getComment, PUT: putComment, DELETE: deleteComment },
  'incidents/{}/relations': { GET: listRelations },
  'incidents/{}/relations/{}': { GET: getRelation, PUT: putRelation, DELETE: deleteRelation },
  bookmarks: { GET: listBookmarks },
  'bookmarks/{}': { GET: getBookmark, PUT: putBookmark, DELETE: deleteBookmark },
};

const VERBS: Readonly<Record<string, Verb>> = { GET: 'read', POST: 'read', PUT: 'write', DELETE: 'delete' };

/** Finds and runs the operation, after the caller's role allowed it. */
export function routeSentinel(
  context: ArmContext,
  token: VerifiedToken,
  settings: WorkspaceSettings,
  resource: string[],
): SimResponse {
  const { request, tenant, scope } = context;
  const [collection = '', name = '', child = '', childName = ''] = resource;
  const setting = SETTING_COLLECTIONS.find((known) => known.toLowerCase() === collection.toLowerCase());
  const shape = resource.map((part, index) => (index % 2 === 0 ? part.toLowerCase() : '{}')).join('/');
  const methods: Methods | undefined =
    setting !== undefined && resource.length <= 2
      ? { GET: () => settings.serve(context, setting, name === '' ? undefined : name) }
      : Object.hasOwn(ROUTES, shape)
        ? ROUTES[shape]
        : undefined;
  if (methods === undefined)
    throw armError(404, 'InvalidResourceType', `The resource type '${shape}' could not be found.`);

  const operation = methods[request.method as keyof Methods];
  if (operation === undefined) {
    throw armError(
      405,
      'UnsupportedApiVersion',
      `The requested resource with api version '${request.query.get('api-version')}' does not support HTTP method '${request.method}'.`,
    );
  }
  const type = [collection, child].filter(Boolean).join('/');
  requireRole(token, tenant, type, VERBS[request.method] ?? 'write', scope);
  return operation(context, name, childName);
}
