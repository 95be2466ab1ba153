import type { SimResponse } from '../server.ts';
import { toTicks } from '../tick-clock.ts';
import { newerVersion } from './arm-error.ts';
import type { ArmContext } from './context.ts';
import { checkClosing, IncidentBody, type IncidentProperties } from './incident-body.ts';
import type { Incident, Label } from './incident.ts';
import { resolveOwner } from './owner.ts';
import { printIncident } from './print-incident.ts';
import { readBody } from './read-body.ts';
import { newIncidentEtag, type SentinelStore } from './sentinel-store.ts';

type Content = Pick<
  Incident,
  | 'title'
  | 'description'
  | 'severity'
  | 'status'
  | 'classification'
  | 'classificationReason'
  | 'classificationComment'
  | 'owner'
  | 'labels'
  | 'firstActivityAt'
  | 'lastActivityAt'
>;

/**
 * `PUT /incidents/{name}` replaces: an optional property that is left out is cleared. With an etag in the
 * body it needs that very version, also when there is none any more; without one it overwrites.
 */
export function putIncident(context: ArmContext, name: string): SimResponse {
  const { request, store, tenant, behaviour, scope } = context;
  const { etag, properties } = readBody(request, IncidentBody);
  checkClosing(properties, behaviour);
  const present = store.get(name);
  if (etag !== undefined && etag !== present?.etag) throw newerVersion(name);
  const content = contentOf(properties, present?.labels ?? [], tenant);
  if (present === undefined) {
    return { status: 201, body: printIncident(createIncident(store, name, content), scope) };
  }
  Object.assign(present, content);
  store.touch(present);
  return { status: 200, body: printIncident(present, scope) };
}

/** The stored form of what a PUT may set, absent values included. */
export function contentOf(
  properties: IncidentProperties,
  labels: readonly Label[],
  tenant: ArmContext['tenant'],
): Content {
  const { firstActivityTimeUtc: first, lastActivityTimeUtc: last } = properties;
  return {
    title: properties.title,
    description: properties.description,
    severity: properties.severity,
    status: properties.status,
    classification: properties.classification,
    classificationReason: properties.classificationReason,
    classificationComment: properties.classificationComment,
    owner: resolveOwner(properties.owner, tenant),
    labels: (properties.labels ?? []).map(({ labelName, labelType }) => ({
      labelName,
      labelType: labelType ?? labels.find((label) => label.labelName === labelName)?.labelType ?? 'User',
    })),
    firstActivityAt: first === undefined ? undefined : (toTicks(first) ?? undefined),
    lastActivityAt: last === undefined ? undefined : (toTicks(last) ?? undefined),
  };
}

export type Origin = Partial<
  Pick<
    Incident,
    'providerName' | 'providerIncidentId' | 'providerIncidentUrl' | 'alerts' | 'entities' | 'createdAt' | 'modifiedAt'
  >
>;

/** Adds an incident; unless told otherwise it is Sentinel's own, with its number as provider id. */
export function createIncident(store: SentinelStore, name: string, content: Content, origin: Origin = {}): Incident {
  const number = store.nextNumber();
  const createdAt = origin.createdAt ?? store.clock.next();
  const incident: Incident = {
    ...content,
    name,
    number,
    etag: newIncidentEtag(),
    createdAt,
    modifiedAt: origin.modifiedAt ?? createdAt,
    providerName: origin.providerName ?? 'Azure Sentinel',
    providerIncidentId: origin.providerIncidentId ?? String(number),
    providerIncidentUrl: origin.providerIncidentUrl,
    relatedAnalyticRuleIds: [],
    alerts: origin.alerts ?? [],
    entities: origin.entities ?? [],
    comments: new Map(),
    relations: new Map(),
  };
  store.add(incident);
  return incident;
}
