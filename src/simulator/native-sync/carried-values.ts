import type { SecurityAlert } from '../arm/incident.ts';

/** What the connector keeps the same, each on its own; comments are carried besides. */
export const CARRIED_FIELDS = [
  'status',
  'classification',
  'closingNote',
  'severity',
  'owner',
  'tags',
  'title',
  'alerts',
] as const;
export type CarriedField = (typeof CARRIED_FIELDS)[number];

/** What Sentinel keeps of an incident only while it is closed. */
export const CLOSING_DETAIL = ['classification', 'closingNote'] as const;

/**
 * An incident of either side as the connector sees it: in Sentinel's words, so that what Defender tells apart and
 * Sentinel does not is lost here already. A field that is left out is one the side says nothing of.
 */
export interface CarriedValues {
  status: 'New' | 'Active' | 'Closed';
  /** Without the reason: a class of Defender's has one, whatever Sentinel held. */
  classification?: 'TruePositive' | 'FalsePositive' | 'BenignPositive' | 'Undetermined';
  closingNote?: string;
  severity?: 'High' | 'Medium' | 'Low' | 'Informational';
  /** User principal name, or the free text that Defender holds; null for nobody. */
  owner?: string | null;
  tags: string[];
  title: string;
  /** From Defender to Sentinel only. */
  alerts?: SecurityAlert[];
}

/** A comment of either side. */
export interface CarriedComment {
  /** What tells it from the others of its incident on its side; it is not carried. */
  key: string;
  author: string;
  text: string;
}

/** The fields of `values` that `present` does not hold. */
export function newsIn(values: Partial<CarriedValues>, present: Partial<CarriedValues>): Partial<CarriedValues> {
  const news = CARRIED_FIELDS.filter((field) => field in values && fold(values[field]) !== fold(present[field]));
  return Object.fromEntries(news.map((field) => [field, values[field]]));
}

/** The order of a list is not content. */
function fold(value: CarriedValues[CarriedField]): string {
  if (!Array.isArray(value)) return JSON.stringify(value ?? null);
  return JSON.stringify(value.map((item) => JSON.stringify(item)).toSorted());
}
