import type { FieldValues } from '../../../src/incident/incident.ts';
import type { Side } from '../../../src/incident/side.ts';
import type { SyncOrder } from '../../../src/sync/ports/desk.ts';
import type { Asked } from '../asked.ts';
import { RemoteError } from '../../../src/sync/ports/remote-error.ts';
import type { NativeSyncPlan } from '../../../src/simulator/native-sync/settings.ts';
import type { SyncMode } from '../../../src/sync/posture/posture.ts';
import type { PlannedCrash, RequestKind, When } from '../crashes.ts';

/** Which incident a step is about: counted among those that were not merged. */
type Which = number;

export type ClickStep = { do: 'click'; which: Which; ask: Asked; by: 'ana' | 'bob' };
export type CycleStep = { do: 'cycle' };
export type CompareStep = { do: 'compare' };
export type OrderStep = { do: 'order'; order: SyncOrder };
export type EditStep = { do: 'edit'; side: Side; which: Which; changes: Partial<FieldValues>; by?: 'machine' };
export type CommentStep = { do: 'comment'; where: Side | 'chat'; which: Which };
/** Both sides are asked about one incident now. */
export type LookStep = { do: 'look afresh'; which: Which };
/** Somebody hunts for what the alerts of an incident name. */
export type HuntStep = { do: 'hunt'; which: Which };
/** The process is started again, in that mode. */
export type LifeStep = { do: 'another life'; mode: SyncMode };

/** What can be going on at the same time as something else, and what the process can die during. */
export type Doing =
  ClickStep | CycleStep | CompareStep | OrderStep | EditStep | CommentStep | LookStep | HuntStep | LifeStep;

/** Something that happens. Plain values, so that a script that fails can be read and kept as an example. */
export type Step =
  | Doing
  | { do: 'raise'; owner: string | null }
  /** All incidents of a side at once. */
  | { do: 'edit all'; side: Side; changes: Partial<FieldValues> }
  /** Correlation adds an alert, or changes the newest one. */
  | { do: 'alert'; which: Which; isChange: boolean }
  | { do: 'wait'; seconds: number }
  | { do: 'fault'; side: Side; when: When; error: keyof typeof ERRORS; on?: RequestKind }
  | { do: 'crash'; at: PlannedCrash; during: Doing }
  | { do: 'down'; side: Side; isDown: boolean }
  /** From here on a side's lists do not show what was modified in the last seconds. */
  | { do: 'list late'; seconds: number }
  | { do: 'list incompletely'; isPartial: boolean }
  /** From here on a side's lists show everything twice, or besides what is there also what was there before. */
  | { do: 'list again'; what: 'nothing' | 'all' | 'old readings' }
  /** Somebody changes a Sentinel incident (or nobody does) just as it is written. */
  | { do: 'conflict'; isTouched: boolean }
  /** Defender folds one incident into the next. */
  | { do: 'merge'; which: Which }
  /** Somebody comments in a portal on one of those that were folded into another. */
  | { do: 'remark'; where: Side; which: number }
  /** A side does not have it any more, or we may not see it. */
  | { do: 'delete'; side: Side; which: Which }
  /** Everything that was deleted is there again as it was. */
  | { do: 'restore' }
  /** Somebody deletes a few of a playbook's comments in Sentinel, or edits or deletes the roll-up. */
  | { do: 'tidy'; which: Which; what: 'playbook' | 'edit roll-up' | 'delete roll-up' }
  /** From here on nothing in a side's lists can be read, or everything can. */
  | { do: 'list unreadably'; isUnreadable: boolean }
  | { do: 'native sync'; plan: NativeSyncPlan }
  /** What begins a few turns of the event loop after each other, and whole seconds. */
  | { do: 'together'; steps: Doing[]; turnsBetween: number; secondsBetween: number };

/** What can go wrong with a request. */
export const ERRORS = {
  reset: new RemoteError('unreachable', 'reset', { inDoubt: true }),
  throttled: new RemoteError('throttled', 'slow down', { status: 429, retryAfterSeconds: 2 }),
  badGateway: new RemoteError('server', 'bad gateway', { status: 502, inDoubt: true }),
  refused: new RemoteError('invalid', 'not that', { status: 400 }),
  forbidden: new RemoteError('forbidden', 'the role is missing', { status: 403 }),
};

/** An owner only Defender can hold: Sentinel's directory knows nobody by that name. */
export const NOBODY_KNOWS = 'Defender Experts';
