import type { Tenant } from '../entra/directory.ts';
import { printTicks } from '../tick-clock.ts';
import { checkClosing, IncidentProperties } from './incident-body.ts';
import type { Incident } from './incident.ts';
import { contentOf } from './put-incident.ts';
import { parseBody } from './read-body.ts';
import type { SentinelStore } from './sentinel-store.ts';

/**
 * Changes only what is named, by its name in the API, as Sentinel's own pages do. Reopening drops the classification,
 * unless the changes bring one. What the API would refuse throws its HttpError.
 */
export function editIncident(
  store: SentinelStore,
  incident: Incident,
  changes: Record<string, unknown>,
  tenant: Tenant,
): void {
  const present = writable(incident);
  const reopens = incident.status === 'Closed' && changes['status'] !== undefined && changes['status'] !== 'Closed';
  if (reopens) {
    delete present['classification'];
    delete present['classificationReason'];
    delete present['classificationComment'];
  }
  const properties = parseBody({ ...present, ...changes }, IncidentProperties);
  checkClosing(properties, { classificationOnlyWhenClosed: false });
  Object.assign(incident, contentOf(properties, incident.labels, tenant));
  store.touch(incident);
}

function writable(incident: Incident): Record<string, unknown> {
  const { title, description, severity, status, classification, classificationReason, classificationComment, labels } =
    incident;
  return definedOnly({
    title,
    description,
    severity,
    status,
    classification,
    classificationReason,
    classificationComment,
    labels,
    owner: incident.owner ?? undefined,
    firstActivityTimeUtc: incident.firstActivityAt && printTicks(incident.firstActivityAt),
    lastActivityTimeUtc: incident.lastActivityAt && printTicks(incident.lastActivityAt),
  });
}

/** The values without those that are undefined. */
export function definedOnly<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
