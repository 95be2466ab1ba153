import type { Intent } from './intent.ts';
import type { AuditRow } from './ports/records.ts';

const NOBODY = { actorObjectId: null, actorTenantId: null, actorUpn: null, actorName: null };

/** What became of an intent. Of a person's or a rule's, the row of the action (same `actionId`) names them. */
export function auditOfIntent(intent: Intent, at: string, outcome: string, detail: object): AuditRow {
  const { work, cause, link, actionId, side, rule } = intent;
  return {
    ...NOBODY,
    at,
    actorKind: cause,
    action: `write ${work.kind === 'field' ? work.field : work.kind}`,
    incident: link,
    actionId,
    outcome: `${outcome}:${side}`,
    detail: { rule, ...detail },
  };
}

/** Something the sync itself concluded about an incident. */
export function auditOfSync(at: string, incident: number, action: string, outcome: string, detail: object): AuditRow {
  return { ...NOBODY, at, actorKind: 'sync', action, incident, actionId: null, outcome, detail };
}

/** Something the sync concluded about a whole connection. */
export function auditOfConnection(at: string, connectionId: string, action: string, sentence: string): AuditRow {
  const detail = { connection: connectionId, sentence };
  return { ...NOBODY, at, actorKind: 'sync', action, incident: null, actionId: null, outcome: 'accepted', detail };
}
