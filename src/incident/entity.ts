/**
 * What an alert is about, in the terms of Sentinel's entity types: a host, an account, a file. The two systems name
 * the same things differently, and Sentinel's names are the ones its hunters query by (`HostName`, `UPNSuffix`).
 */
export interface Entity {
  /** One of ENTITY_KINDS, or the name Defender gives to something Sentinel has no type for (`KubernetesPod`). */
  kind: string;
  fields: Record<string, EntityValue>;
}

export type EntityValue = string | number | boolean | EntityValue[] | { [name: string]: EntityValue };

/** The entity types Sentinel documents ("entity types reference"). */
export const ENTITY_KINDS = [
  'Account',
  'AzureResource',
  'CloudApplication',
  'DNS',
  'File',
  'FileHash',
  'Host',
  'IoTDevice',
  'IP',
  'MailCluster',
  'MailMessage',
  'Mailbox',
  'Malware',
  'Nic',
  'Process',
  'RegistryKey',
  'RegistryValue',
  'SecurityGroup',
  'SubmissionMail',
  'URL',
] as const;

/** The most entities one alert is described with; a mass mailing can carry thousands. */
export const MOST_ENTITIES = 100;

const LONGEST_TEXT = 2000;
const MOST_ITEMS = 20;
const MOST_NAMES = 40;
const DEEPEST = 4;
const NAME = /^[A-Za-z]\w{0,63}$/;

/**
 * A value from outside as an entity may hold it, cut to a sane size: long texts end in `…`, lists and objects keep
 * their first members, and what is nested deeper than evidence ever is, or no JSON, is left out. Null where nothing
 * is left.
 */
export function entityValue(value: unknown, depth = DEEPEST): EntityValue | null {
  if (typeof value === 'string') return cutText(value, LONGEST_TEXT) || null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'object' || value === null || depth === 0) return null;
  if (!Array.isArray(value)) {
    const fields = entityFields(Object.entries(value), depth - 1);
    return Object.keys(fields).length === 0 ? null : fields;
  }
  const items = value.slice(0, MOST_ITEMS).flatMap((item) => entityValue(item, depth - 1) ?? []);
  return items.length === 0 ? null : items;
}

/** Fields with what they may hold; ones without a value, and ones whose name is none, are left out. */
export function entityFields(
  entries: Iterable<readonly [name: string, value: unknown]>,
  depth = DEEPEST,
): Record<string, EntityValue> {
  const fields: [string, EntityValue][] = [];
  for (const [name, raw] of entries) {
    if (fields.length === MOST_NAMES) break;
    const value = NAME.test(name) ? entityValue(raw, depth) : null;
    if (value !== null) fields.push([name, value]);
  }
  // Makes each an own property, whatever it is called.
  return Object.fromEntries(fields);
}

/** The text, or its beginning and `…`, never with half a character at the cut. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const cut = text.slice(0, longest - 1);
  const last = cut.charCodeAt(cut.length - 1);
  return `${last >= 0xd800 && last <= 0xdbff ? cut.slice(0, -1) : cut}…`;
}
