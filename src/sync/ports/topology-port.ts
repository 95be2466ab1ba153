import type { Side } from '../../incident/side.ts';
import type { Known } from './known.ts';

/** A data connector of the workspace that brings in alerts or incidents of one of Microsoft's Defender products. */
export interface DefenderConnector {
  /** As ARM spells it, such as `MicrosoftThreatProtection` (the Defender XDR connector) or `OfficeATP`. */
  kind: string;
  /** The Entra tenant it reads, lower case; null where it names none. */
  tenantId: string | null;
  /** The data types that are switched on, such as `incidents` and `alerts`. */
  enabledDataTypes: string[];
}

/** An analytics rule that makes an incident of every alert of one Microsoft product. */
export interface IncidentCreationRule {
  displayName: string;
  /** As ARM spells it, such as `Microsoft Cloud App Security`. */
  product: string;
  isEnabled: boolean;
}

/** Who made recent Sentinel incidents that carry the id of an incident elsewhere. */
export interface ProviderSighting {
  /** `Azure Sentinel`, `Microsoft XDR`, … */
  provider: string;
  /** The Defender tenant their portal links name, lower case; null where they name none. */
  tenantId: string | null;
  incidents: number;
}

/** What can be seen, from the outside, of who else syncs the two systems of one connection. */
export interface TopologyFacts {
  /** The tenants of the connection, lower case. */
  tenants: Record<Side, string>;
  connectors: Known<DefenderConnector[]>;
  incidentRules: Known<IncidentCreationRule[]>;
  /** Of incidents made in the last two days. */
  sightings: Known<ProviderSighting[]>;
}

export interface TopologyPort {
  /** Looks once. A part that cannot be read is told as unknown; this throws for nothing a service does. */
  look(): Promise<TopologyFacts>;
}
