import type { z } from 'zod';
import { firstIssue } from '../../azure/send.ts';
import { foldName, textOrNull } from '../../azure/wire-text.ts';
import { RemoteError } from '../../sync/ports/remote-error.ts';
import type { DefenderConnector, IncidentCreationRule, ProviderSighting } from '../../sync/ports/topology-port.ts';
import { WireConnector, WireIncidentRule, WireKind, WireOrigin } from './wire-schema.ts';

/** The kinds of connector that bring in something of a Defender product. The last one is a name on some clouds. */
const DEFENDER_KINDS = new Set(
  [
    'MicrosoftThreatProtection',
    'MicrosoftDefenderAdvancedThreatProtection',
    'AzureAdvancedThreatProtection',
    'MicrosoftCloudAppSecurity',
    'OfficeATP',
    'AzureActiveDirectory',
    'AzureSecurityCenter',
    'MicrosoftDefenderForCloudTenantBased',
  ].map(foldName),
);
const INCIDENT_RULE = foldName('MicrosoftSecurityIncidentCreation');

/** Throws RemoteError `unreadable` for one of these kinds that cannot be read: "there is none" would be a guess. */
export function toConnectors(items: readonly unknown[]): DefenderConnector[] {
  return items.flatMap((item) => {
    const kind = kindOf(item, (word) => DEFENDER_KINDS.has(foldName(word)));
    if (kind === null) return [];
    const { tenantId, dataTypes } = read(WireConnector, item, kind).properties;
    const states = Object.entries(dataTypes ?? {});
    return [
      {
        kind,
        tenantId: textOrNull(tenantId)?.toLowerCase() ?? null,
        enabledDataTypes: states.filter(([, type]) => foldName(type?.state) === 'enabled').map(([name]) => name),
      },
    ];
  });
}

/** Throws RemoteError `unreadable` for such a rule that cannot be read. */
export function toIncidentRules(items: readonly unknown[]): IncidentCreationRule[] {
  return items.flatMap((item) => {
    const kind = kindOf(item, (word) => foldName(word) === INCIDENT_RULE);
    if (kind === null) return [];
    const { displayName, enabled, productFilter } = read(WireIncidentRule, item, kind).properties;
    return [{ displayName, product: productFilter, isEnabled: enabled }];
  });
}

/** An incident that does not say where it came from, or not readably, is no sighting of anybody. */
export function toSightings(items: readonly unknown[]): ProviderSighting[] {
  const sightings = new Map<string, ProviderSighting>();
  for (const item of items) {
    const properties = WireOrigin.safeParse(item).data?.properties;
    const provider = textOrNull(properties?.providerName);
    if (provider === null || textOrNull(String(properties?.providerIncidentId ?? '')) === null) continue;
    const tenantId = tenantOfLink(properties?.additionalData?.providerIncidentUrl);
    const key = JSON.stringify([foldName(provider), tenantId]);
    const known = sightings.get(key);
    sightings.set(key, { provider, tenantId, ...known, incidents: (known?.incidents ?? 0) + 1 });
  }
  return [...sightings.values()];
}

/** The kind as spelt, or null for one that is not looked for. A few connectors carry it as their name. */
function kindOf(item: unknown, isWanted: (word: string) => boolean): string | null {
  const { kind, name } = read(WireKind, item, 'an item');
  return [kind, name].find(isWanted) ?? null;
}

function read<T>(schema: z.ZodType<T>, item: unknown, what: string): T {
  const parsed = schema.safeParse(item);
  if (parsed.success) return parsed.data;
  throw new RemoteError(
    'unreadable',
    `${what} of the workspace's settings cannot be read (${firstIssue(parsed.error)})`,
  );
}

/** `https://security.microsoft.com/incident2/81/overview?tid=<tenant>` */
function tenantOfLink(link: string | null | undefined): string | null {
  if (link === null || link === undefined || !URL.canParse(link)) return null;
  return textOrNull(new URL(link).searchParams.get('tid'))?.toLowerCase() ?? null;
}
