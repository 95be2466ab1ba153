import { compareAlerts } from './alert.ts';
import type { Alert } from './alert.ts';
import { ENTITY_KINDS } from './entity.ts';
import type { Entity, EntityValue } from './entity.ts';
import { foldText } from './fold.ts';

/** What people look an incident up by, besides what it is called itself. */
export const ENTITY_NAME_KINDS = ['host', 'user', 'ip', 'url', 'hash'] as const;
export type EntityNameKind = (typeof ENTITY_NAME_KINDS)[number];

/** One name of something that an incident's alerts are about. */
export interface EntityName {
  kind: EntityNameKind;
  /** As Defender spells it. */
  name: string;
  /** The name people know it by; the others (a host's domain name, an account without its domain) are found too. */
  isMain: boolean;
}

/** The most names one incident is found by: 150 alerts can carry thousands. */
export const MOST_ENTITY_NAMES = 500;
/** The most of them a card shows. */
export const SHOWN_ENTITY_NAMES = 8;
const LONGEST_NAME = 300;
const DEEPEST = 3;

type EntityKind = (typeof ENTITY_KINDS)[number] | 'NetworkConnection';
/** The members of an entity that name it, the best known first. */
const NAMING: Partial<Record<EntityKind, Readonly<Record<string, EntityNameKind>>>> = {
  Host: { HostName: 'host', FullName: 'host' },
  IoTDevice: { DeviceName: 'host', IpAddress: 'ip' },
  Account: { UserPrincipalName: 'user', Name: 'user' },
  Mailbox: { MailboxPrimaryAddress: 'user', Upn: 'user' },
  MailMessage: { P2Sender: 'user', Recipient: 'user', SenderIP: 'ip', Urls: 'url' },
  IP: { Address: 'ip' },
  NetworkConnection: { DestinationAddress: 'ip', SourceAddress: 'ip' },
  URL: { Url: 'url' },
  DNS: { DomainName: 'url' },
  FileHash: { Value: 'hash' },
};
/** Members that are entities themselves, one or a list of them. */
const PARTS: Readonly<Record<string, string>> = {
  Account: 'Account',
  Host: 'Host',
  ImageFile: 'File',
  Files: 'File',
  Processes: 'Process',
  FileHashes: 'FileHash',
};
/** Several names of one thing, of which only the first is the one people know it by. */
const OF_ONE_THING = ['Host', 'IoTDevice', 'Account', 'Mailbox'];

/**
 * What an incident's alerts name, each once. The names people know come first, and among them the first of each kind,
 * then the second, …, so that whoever shows only some shows the best of all kinds. Within a kind the most severe alerts
 * lead.
 */
export function entityNames(alerts: readonly Alert[]): EntityName[] {
  const found = new Map<string, EntityName>();
  for (const alert of alerts.toSorted(compareAlerts))
    for (const entity of alert.entities)
      for (const one of namesOf(entity)) {
        const key = `${one.kind} ${foldEntityName(one.name)}`;
        const known = found.get(key);
        if (known === undefined || (one.isMain && !known.isMain)) found.set(key, one);
      }
  const names = [...found.values()];
  const main = ENTITY_NAME_KINDS.flatMap((kind) =>
    names.filter((one) => one.isMain && one.kind === kind).map((one, rank) => ({ one, rank })),
  )
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ one }) => one);
  return [...main, ...names.filter(({ isMain }) => !isMain)].slice(0, MOST_ENTITY_NAMES);
}

/**
 * The form in which names of entities are stored and searched: folded, and an address without its scheme, so that one
 * is found by the beginning of its host. What Dragoman defanged for its cards (`hxxps://evil[.]com`) is put back.
 */
export function foldEntityName(name: string): string {
  return foldText(name.slice(0, LONGEST_NAME))
    .replace(/\[(\.|:|@)\]/g, '$1')
    .replace(/^[a-z][a-z0-9+.-]*:\/ ?\//, '')
    .replace(/\/$/, '')
    .trim();
}

function namesOf({ kind, fields }: Entity, depth = DEEPEST): EntityName[] {
  const naming = (NAMING as Record<string, Readonly<Record<string, EntityNameKind>>>)[kind] ?? {};
  const own = Object.entries(naming).flatMap(([member, as]) =>
    textsIn(fields[member]).map((name): EntityName => ({ kind: as, name, isMain: true })),
  );
  if (OF_ONE_THING.includes(kind)) for (const other of own.slice(1)) other.isMain = false;
  const [domain] = textsIn(fields['NTDomain']);
  const [account] = kind === 'Account' ? textsIn(fields['Name']) : [];
  if (domain !== undefined && account !== undefined)
    own.push({ kind: 'user', name: `${domain}\\${account}`, isMain: false });
  if (depth === 0) return own;
  const parts = Object.entries(PARTS).flatMap(([member, partKind]) =>
    partsIn(fields[member]).flatMap((part) => namesOf({ kind: partKind, fields: part }, depth - 1)),
  );
  return [...own, ...parts];
}

function textsIn(value: EntityValue | undefined): string[] {
  return [value].flat().filter((one): one is string => typeof one === 'string' && one.trim() !== '');
}

function partsIn(value: EntityValue | undefined): Record<string, EntityValue>[] {
  return [value]
    .flat()
    .filter((one): one is Record<string, EntityValue> => typeof one === 'object' && !Array.isArray(one));
}
