import type { Alert, Evidence, Incident } from '../graph/incident.ts';
import { printTicks } from '../tick-clock.ts';
import { printSeverity } from './vocabulary.ts';

/** Every key an entity has, whatever its type; those of other types are null. */
const NO_ENTITY = {
  sha1: null,
  sha256: null,
  fileName: null,
  filePath: null,
  processId: null,
  processCommandLine: null,
  processCreationTime: null,
  parentProcessId: null,
  parentProcessCreationTime: null,
  ipAddress: null,
  url: null,
  accountName: null,
  domainName: null,
  userSid: null,
  aadUserId: null,
  userPrincipalName: null,
  mailboxDisplayName: null,
  mailboxAddress: null,
  clusterBy: null,
  sender: null,
  recipient: null,
  subject: null,
  deliveryAction: null,
  securityGroupId: null,
  securityGroupName: null,
  registryHive: null,
  registryKey: null,
  registryValueType: null,
  registryValue: null,
  deviceId: null,
};

/** An alert with its devices and entities in this API's form. */
export function printAlert(alert: Alert, incident: Incident) {
  return {
    alertId: alert.id,
    providerAlertId: alert.id,
    incidentId: Number(incident.id),
    serviceSource: capitalised(alert.serviceSource),
    creationTime: printTicks(alert.createdAt),
    lastUpdatedTime: printTicks(alert.updatedAt),
    resolvedTime: null,
    firstActivity: printTicks(alert.createdAt),
    lastActivity: printTicks(alert.createdAt),
    title: alert.title,
    description: alert.description,
    category: alert.category,
    status: capitalised(alert.status),
    severity: printSeverity(alert.severity),
    investigationId: null,
    investigationState: 'UnsupportedAlertType',
    classification: null,
    determination: null,
    detectionSource: capitalised(alert.detectionSource),
    detectorId: null,
    assignedTo: incident.assignedTo,
    actorName: null,
    threatFamilyName: null,
    mitreTechniques: [...alert.mitreTechniques],
    devices: alert.evidence.filter((evidence) => typeOf(evidence) === 'device').map(printDevice),
    entities: alert.evidence.flatMap(printEntity),
  };
}

function printDevice(evidence: Evidence) {
  return {
    mdatpDeviceId: evidence['mdeDeviceId'] ?? null,
    aadDeviceId: evidence['azureAdDeviceId'] ?? null,
    deviceDnsName: evidence['deviceDnsName'] ?? null,
    osPlatform: evidence['osPlatform'] ?? null,
    version: evidence['version'] ?? null,
    osProcessor: 'x64',
    osBuild: evidence['osBuild'] ?? null,
    healthStatus: capitalised(evidence['healthStatus']),
    riskScore: capitalised(evidence['riskScore']),
    rbacGroupName: evidence['rbacGroupName'] ?? null,
    rbacGroupId: evidence['rbacGroupId'] ?? null,
    firstSeen: evidence['firstSeenDateTime'] ?? null,
  };
}

/** Evidence that this API has an entity type for. */
function printEntity(evidence: Evidence): Record<string, unknown>[] {
  const entity = (entityType: string, members: Record<string, unknown>) => [{ entityType, ...NO_ENTITY, ...members }];
  switch (typeOf(evidence)) {
    case 'user':
      return entity(
        'User',
        part(evidence['userAccount'], ['accountName', 'domainName', 'userSid', 'userPrincipalName']),
      );
    case 'file':
      return entity('File', part(evidence['fileDetails'], ['sha1', 'sha256', 'fileName', 'filePath']));
    case 'process':
      return entity('Process', {
        ...part(evidence, ['processId', 'processCommandLine', 'parentProcessId']),
        ...part(evidence['imageFile'], ['sha1', 'sha256', 'fileName', 'filePath']),
        processCreationTime: evidence['processCreationDateTime'] ?? null,
      });
    case 'ip':
      return entity('Ip', part(evidence, ['ipAddress']));
    case 'url':
      return entity('Url', part(evidence, ['url']));
    default:
      return [];
  }
}

function typeOf(evidence: Evidence): string {
  return /^#microsoft\.graph\.security\.(\w+)Evidence$/.exec(evidence['@odata.type'])?.[1] ?? '';
}

function part(source: unknown, names: readonly string[]): Record<string, unknown> {
  const members = (source ?? {}) as Record<string, unknown>;
  return Object.fromEntries(names.map((name) => [name, members[name] ?? null]));
}

function capitalised(text: unknown): string | null {
  return typeof text === 'string' ? text.charAt(0).toUpperCase() + text.slice(1) : null;
}
