import { textOrNull } from '../../azure/wire-text.ts';
import { alternatives } from './entity-mapping.ts';
import type { Fields, Source } from './entity-mapping.ts';

/** The fields of what appears in evidence of more than one type, in Sentinel's words. */

/** `microsoft.graph.security.userAccount` as an Account. */
export const ACCOUNT: Fields = {
  Name: ['accountName', { from: 'userPrincipalName', as: beforeAt }],
  UPNSuffix: { from: 'userPrincipalName', as: afterAt },
  UserPrincipalName: 'userPrincipalName',
  NTDomain: 'domainName',
  Sid: 'userSid',
  AadUserId: 'azureAdUserId',
  AadTenantId: 'tenantId',
  ObjectGuid: 'activeDirectoryObjectGuid',
  DisplayName: 'displayName',
};

/** `fileDetails` as a File. */
export const FILE: Fields = {
  Name: 'fileName',
  Directory: 'filePath',
  FileHashes: { from: '', as: fileHashes },
  SizeInBytes: 'fileSize',
  Publisher: 'filePublisher',
  Signer: 'signer',
  Issuer: 'issuer',
};

/** `deviceEvidence` as a Host. */
export const HOST: Fields = {
  HostName: ['hostName', { from: 'deviceDnsName', as: firstLabel }],
  DnsDomain: ['dnsDomain', { from: 'deviceDnsName', as: otherLabels }],
  FullName: 'deviceDnsName',
  NTDomain: 'ntDomain',
  OSFamily: { from: 'osPlatform', as: osFamily },
  OSPlatform: 'osPlatform',
  OSVersion: 'version',
  OSBuild: 'osBuild',
  RiskScore: 'riskScore',
  HealthStatus: 'healthStatus',
  OnboardingStatus: 'onboardingStatus',
  DefenderAvStatus: 'defenderAvStatus',
  MdeDeviceId: 'mdeDeviceId',
  AadDeviceId: 'azureAdDeviceId',
  AzureID: 'vmMetadata.resourceId',
  VmId: 'vmMetadata.vmId',
  LastIPAddress: 'lastIpAddress',
  LastExternalIPAddress: 'lastExternalIpAddress',
  IPAddresses: 'ipInterfaces',
  DeviceGroup: 'rbacGroupName',
  LoggedOnUsers: { from: 'loggedOnUsers', each: { Name: 'accountName', NTDomain: 'domainName' } },
  FirstSeenUtc: 'firstSeenDateTime',
};

/** `fileEvidence` as a File. */
export const FILE_EVIDENCE: Fields = { ...within('fileDetails', FILE), MdeDeviceId: 'mdeDeviceId' };

/** `processEvidence` as a Process. */
export const PROCESS: Fields = {
  ProcessId: 'processId',
  CommandLine: 'processCommandLine',
  CreationTimeUtc: 'processCreationDateTime',
  ImageFile: { from: 'imageFile', part: FILE },
  Account: { from: 'userAccount', part: ACCOUNT },
  ParentProcess: {
    from: '',
    part: {
      ProcessId: 'parentProcessId',
      CreationTimeUtc: 'parentProcessCreationDateTime',
      ImageFile: { from: 'parentProcessImageFile', part: FILE },
    },
  },
  MdeDeviceId: 'mdeDeviceId',
};

/** The same fields, found one step deeper. */
export function within(path: string, fields: Fields): Fields {
  const deeper = (source: Source): Source =>
    typeof source === 'string'
      ? `${path}.${source}`
      : { ...source, from: source.from === '' ? path : `${path}.${source.from}` };
  const moved = Object.entries(fields).map(([name, sources]) => {
    return [name, alternatives(sources).map(deeper)] as const;
  });
  return Object.fromEntries(moved);
}

/** The subscription an Azure resource id begins with. */
export function subscriptionOf(resourceId: unknown): string | null {
  return /^\/subscriptions\/([^/]{1,64})/i.exec(String(resourceId))?.[1] ?? null;
}

function fileHashes(file: unknown): { Algorithm: string; Value: string }[] {
  const details = file as Record<string, unknown>;
  return (['sha256', 'sha1', 'md5', 'sha256Ac'] as const).flatMap((algorithm) => {
    const value = details[algorithm];
    const hash = typeof value === 'string' ? textOrNull(value) : null;
    return hash === null ? [] : [{ Algorithm: algorithm.toUpperCase(), Value: hash }];
  });
}

function beforeAt(upn: unknown): string {
  return String(upn).split('@', 1)[0] ?? '';
}

function afterAt(upn: unknown): string | null {
  const text = String(upn);
  return text.includes('@') ? text.slice(text.indexOf('@') + 1) : null;
}

function firstLabel(dnsName: unknown): string {
  return String(dnsName).split('.', 1)[0] ?? '';
}

function otherLabels(dnsName: unknown): string | null {
  const text = String(dnsName);
  return text.includes('.') ? text.slice(text.indexOf('.') + 1) : null;
}

const OS_FAMILIES = ['Windows', 'Linux', 'macOS', 'Android', 'iOS'] as const;
const LINUX = /linux|ubuntu|debian|centos|redhat|rhel|suse|sles|fedora|oracle|mariner/i;

/** Sentinel tells families apart, Defender names editions (`Windows11`, `WindowsServer2019`, `Ubuntu`). */
function osFamily(platform: unknown): string {
  const name = String(platform);
  const known = OS_FAMILIES.find((family) => name.toLowerCase().startsWith(family.toLowerCase()));
  return known ?? (LINUX.test(name) ? 'Linux' : 'Unknown');
}
