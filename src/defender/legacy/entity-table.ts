import { foldName } from '../../azure/wire-text.ts';
import type { EntityMapping, Fields } from '../evidence/entity-mapping.ts';
import { ACCOUNT, FILE, HOST } from '../evidence/fields.ts';

const FILE_FIELDS: Fields = { Name: FILE['Name']!, Directory: FILE['Directory']!, FileHashes: FILE['FileHashes']! };
const ACCOUNT_FIELDS: Fields = { ...ACCOUNT, AadUserId: 'aadUserId' };
const VERDICT: Fields = { Verdict: 'verdict', RemediationStatus: 'remediationStatus', MdeDeviceId: 'deviceId' };

/** A device of an alert. This API has them apart from the entities. */
export const DEVICE: EntityMapping = {
  kind: 'Host',
  fields: {
    ...HOST,
    MdeDeviceId: 'mdatpDeviceId',
    AadDeviceId: 'aadDeviceId',
    FirstSeenUtc: 'firstSeen',
  },
};

const TABLE: Record<string, EntityMapping> = {
  User: { kind: 'Account', fields: ACCOUNT_FIELDS },
  Ip: { kind: 'IP', fields: { Address: 'ipAddress' } },
  Url: { kind: 'URL', fields: { Url: 'url' } },
  File: { kind: 'File', fields: FILE_FIELDS },
  Process: {
    kind: 'Process',
    fields: {
      ProcessId: 'processId',
      CommandLine: 'processCommandLine',
      CreationTimeUtc: 'processCreationTime',
      ImageFile: { from: '', part: FILE_FIELDS },
      Account: { from: '', part: ACCOUNT_FIELDS },
      ParentProcess: {
        from: '',
        part: { ProcessId: 'parentProcessId', CreationTimeUtc: 'parentProcessCreationTime' },
      },
    },
  },
  MailBox: {
    kind: 'Mailbox',
    fields: {
      MailboxPrimaryAddress: 'mailboxAddress',
      DisplayName: 'mailboxDisplayName',
      Upn: 'userPrincipalName',
      ExternalDirectoryObjectId: 'aadUserId',
    },
  },
  MailMessage: {
    kind: 'MailMessage',
    fields: {
      Recipient: 'recipient',
      P2Sender: 'sender',
      Subject: 'subject',
      DeliveryAction: 'deliveryAction',
      Urls: 'url',
    },
  },
  MailCluster: { kind: 'MailCluster', fields: { ClusterBy: 'clusterBy' } },
  Registry: {
    kind: 'RegistryValue',
    fields: {
      Hive: 'registryHive',
      Key: 'registryKey',
      Value: 'registryValue',
      ValueType: 'registryValueType',
    },
  },
  SecurityGroup: {
    kind: 'SecurityGroup',
    fields: { SecurityGroupId: 'securityGroupId', DisplayName: 'securityGroupName' },
  },
};

/** What Sentinel calls the entity types of the older API, by folded name. Each tells its verdict too. */
export const ENTITIES: ReadonlyMap<string, EntityMapping> = new Map(
  Object.entries(TABLE).map(([type, { kind, fields }]) => [
    foldName(type),
    { kind, fields: { ...VERDICT, ...fields } },
  ]),
);
