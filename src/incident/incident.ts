import type { Comment } from './comment.ts';
import type { Owner } from './person.ts';
import type { Severity } from './severity.ts';
import type { State } from './state.ts';

/** One side's reading of an incident, in Dragoman's words. Times are the side's own, verbatim. */
export interface Incident {
  /** Defender: the incident id (a decimal number as text). Sentinel: the resource name. */
  id: string;
  title: string;
  description: string;
  severity: Severity;
  state: State;
  owner: Owner | null;
  /** The tags people set; system and automatic tags are left out. */
  tags: string[];
  /** The comments, oldest first; null where reading the incident does not tell them (Sentinel). */
  comments: Comment[] | null;
  /** How many comments the side says there are, where it says so. */
  commentCount: number | null;
  createdAt: string;
  modifiedAt: string;
  /** Who or what changed it last, where the side tells (Defender). */
  modifiedBy: string | null;
  firstActivityAt: string | null;
  lastActivityAt: string | null;
  /** Portal address, as the side gave it. */
  url: string | null;
  products: string[];
  /** Defender: the incident this one was folded into. */
  mergedInto: string | null;
  /** Sentinel: who made it (`Azure Sentinel`, `Microsoft XDR`, …) and its id there. */
  provider: { name: string; incidentId: string | null } | null;
}

/** The fields that are decided as units, each on its own. */
export const FIELDS = ['state', 'severity', 'owner', 'tags'] as const;
export type Field = (typeof FIELDS)[number];

/** The value type of each field. */
export interface FieldValues {
  state: State;
  severity: Severity;
  owner: Owner | null;
  tags: string[];
}
