import type { EntityName } from '../incident/entity-names.ts';
import type { Field } from '../incident/incident.ts';
import type { Owner } from '../incident/person.ts';
import type { Severity } from '../incident/severity.ts';
import type { Side } from '../incident/side.ts';
import type { State } from '../incident/state.ts';
import type { Standing } from './link.ts';
import type { DeadlineView } from './ports/deadlines.ts';

/**
 * How one side stands: `ok` (nothing is promised that it has not taken), `waiting` (a write is on its way),
 * `failed` (it will not take a write; a person must look), `held` (it should be written, but is left alone for a
 * reason), `gone` (it was there; its last state is kept), `absent` (the incident does not exist there).
 */
export interface SideView {
  side: Side;
  standing: 'ok' | 'waiting' | 'failed' | 'held' | 'gone' | 'absent';
  /** The incident's id there; null where it does not exist (yet). */
  id: string | null;
  /** Portal address as the side gave it; unchecked. */
  url: string | null;
  /** Why it waits or failed, in words for people. */
  reason: string | null;
}

/** One thing the two systems tell differently, and nothing on its way will change that. */
export interface DriftLine {
  incident: number;
  title: string;
  what: Field | 'twin' | 'comments' | 'title';
  /** What each side holds, in words; null where there is nothing to compare. */
  defender: string | null;
  sentinel: string | null;
  since: string;
  /** Why it stays so, in words for people. */
  why: string;
  /** Which side a repair would write; null where a click cannot mend it. */
  repair: Side | null;
}

/** A field both sides moved apart, and what each holds now, in words. */
export interface QuestionView {
  field: Field;
  defender: string;
  sentinel: string;
  /** Who set it where and when, as far as is known. */
  sentence: string;
  since: string;
}

/** What people are shown of an incident. All texts are as their authors wrote them: escape before showing. */
export interface IncidentView {
  number: number;
  /** What the connection it belongs to is called; only where this process has several. */
  connection?: string;
  version: number;
  title: string;
  description: string;
  severity: Severity;
  state: State;
  owner: Owner | null;
  tags: string[];
  products: string[];
  /** What its alerts are about, the best known first: SHOWN_ENTITY_NAMES at most, and one more where there are more. */
  entities: EntityName[];
  createdAt: string;
  /** What is to be done by when. */
  deadlines: DeadlineView[];
  latestComment: { author: string; text: string; at: string } | null;
  standing: Standing;
  mergedInto: number | null;
  /** Defender first. */
  sides: [SideView, SideView];
  /** Sentences about changes that lost, newest first. */
  overruled: string[];
  /** Conflicts somebody has to decide. */
  questions: QuestionView[];
  /** Where the sides disagree and nothing on its way will change that. */
  drift: DriftLine[];
  /** What was set here that may keep Microsoft from merging it with another; a sentence, null where nothing may. */
  apart: string | null;
  /** Why nothing people ask for may be written now, and what ends that; null when it may. */
  readOnly: string | null;
  /** Older versions than this must be confirmed before acting on them. */
  reconfirmVersion: number;
  /** Created after the connection went live. */
  announced: boolean;
}
