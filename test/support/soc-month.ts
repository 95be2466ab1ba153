import type { Owner } from '../../src/incident/person.ts';
import type { Severity } from '../../src/incident/severity.ts';
import type { Classification, State, Status } from '../../src/incident/state.ts';
import { openState } from '../../src/incident/state.ts';
import type { IncidentEvent } from '../../src/sync/history/event.ts';

/** What truly happened to one incident, told apart from the events that tell it. Times are seconds since 1970. */
export interface Story {
  number: number;
  openedAt: number;
  product: string;
  mergedAt: number | null;
  acknowledgedAt: number | null;
  /** Every time a person took it up: set it active, took it, wrote about it or closed it. */
  attended: number[];
  closings: Closing[];
  severities: { from: number; severity: Severity }[];
  owners: { from: number; owner: Owner | null }[];
  asked: number[];
  failed: number[];
  overruled: number[];
  events: IncidentEvent[];
}

export interface Closing {
  at: number;
  by: 'person' | 'machine' | 'unknown';
  classification: Classification;
  /** Somebody thought better of it. */
  reclassified: { at: number; classification: Classification } | null;
  /** When it was open again; null while it stays closed. */
  reopenedAt: number | null;
  /** No work done, once the reopening is known. */
  isFlap: boolean;
}

/** How incidents end, and how often in a hundred. */
const ENDS = [
  ['resolved', 38],
  ['closedByMachine', 16],
  ['machineFlap', 8],
  ['bounced', 5],
  ['bouncedAfterWord', 3],
  ['reopened', 6],
  ['mistap', 4],
  ['merged', 8],
  ['bornClosed', 4],
  ['lost', 2],
  ['open', 6],
] as const;
type End = (typeof ENDS)[number][0];

const CLASSES: Classification[] = ['truePositive', 'falsePositive', 'benignPositive', 'undetermined'];
const SEVERITIES: Severity[] = ['informational', 'low', 'medium', 'high'];
export const PRODUCTS = ['Microsoft Defender for Endpoint', 'Microsoft Defender for Office 365', 'Microsoft Sentinel'];
/** Early, late and night shift, by the hour of the day (UTC) at which each begins. */
const SHIFTS = [
  { hour: 5, people: ['Ana Diaz', 'Raj Patel'] },
  { hour: 13, people: ['Kim Lee', 'Lena Vogt'] },
  { hour: 21, people: ['Omar Said'] },
];
const HOUR = 3_600;

/** Numbers from 0 to 1 that are the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function person(name: string): Owner {
  return { upn: `${name.toLowerCase().replace(' ', '.')}@contoso.com`, objectId: null, name };
}

/** The life of one incident that is opened at a time. */
export function liveStory(number: number, openedAt: number, random: () => number): Story {
  const pick = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)]!;
  const after = (hours: number) => 60 + Math.floor(random() * random() * hours * HOUR);
  const teller = new Teller(number, openedAt, pick(SEVERITIES), pick(PRODUCTS));
  const onShift = (at: number) => {
    const hour = new Date(at * 1000).getUTCHours();
    return pick((SHIFTS.findLast((shift) => shift.hour <= hour) ?? SHIFTS[2]!).people);
  };
  const end = drawEnd(random() * 100);
  const classification = pick(CLASSES);
  let at = openedAt;
  const attend = () => {
    at += after(9);
    const who = onShift(at);
    if (random() < 0.5) teller.own(at, who);
    else teller.state(at, 'person', 'active', who);
    if (random() < 0.2) teller.rate((at += 300), pick(SEVERITIES));
    if (random() < 0.3) teller.comment((at += 200), who);
  };
  const close = (by: 'person' | 'machine', hours: number, isFlap = false) => {
    teller.close((at += after(hours)), by, classification, isFlap);
  };

  teller.open(end === 'bornClosed' ? classification : null);
  if (random() < 0.1) teller.machineOwns(at + 30);
  if (random() < 0.05) teller.trouble(at + 40, random());
  const acts: Record<End, () => void> = {
    bornClosed: () => undefined,
    open: () => (random() < 0.5 ? attend() : undefined),
    resolved: () => (attend(), close('person', 30), random() < 0.2 && teller.reclassify(at + 900, pick(CLASSES))),
    closedByMachine: () => close('machine', 2),
    machineFlap: () => {
      close('machine', 2, true);
      teller.reopen((at += after(20)), 'machine');
      if (random() < 0.4) return;
      attend();
      close('person', 10);
    },
    bounced: () => {
      attend();
      close('person', 10, true);
      teller.reopen((at += 200), 'machine');
      if (random() < 0.5) close('person', 5);
    },
    bouncedAfterWord: () => {
      attend();
      close('person', 10);
      teller.comment((at += 100), onShift(at));
      teller.reopen((at += 200), 'machine');
    },
    reopened: () => {
      attend();
      close('person', 20);
      teller.reopen((at += 700 + after(60)), 'person');
      if (random() < 0.7) close('person', 20);
    },
    mistap: () => {
      attend();
      close('person', 10, true);
      teller.reopen((at += 45), 'person');
    },
    merged: () => (random() < 0.5 && attend(), teller.merge(at + after(10))),
    lost: () => {
      attend();
      close('person', 4, true);
      teller.overrule((at += 1_500));
    },
  };
  acts[end]();
  return teller.story;
}

function drawEnd(draw: number): End {
  let sum = 0;
  for (const [end, share] of ENDS) if (draw < (sum += share)) return end;
  return 'open';
}

/** Writes down both what happened and the events that tell it. */
class Teller {
  readonly story: Story;
  #state: State = openState('new');
  #owner: Owner | null = null;
  #severity: Severity;

  constructor(number: number, openedAt: number, severity: Severity, product: string) {
    this.#severity = severity;
    this.story = {
      number,
      openedAt,
      product,
      mergedAt: null,
      acknowledgedAt: null,
      attended: [],
      closings: [],
      severities: [{ from: openedAt, severity }],
      owners: [{ from: openedAt, owner: null }],
      asked: [],
      failed: [],
      overruled: [],
      events: [],
    };
  }

  open(closedAs: Classification | null): void {
    const { openedAt } = this.story;
    if (closedAs !== null) {
      this.#state = { ...this.#state, status: 'closed', classification: closedAs };
      this.#closing(openedAt, 'unknown', closedAs, false);
    }
    this.#tell(openedAt, { kind: 'opened', field: null, now: this.#state });
  }

  state(at: number, by: 'person' | 'machine', status: Status, who: string | null = null): void {
    if (by === 'person' && status === 'active') this.#acknowledge(at);
    this.#move(at, by, { ...this.#state, status }, who);
  }

  own(at: number, who: string): void {
    this.#acknowledge(at);
    this.#assign(at, person(who), false);
  }

  machineOwns(at: number): void {
    this.#assign(at, person('Defender Experts'), true);
  }

  rate(at: number, severity: Severity): void {
    this.#tell(at, { kind: 'changed', field: 'severity', before: this.#severity, now: severity });
    this.#severity = severity;
    this.story.severities.push({ from: at, severity });
  }

  comment(at: number, who: string): void {
    this.story.attended.push(at);
    this.#tell(at, { kind: 'commented', field: null, now: 'Looked at it.', origin: 'chat', actorName: who });
  }

  close(at: number, by: 'person' | 'machine', classification: Classification, isFlap: boolean): void {
    if (by === 'person') this.#acknowledge(at);
    this.#closing(at, by, classification, isFlap);
    this.#move(at, by, { ...this.#state, status: 'closed', classification });
  }

  reclassify(at: number, classification: Classification): void {
    this.story.closings.at(-1)!.reclassified = { at, classification };
    this.#move(at, 'person', { ...this.#state, classification });
  }

  reopen(at: number, by: 'person' | 'machine'): void {
    this.story.closings.at(-1)!.reopenedAt = at;
    if (by === 'person') this.#acknowledge(at);
    this.#move(at, by, openState('active'));
  }

  merge(at: number): void {
    this.story.mergedAt = at;
    this.#tell(at, { kind: 'merged', field: null, now: '1' });
  }

  /** The closing lost against what the other side has. */
  overrule(at: number): void {
    this.story.closings.at(-1)!.reopenedAt = at;
    this.story.overruled.push(at);
    this.#state = openState('active');
    this.#tell(at, { kind: 'overruled', field: 'state', before: this.#state, now: 'Kept: active.', origin: 'sync' });
  }

  trouble(at: number, draw: number): void {
    const kind = draw < 0.5 ? 'asked' : 'failed';
    this.story[kind].push(at);
    this.#tell(at, { kind, field: 'tags', origin: 'sync' });
  }

  #acknowledge(at: number): void {
    this.story.acknowledgedAt ??= at;
    this.story.attended.push(at);
  }

  #closing(at: number, by: Closing['by'], classification: Classification, isFlap: boolean): void {
    this.story.closings.push({ at, by, classification, reclassified: null, reopenedAt: null, isFlap });
  }

  #assign(at: number, owner: Owner, isMachine: boolean): void {
    this.#tell(at, { kind: 'changed', field: 'owner', before: this.#owner, now: owner, isMachine });
    this.#owner = owner;
    this.story.owners.push({ from: at, owner });
  }

  #move(at: number, by: 'person' | 'machine', state: State, who: string | null = null): void {
    const isMachine = by === 'machine';
    this.#tell(at, { kind: 'changed', field: 'state', before: this.#state, now: state, isMachine, actorName: who });
    this.#state = state;
  }

  #tell(at: number, what: Pick<IncidentEvent, 'kind' | 'field'> & Partial<IncidentEvent>): void {
    this.story.events.push({
      connectionId: 'contoso',
      incident: this.story.number,
      origin: 'defender',
      after: null,
      at: isoOf(at),
      actorName: null,
      actorObjectId: null,
      isMachine: false,
      before: null,
      now: null,
      ...what,
    });
  }
}

export function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
