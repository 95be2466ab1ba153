import { openState } from '../../src/incident/state.ts';
import type { IncidentEvent, RecordedEvent } from '../../src/sync/history/event.ts';
import type { History } from '../../src/sync/history/timeline.ts';

/** What happens to an incident, minute by minute after its creation at `BEGAN`. */
export const BEGAN = Date.parse('2026-11-02T08:00:00Z');
export const minute = (minutes: number): number => BEGAN + minutes * 60_000;

const CLOSED = {
  status: 'closed',
  classification: 'truePositive',
  determination: 'other',
  reason: null,
  note: '',
} as const;

/** Somebody changed something in Sentinel; when, of what incident and which event it is, is still to be said. */
export const anEvent = {
  connectionId: 'contoso',
  kind: 'changed',
  field: null,
  origin: 'sentinel',
  after: null,
  actorName: null,
  actorObjectId: null,
  isMachine: false,
  before: null,
  now: null,
} as const satisfies Partial<RecordedEvent>;

type Told = Partial<IncidentEvent> & { minute: number };

/** An incident's history from a few words about each event; `opened` at minute 0 is added. */
export function aHistory(told: Told[], present: Partial<Pick<History, 'severity' | 'owner'>> = {}): History {
  const all: Told[] = [{ minute: 0, kind: 'opened', now: openState('new'), origin: 'defender' }, ...told];
  return {
    incident: 12,
    severity: 'high',
    owner: null,
    ...present,
    events: all.map(({ minute: at, ...event }, index): RecordedEvent => ({
      ...anEvent,
      id: index + 1,
      incident: 12,
      at: new Date(minute(at)).toISOString(),
      ...event,
    })),
  };
}

export const toState = (at: number, status: 'new' | 'active' | 'closed', more: Partial<IncidentEvent> = {}): Told => ({
  minute: at,
  field: 'state',
  now: status === 'closed' ? CLOSED : openState(status),
  ...more,
});

export const toSeverity = (at: number, before: string, now: string): Told => ({
  minute: at,
  field: 'severity',
  before,
  now,
});

export const toOwner = (at: number, name: string | null, more: Partial<IncidentEvent> = {}): Told => ({
  minute: at,
  field: 'owner',
  now: name === null ? null : { upn: `${name}@contoso.com`, objectId: null, name },
  ...more,
});
