import { createHash } from 'node:crypto';
import type { Evidence } from './incident.ts';

type Verdict = 'unknown' | 'suspicious' | 'malicious' | 'noThreatsFound';

function evidence(type: string, verdict: Verdict, roles: string[], members: Record<string, unknown>): Evidence {
  return {
    '@odata.type': `#microsoft.graph.security.${type}Evidence`,
    verdict,
    remediationStatus: 'none',
    remediationStatusDetails: null,
    roles,
    detailedRoles: [],
    tags: [],
    ...members,
  };
}

const hex = (text: string, algorithm: 'sha1' | 'sha256') => createHash(algorithm).update(text).digest('hex');

export function deviceEvidence(dnsName: string, riskScore: 'low' | 'medium' | 'high' = 'high'): Evidence {
  const [hostName, ...domain] = dnsName.split('.');
  return evidence('device', 'suspicious', ['compromised'], {
    firstSeenDateTime: '2024-09-12T07:28:32.4321753Z',
    mdeDeviceId: hex(dnsName, 'sha1'),
    azureAdDeviceId: null,
    deviceDnsName: dnsName,
    hostName,
    ntDomain: null,
    dnsDomain: domain.join('.'),
    osPlatform: 'Windows11',
    osBuild: 26100,
    version: '24H2',
    healthStatus: 'active',
    riskScore,
    rbacGroupId: 75,
    rbacGroupName: 'Workstations',
    onboardingStatus: 'onboarded',
    defenderAvStatus: 'updated',
    lastIpAddress: '10.20.4.17',
    lastExternalIpAddress: '203.0.113.40',
    ipInterfaces: ['10.20.4.17'],
    loggedOnUsers: [],
    vmMetadata: null,
  });
}

export function userEvidence(accountName: string, domain: string): Evidence {
  return evidence('user', 'unknown', ['compromised'], {
    userAccount: {
      accountName,
      domainName: domain.split('.', 1)[0] ?? domain,
      userSid: 'S-1-5-21-1004336348-1177238915-682003330-512',
      azureAdUserId: null,
      userPrincipalName: `${accountName}@${domain}`,
      displayName: accountName,
    },
  });
}

export function fileEvidence(filePath: string, fileName: string): Evidence {
  return evidence('file', 'malicious', [], {
    detectionStatus: 'detected',
    mdeDeviceId: null,
    fileDetails: fileDetails(filePath, fileName),
  });
}

export function processEvidence(commandLine: string, filePath: string, fileName: string): Evidence {
  return evidence('process', 'suspicious', [], {
    processId: 4780,
    parentProcessId: 668,
    processCommandLine: commandLine,
    processCreationDateTime: '2026-01-12T12:43:19.0772577Z',
    parentProcessCreationDateTime: null,
    detectionStatus: 'detected',
    mdeDeviceId: null,
    imageFile: fileDetails(filePath, fileName),
    parentProcessImageFile: null,
    userAccount: null,
  });
}

export function ipEvidence(ipAddress: string, countryLetterCode: string | null = null): Evidence {
  return evidence('ip', 'suspicious', ['attacker'], { ipAddress, countryLetterCode, location: null });
}

export function urlEvidence(url: string): Evidence {
  return evidence('url', 'malicious', [], { url });
}

function fileDetails(filePath: string, fileName: string) {
  return {
    sha1: hex(fileName, 'sha1'),
    sha256: hex(fileName, 'sha256'),
    fileName,
    filePath,
    fileSize: 614_400,
    filePublisher: null,
    signer: null,
    issuer: null,
  };
}
