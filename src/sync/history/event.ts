import type { Field, Incident } from '../../incident/incident.ts';
import type { Side } from '../../incident/side.ts';
import type { State } from '../../incident/state.ts';
import type { Link, Move } from '../link.ts';
import { fieldOf } from '../link.ts';
import type { Comment } from '../../incident/comment.ts';
import { isMachine } from '../observe/machine-names.ts';
import type { Person } from '../../incident/person.ts';

/**
 * What happened to an incident, once each, in the order it became known. Changes Dragoman carries are none: they
 * happened where they were made.
 */
export interface IncidentEvent {
  connectionId: string;
  incident: number;
  /**
   * - `opened`: seen for the first time; `now` is the state it was in then
   * - `changed`: a field got another value
   * - `commented`
   * - `merged`: Defender folded it into another
   * - `asked`: both sides changed a field apart and somebody has to decide
   * - `overruled`: a change lost; `before` is the state that was kept, where the change was one of the state
   * - `failed`: a side does not take a write
   */
  kind: 'opened' | 'changed' | 'commented' | 'merged' | 'asked' | 'overruled' | 'failed';
  field: Field | null;
  /** Where it was done. `rule`: by an automation rule. `sync`: concluded by Dragoman. */
  origin: Side | 'chat' | 'rule' | 'sync';
  /** Polling shows states, not moments: it happened after this … */
  after: string | null;
  /** … and no later than this. */
  at: string;
  /** Who did it, as far as is known. */
  actorName: string | null;
  actorObjectId: string | null;
  /** A machine did it, says the side. */
  isMachine: boolean;
  before: unknown;
  now: unknown;
}

/** An event as it is kept. */
export interface RecordedEvent extends IncidentEvent {
  /** Grows with every event of the process. */
  id: number;
}

/** The state an incident was in from the event on, where the event tells one. */
export function stateAfter({ kind, field, before, now }: Pick<IncidentEvent, 'kind' | 'field' | 'before' | 'now'>) {
  if (kind === 'opened') return now as State | null;
  if (field !== 'state') return null;
  if (kind === 'changed') return now as State;
  return kind === 'overruled' ? (before as State | null) : null;
}

/**
 * A change somebody made on a side. Nothing is said of who it was where the side does not tell; whoever counts people's
 * work counts it as a person's.
 */
export function changeSeen(
  link: Link,
  side: Side,
  field: Field,
  previous: Incident,
  next: Incident,
  { who, machine }: Move,
): IncidentEvent {
  return {
    connectionId: link.connectionId,
    incident: link.number,
    kind: 'changed',
    field,
    origin: side,
    after: previous.modifiedAt,
    at: next.modifiedAt,
    actorName: who ?? null,
    actorObjectId: null,
    isMachine: machine,
    before: fieldOf(previous, field),
    now: fieldOf(next, field),
  };
}

/** A comment somebody wrote on a side, or edited there: then it was done at some time before `at`. */
export function commentSeen(link: Link, side: Side, comment: Comment, at: string): IncidentEvent {
  return {
    connectionId: link.connectionId,
    incident: link.number,
    kind: 'commented',
    field: null,
    origin: side,
    after: null,
    at,
    actorName: comment.author === '' ? null : comment.author,
    actorObjectId: null,
    isMachine: comment.byMachine === true || isMachine(comment.author),
    before: null,
    now: comment.text,
  };
}

type What = Pick<IncidentEvent, 'kind' | 'field' | 'before' | 'now'>;

/** Something a person did in chat. */
export function doneInChat(link: Link, by: Person, at: string, what: What): IncidentEvent {
  return { ...happened(link, 'chat', at), actorName: by.name, actorObjectId: by.objectId, ...what };
}

/** Something an automation rule did. */
export function doneByRule(link: Link, rule: string, at: string, what: What): IncidentEvent {
  return { ...happened(link, 'rule', at), actorName: rule, isMachine: true, ...what };
}

/** Something the sync found out at a time. */
export function foundOut(
  link: Link,
  at: string,
  what: Pick<What, 'kind'> & Partial<Omit<What, 'kind'> & Pick<IncidentEvent, 'origin'>>,
): IncidentEvent {
  return { ...happened(link, 'sync', at), field: null, before: null, now: null, ...what };
}

/** At a time that is known exactly, by nobody yet. */
function happened(link: Link, origin: IncidentEvent['origin'], at: string): Omit<IncidentEvent, keyof What> {
  return {
    connectionId: link.connectionId,
    incident: link.number,
    origin,
    after: null,
    at,
    actorName: null,
    actorObjectId: null,
    isMachine: false,
  };
}
