import { randomInt } from 'node:crypto';
import { toTicks } from '../tick-clock.ts';
import type { Alert, Evidence, Incident } from './incident.ts';
import type { IncidentStore } from './incident-store.ts';

/** An alert as whoever raises an incident describes it; the rest is filled in. */
export interface AlertInput {
  title: string;
  description?: string | undefined;
  severity?: string | undefined;
  category?: string | undefined;
  serviceSource?: string | undefined;
  detectionSource?: string | undefined;
  productName?: string | undefined;
  mitreTechniques?: string[] | undefined;
  evidence?: Evidence[] | undefined;
}

export interface IncidentInput {
  title: string;
  severity: string;
  description?: string | null | undefined;
  alerts?: AlertInput[] | undefined;
  status?: string | undefined;
  assignedTo?: string | null | undefined;
  classification?: string | undefined;
  determination?: string | undefined;
  customTags?: string[] | undefined;
  systemTags?: string[] | undefined;
  /** Back-dates it, last update included, as if it had been there all the time: ties are possible. */
  createdDateTime?: string | undefined;
  lastUpdateDateTime?: string | undefined;
}

/** Adds an incident the way Defender's correlation does. Nobody can create one through the API. */
export function raiseIncident(store: IncidentStore, input: IncidentInput): Incident {
  const createdAt = input.createdDateTime === undefined ? store.clock.next() : time(input.createdDateTime);
  const alerts = (input.alerts ?? []).map((alert) => makeAlert(alert, input.severity, createdAt));
  const incident: Incident = {
    id: store.nextId(),
    displayName: input.title,
    description: input.description ?? null,
    summary: null,
    resolvingComment: null,
    assignedTo: input.assignedTo ?? null,
    severity: input.severity,
    status: input.status ?? 'active',
    classification: input.classification ?? 'unknown',
    determination: input.determination ?? 'unknown',
    customTags: [...(input.customTags ?? [])],
    systemTags: [...(input.systemTags ?? [])],
    redirectIncidentId: null,
    priorityScore: { informational: 5, low: 18, medium: 46, high: 82 }[input.severity] ?? null,
    createdAt,
    updatedAt: input.lastUpdateDateTime === undefined ? createdAt : time(input.lastUpdateDateTime),
    lastModifiedBy: 'Microsoft 365 Defender-IncidentCreation',
    comments: [],
    alerts,
  };
  store.add(incident);
  return incident;
}

export function makeAlert(input: AlertInput, severity: string, at: string): Alert {
  return {
    id: `da${randomInt(1e12, 9e12)}${randomInt(100_000, 999_999)}_-${randomInt(1e8, 9e8)}`,
    title: input.title,
    description: input.description ?? input.title,
    severity: input.severity ?? severity,
    status: 'new',
    category: input.category ?? 'SuspiciousActivity',
    serviceSource: input.serviceSource ?? 'microsoftDefenderForEndpoint',
    detectionSource: input.detectionSource ?? 'microsoftDefenderForEndpoint',
    productName: input.productName ?? 'Microsoft Defender for Endpoint',
    mitreTechniques: input.mitreTechniques ?? [],
    createdAt: at,
    updatedAt: at,
    evidence: input.evidence ?? [],
  };
}

function time(text: string): string {
  const ticks = toTicks(text);
  if (ticks === null) throw new RangeError(`Not an ISO 8601 date and time with offset: ${text}`);
  return ticks;
}
