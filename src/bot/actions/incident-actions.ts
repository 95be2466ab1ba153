import type { IncidentData } from '../../cards/card-data.ts';
import { assignToMe } from './assign-to-me.ts';
import { assign } from './assign.ts';
import { close } from './close.ts';
import { comment } from './comment.ts';
import { handoff } from './handoff.ts';
import type { IncidentAction } from './incident-action.ts';
import { keep } from './keep.ts';
import { reopen } from './reopen.ts';
import { repair } from './repair.ts';
import { retry } from './retry.ts';
import { setActive } from './set-active.ts';
import { severity } from './severity.ts';
import { snooze } from './snooze.ts';
import { tag } from './tag.ts';
import { undo } from './undo.ts';

/** Every verb of the incident card that asks for a change. */
export const INCIDENT_ACTIONS: Record<Exclude<IncidentData['verb'], 'refresh'>, IncidentAction> = {
  assignToMe,
  setActive,
  undo,
  snooze,
  close,
  assign,
  tag,
  comment,
  severity,
  reopen,
  handoff,
  keepDefender: keep('defender'),
  keepSentinel: keep('sentinel'),
  repair,
  retry,
};
