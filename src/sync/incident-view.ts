import type { Owner } from '../incident/person.ts';
import type { Severity } from '../incident/severity.ts';
import type { Side } from '../incident/side.ts';
import type { State } from '../incident/state.ts';
import type { Standing } from './link.ts';

/**
 * How one side stands: `ok` (nothing is promised that it has not taken), `waiting` (a write is on its way),
 * `failed` (it will not take a write; a person must look), `absent` (the incident does not exist there).
 */
export interface SideView {
  side: Side;
  standing: 'ok' | 'waiting' | 'failed' | 'absent';
  /** The incident's id there; null where it does not exist (yet). */
  id: string | null;
  /** Portal address as the side gave it; unchecked. */
  url: string | null;
  /** Why it waits or failed, in words for people. */
  reason: string | null;
}

/** What people are shown of an incident. All texts are as their authors wrote them: escape before showing. */
export interface IncidentView {
  number: number;
  version: number;
  title: string;
  description: string;
  severity: Severity;
  state: State;
  owner: Owner | null;
  tags: string[];
  products: string[];
  createdAt: string;
  latestComment: { author: string; text: string; at: string } | null;
  standing: Standing;
  mergedInto: number | null;
  /** Defender first. */
  sides: [SideView, SideView];
  /** Sentences about changes that lost, newest first. */
  overruled: string[];
  /** Older versions than this must be confirmed before acting on them. */
  reconfirmVersion: number;
  /** Created after the connection went live. */
  announced: boolean;
}
