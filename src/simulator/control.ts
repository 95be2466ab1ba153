import { z } from 'zod';
import type { SentinelIncidentInput } from './arm/sentinel-portal.ts';
import { SETTING } from './arm/setting-schema.ts';
import { SETTING_COLLECTIONS } from './arm/settings.ts';
import { FaultPlan } from './fault.ts';
import type { FaultSwitch } from './faults.ts';
import type { IncidentInput } from './graph/raise-incident.ts';
import { HttpError } from './http-error.ts';
import type { Microsoft } from './microsoft.ts';
import { NativeSyncPlan } from './native-sync/settings.ts';
import { segments, type SimHandler, type SimRequest, type SimResponse } from './server.ts';

const AlertInput = z.strictObject({
  title: z.string().min(1),
  description: z.string().optional(),
  severity: z.string().optional(),
  category: z.string().optional(),
  serviceSource: z.string().optional(),
  detectionSource: z.string().optional(),
  productName: z.string().optional(),
  mitreTechniques: z.array(z.string()).optional(),
  evidence: z.array(z.looseObject({ '@odata.type': z.string() })).optional(),
});

const RaiseIncident = z.strictObject({
  title: z.string().min(1),
  severity: z.enum(['informational', 'low', 'medium', 'high']),
  description: z.string().nullable().optional(),
  alerts: z.array(AlertInput).optional(),
  assignedTo: z.string().nullable().optional(),
  customTags: z.array(z.string()).optional(),
  systemTags: z.array(z.string()).optional(),
  createdDateTime: z.string().optional(),
  lastUpdateDateTime: z.string().optional(),
}) satisfies z.ZodType<IncidentInput>;

const CreateIncident = z.strictObject({
  name: z.string().min(1).optional(),
  title: z.string().min(1),
  severity: z.enum(['High', 'Medium', 'Low', 'Informational']),
  status: z.enum(['New', 'Active', 'Closed']).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  providerName: z.string().optional(),
  providerIncidentId: z.string().optional(),
  providerIncidentUrl: z.string().optional(),
  createdTimeUtc: z.string().optional(),
  lastModifiedTimeUtc: z.string().optional(),
}) satisfies z.ZodType<SentinelIncidentInput>;

/** `by` is the principal name of whoever plays the portal. */
const by = z.string().min(1);
const Edit = z.strictObject({ by, changes: z.record(z.string(), z.unknown()) });
const Comment = z.strictObject({ by, text: z.string().min(1) });
const Merge = z.strictObject({ by: by.optional(), into: z.string().min(1) });

/**
 * The portals' hands, the fault switches and Microsoft's own sync as JSON over HTTP, for the demo page and for tests:
 * - `/control/defender/incidents[/{id}[/comments | /merge | /alerts]]`
 * - `/control/sentinel/incidents[/{name}[/comments[/{comment}]]]`
 * - `/control/sentinel/{dataConnectors | alertRules | automationRules | onboardingStates}[/{name}]`
 * - `/control/faults/{entra | graph | arm | legacyDefender}`: GET, PUT a plan, DELETE
 * - `/control/native-sync`: GET its settings and what waits to be carried, PUT a plan (`{"state":"on"}`, `"paused"`,
 *   `"off"`, delays, dropped fields: all of native-sync/settings.ts; what is left out stays), DELETE to switch it off and
 *   its settings back. POST `/control/native-sync/step` does what is due and answers with the number of writes; only a
 *   simulator with a clock of its own needs it.
 *
 * What a portal does not allow is a 400 with its reason.
 */
export function controlRoutes(microsoft: Microsoft): SimHandler {
  return (request) => {
    const [control, area, ...rest] = segments(request.path);
    const run = control === 'control' && Object.hasOwn(AREAS, area ?? '') ? AREAS[area ?? ''] : undefined;
    if (run === undefined) throw new HttpError(404, { error: 'There is no such control.' });
    try {
      return run(microsoft, request, rest) ?? notFound();
    } catch (error) {
      if (error instanceof HttpError || !(error instanceof Error)) throw error;
      throw new HttpError(400, { error: error.message });
    }
  };
}

function defender(
  { defender: portal }: Microsoft,
  request: SimRequest,
  [kind, id = '', action, ...more]: string[],
): SimResponse | null {
  if (kind !== 'incidents' || more.length > 0) return null;
  switch (operation(request, id, action)) {
    case 'GET list':
      return ok(portal.list());
    case 'POST list':
      return { status: 201, body: portal.raiseIncident(read(request, RaiseIncident)) };
    case 'GET one':
      return ok(portal.get(id));
    case 'PATCH one': {
      const edit = read(request, Edit);
      return ok(portal.edit(id, edit.changes, edit.by));
    }
    case 'POST comments': {
      const comment = read(request, Comment);
      return ok(portal.comment(id, comment.text, comment.by));
    }
    case 'POST alerts':
      return ok(portal.addAlert(id, read(request, AlertInput)));
    case 'POST merge': {
      const merge = read(request, Merge);
      return ok(portal.merge(id, merge.into, merge.by));
    }
    default:
      return null;
  }
}

function sentinel(microsoft: Microsoft, request: SimRequest, parts: string[]): SimResponse | null {
  const { sentinel: portal } = microsoft;
  const [kind, name = '', action, commentName = '', ...more] = parts;
  if (kind !== 'incidents') return settings(microsoft, request, parts);
  if (more.length > 0) return null;
  switch (operation(request, name, action, commentName)) {
    case 'GET list':
      return ok(portal.list());
    case 'POST list':
      return { status: 201, body: portal.createIncident(read(request, CreateIncident)) };
    case 'GET one':
      return ok(portal.get(name));
    case 'PATCH one': {
      const edit = read(request, Edit);
      return ok(portal.edit(name, edit.changes, edit.by));
    }
    case 'DELETE one':
      portal.remove(name);
      return { status: 204 };
    case 'GET comments':
      return ok(portal.comments(name));
    case 'POST comments': {
      const comment = read(request, Comment);
      return { status: 201, body: portal.comment(name, comment.text, comment.by) };
    }
    case 'PATCH comments/one': {
      const comment = read(request, Comment);
      return ok(portal.editComment(name, commentName, comment.text, comment.by));
    }
    default:
      return null;
  }
}

/** What is set up in the workspace: listed, set up (or replaced) one by one, and taken away. */
function settings({ arm }: Microsoft, request: SimRequest, [kind, name, ...more]: string[]): SimResponse | null {
  const collection = SETTING_COLLECTIONS.find((known) => known === kind);
  if (collection === undefined || more.length > 0) return null;
  if (name === undefined) {
    if (request.method === 'GET') return ok(arm.settings.list(collection));
    if (request.method !== 'POST') return null;
    arm.settings.put(collection, read(request, SETTING[collection]));
    return { status: 201, body: arm.settings.list(collection) };
  }
  if (request.method !== 'DELETE') return null;
  return arm.settings.remove(collection, name) ? { status: 204 } : null;
}

function faults(microsoft: Microsoft, request: SimRequest, [service, ...more]: string[]): SimResponse | null {
  const switches: Record<string, FaultSwitch> = {
    entra: microsoft.entra.faults,
    graph: microsoft.graph.faults,
    arm: microsoft.arm.faults,
    legacyDefender: microsoft.legacyDefender.faults,
  };
  const faultSwitch = service !== undefined && Object.hasOwn(switches, service) ? switches[service] : undefined;
  if (faultSwitch === undefined || more.length > 0) return null;
  switch (request.method) {
    case 'GET':
      return ok(faultSwitch.describe());
    case 'PUT':
      faultSwitch.apply(read(request, FaultPlan));
      return ok(faultSwitch.describe());
    case 'DELETE':
      faultSwitch.clear();
      return ok(faultSwitch.describe());
    default:
      return null;
  }
}

function nativeSync({ nativeSync: sync }: Microsoft, request: SimRequest, parts: string[]): SimResponse | null {
  switch ([request.method, ...parts].join(' ')) {
    case 'GET':
      return ok(sync.describe());
    case 'PUT':
      sync.apply(read(request, NativeSyncPlan));
      return ok(sync.describe());
    case 'DELETE':
      sync.reset();
      return ok(sync.describe());
    case 'POST step':
      return ok({ writes: sync.step() });
    default:
      return null;
  }
}

type Area = (microsoft: Microsoft, request: SimRequest, parts: string[]) => SimResponse | null;
const AREAS: Record<string, Area> = { defender, sentinel, faults, 'native-sync': nativeSync };

function operation({ method }: SimRequest, id: string, action: string | undefined, child = ''): string {
  if (id === '') return `${method} list`;
  if (action === undefined) return `${method} one`;
  return `${method} ${action}${child === '' ? '' : '/one'}`;
}

function read<S extends z.ZodType>(request: SimRequest, schema: S): z.infer<S> {
  const parsed = schema.safeParse(request.json());
  if (parsed.success) return parsed.data;
  throw new HttpError(400, { error: z.prettifyError(parsed.error) });
}

function ok(body: unknown): SimResponse {
  return { status: 200, body };
}

function notFound(): never {
  throw new HttpError(404, { error: 'There is no such control.' });
}
