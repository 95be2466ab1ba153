import type { EntityMapping, Fields } from './entity-mapping.ts';
import { ACCOUNT, FILE_EVIDENCE, HOST, PROCESS, subscriptionOf, within } from './fields.ts';

/**
 * What Sentinel calls the evidence Graph documents: by the name of Graph's type without `Evidence`. A test walks
 * Graph's schema and holds each type to be either here or in PASSED_THROUGH, and each path to exist.
 */
export const EVIDENCE: Readonly<Record<string, EntityMapping>> = {
  azureResource: {
    kind: 'AzureResource',
    fields: {
      ResourceId: 'resourceId',
      SubscriptionId: { from: 'resourceId', as: subscriptionOf },
      ResourceName: 'resourceName',
      ResourceType: 'resourceType',
    },
  },
  cloudApplication: {
    kind: 'CloudApplication',
    fields: {
      AppId: 'appId',
      Name: 'displayName',
      InstanceId: 'instanceId',
      InstanceName: 'instanceName',
      SaasId: 'saasAppId',
    },
  },
  cloudLogonSession: {
    kind: 'CloudLogonSession',
    fields: {
      SessionId: 'sessionId',
      Account: { from: 'account.userAccount', part: ACCOUNT },
      UserAgent: 'userAgent',
      Browser: 'browser',
      DeviceName: 'deviceName',
      OperatingSystem: 'operatingSystem',
      Protocol: 'protocol',
      StartTimeUtc: 'startUtcDateTime',
      PreviousLogonTimeUtc: 'previousLogonDateTime',
    },
  },
  device: { kind: 'Host', fields: HOST },
  dns: {
    kind: 'DNS',
    fields: {
      DomainName: 'domainName',
      DnsServerIp: 'dnsServerIp.ipAddress',
      HostIpAddress: 'hostIpAddress.ipAddress',
      IpAddresses: { from: 'ipAddresses', each: { Address: 'ipAddress' } },
    },
  },
  file: { kind: 'File', fields: FILE_EVIDENCE },
  fileHash: { kind: 'FileHash', fields: { Algorithm: 'algorithm', Value: 'value' } },
  hostLogonSession: {
    kind: 'HostLogonSession',
    fields: {
      SessionId: 'sessionId',
      Account: { from: 'account.userAccount', part: ACCOUNT },
      Host: { from: 'host', part: { HostName: 'hostName', FullName: 'deviceDnsName', MdeDeviceId: 'mdeDeviceId' } },
      StartTimeUtc: 'startUtcDateTime',
      EndTimeUtc: 'endUtcDateTime',
    },
  },
  ioTDevice: {
    kind: 'IoTDevice',
    fields: {
      DeviceId: 'deviceId',
      DeviceName: 'deviceName',
      DeviceType: 'deviceType',
      DeviceSubType: 'deviceSubType',
      Source: 'source',
      IoTHub: 'ioTHub.resourceId',
      IoTSecurityAgentId: 'ioTSecurityAgentId',
      Manufacturer: 'manufacturer',
      Model: 'model',
      SerialNumber: 'serialNumber',
      OperatingSystem: 'operatingSystem',
      IpAddress: 'ipAddress.ipAddress',
      MacAddress: 'macAddress',
      Nics: { from: 'nics', each: { MacAddress: 'macAddress', IpAddress: 'ipAddress.ipAddress' } },
      Protocols: 'protocols',
      Owners: 'owners',
      Importance: 'importance',
      PurdueLayer: 'purdueLayer',
      Sensor: 'sensor',
      Site: 'site',
      Zone: 'zone',
      IsAuthorized: 'isAuthorized',
      IsProgramming: 'isProgramming',
      IsScanner: 'isScanner',
      DevicePageLink: 'devicePageLink',
    },
  },
  ip: {
    kind: 'IP',
    fields: {
      Address: 'ipAddress',
      CountryCode: 'countryLetterCode',
      Location: {
        from: 'location',
        part: {
          City: 'city',
          State: 'state',
          CountryName: 'countryName',
          Latitude: 'latitude',
          Longitude: 'longitude',
        },
      },
    },
  },
  mailCluster: {
    kind: 'MailCluster',
    fields: {
      ClusterBy: 'clusterBy',
      ClusterByValue: 'clusterByValue',
      MailCount: 'emailCount',
      NetworkMessageIds: 'networkMessageIds',
      Query: 'query',
      Urn: 'urn',
    },
  },
  mailbox: {
    kind: 'Mailbox',
    fields: {
      MailboxPrimaryAddress: 'primaryAddress',
      DisplayName: 'displayName',
      Upn: 'upn',
      ExternalDirectoryObjectId: 'userAccount.azureAdUserId',
      Account: { from: 'userAccount', part: ACCOUNT },
    },
  },
  analyzedMessage: {
    kind: 'MailMessage',
    fields: {
      Recipient: 'recipientEmailAddress',
      Subject: 'subject',
      NetworkMessageId: 'networkMessageId',
      InternetMessageId: 'internetMessageId',
      ReceivedDate: 'receivedDateTime',
      SenderIP: 'senderIp',
      P1Sender: 'p1Sender.emailAddress',
      P1SenderDisplayName: 'p1Sender.displayName',
      P1SenderDomain: 'p1Sender.domainName',
      P2Sender: 'p2Sender.emailAddress',
      P2SenderDisplayName: 'p2Sender.displayName',
      P2SenderDomain: 'p2Sender.domainName',
      Language: 'language',
      Threats: 'threats',
      ThreatDetectionMethods: 'threatDetectionMethods',
      AntispamDirection: 'antiSpamDirection',
      DeliveryAction: 'deliveryAction',
      DeliveryLocation: 'deliveryLocation',
      Urls: 'urls',
      UrlCount: 'urlCount',
      AttachmentsCount: 'attachmentsCount',
      Urn: 'urn',
    },
  },
  malware: {
    kind: 'Malware',
    fields: {
      Name: 'name',
      Category: 'category',
      Files: { from: 'files', each: FILE_EVIDENCE },
      Processes: { from: 'processes', each: processInBrief() },
    },
  },
  networkConnection: {
    kind: 'NetworkConnection',
    fields: {
      SourceAddress: 'sourceAddress.ipAddress',
      SourcePort: 'sourcePort',
      DestinationAddress: 'destinationAddress.ipAddress',
      DestinationPort: 'destinationPort',
      Protocol: 'protocol',
    },
  },
  nic: {
    kind: 'Nic',
    fields: { MacAddress: 'macAddress', IpAddress: 'ipAddress.ipAddress', Vlans: 'vlans' },
  },
  process: { kind: 'Process', fields: PROCESS },
  registryKey: { kind: 'RegistryKey', fields: { Hive: 'registryHive', Key: 'registryKey' } },
  registryValue: {
    kind: 'RegistryValue',
    fields: {
      Hive: 'registryHive',
      Key: 'registryKey',
      Name: 'registryValueName',
      Value: 'registryValue',
      ValueType: 'registryValueType',
      MdeDeviceId: 'mdeDeviceId',
    },
  },
  securityGroup: {
    kind: 'SecurityGroup',
    fields: {
      DistinguishedName: 'distinguishedName',
      DisplayName: 'displayName',
      FriendlyName: 'friendlyName',
      SID: 'sid',
      ObjectGuid: 'activeDirectoryObjectGuid',
      SecurityGroupId: 'securityGroupId',
    },
  },
  submissionMail: {
    kind: 'SubmissionMail',
    fields: {
      SubmissionId: 'submissionId',
      SubmissionDate: 'submissionDateTime',
      Submitter: 'submitter',
      NetworkMessageId: 'networkMessageId',
      Recipient: 'recipient',
      Sender: 'sender',
      SenderIp: 'senderIp',
      Subject: 'subject',
      ReportType: 'reportType',
    },
  },
  url: { kind: 'URL', fields: { Url: 'url' } },
  user: { kind: 'Account', fields: within('userAccount', ACCOUNT) },
};

/**
 * Types Sentinel has no entity for. They keep Graph's name and the values they hold themselves, and so does a type
 * that is newer than this list.
 */
export const PASSED_THROUGH: readonly string[] = [
  'activeDirectoryDomain',
  'aiAgent',
  'amazonResource',
  'blob',
  'blobContainer',
  'cloudLogonRequest',
  'container',
  'containerImage',
  'containerRegistry',
  'gitHubOrganization',
  'gitHubRepo',
  'gitHubUser',
  'googleCloudResource',
  'kubernetesCluster',
  'kubernetesController',
  'kubernetesNamespace',
  'kubernetesPod',
  'kubernetesSecret',
  'kubernetesService',
  'kubernetesServiceAccount',
  'mailboxConfiguration',
  'oauthApplication',
  'sasToken',
  'servicePrincipal',
  'teamsMessage',
];

/** What all evidence tells, whatever its type. */
export const VERDICT: Fields = {
  Verdict: 'verdict',
  Roles: 'roles',
  DetailedRoles: 'detailedRoles',
  RemediationStatus: 'remediationStatus',
  Tags: 'tags',
};

function processInBrief(): Fields {
  const { ProcessId, CommandLine, CreationTimeUtc } = PROCESS;
  return { ProcessId: ProcessId!, CommandLine: CommandLine!, CreationTimeUtc: CreationTimeUtc! };
}
