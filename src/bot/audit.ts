import type { ButtonData } from '../cards/card-data.ts';
import { isoNow } from '../sync/ports/clock.ts';
import type { Stranger } from './authorise.ts';
import type { Services } from './services.ts';

/** The words the desk uses for what it audits itself, so that one search finds allowed and refused alike. */
const AUDITED_AS: Record<ButtonData['verb'], string> = {
  assignToMe: 'assign',
  setActive: 'activate',
  undo: 'undo',
  snooze: 'snooze',
  refresh: 'refresh',
  close: 'close',
  assign: 'assign',
  tag: 'tags',
  comment: 'comment',
  severity: 'severity',
  reopen: 'reopen',
  handoff: 'handoff',
  keepDefender: 'keep',
  keepSentinel: 'keep',
  repair: 'repair',
  retry: 'retry',
  help: 'help',
  list: 'list',
  figure: 'figure',
  drift: 'drift',
  syncStatus: 'sync status',
  syncGo: 'sync go',
};

export function auditedAs(verb: keyof typeof AUDITED_AS): string {
  return AUDITED_AS[verb];
}

/** Nobody vouches for the name of somebody without an account. */
const LONGEST_NAME = 200;

export interface Audited {
  who: Stranger;
  action: string;
  incident: number | null;
  /** `accepted` or `refused:<code>`. */
  outcome: string;
  detail?: unknown;
}

/**
 * Adds a row about something the desk does not audit itself: what never got to it, and what is not about an
 * incident. Whoever has no account (a visitor, another bot) is there by the name Teams gives them.
 */
export async function audit({ desk, clock }: Pick<Services, 'desk' | 'clock'>, entry: Audited): Promise<void> {
  const { who, action, incident, outcome, detail = null } = entry;
  await desk.audit({
    at: isoNow(clock),
    actorKind: 'person',
    actorObjectId: who.objectId,
    actorTenantId: who.tenantId,
    actorUpn: who.upn,
    actorName: who.name.slice(0, LONGEST_NAME),
    action,
    incident,
    actionId: null,
    outcome,
    detail,
  });
}
