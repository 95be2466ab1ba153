import type { IncidentView } from '../sync/incident-view.ts';
import type { ActionResult, Ask } from '../sync/ports/desk.ts';
import type { IncidentData } from '../cards/card-data.ts';
import { markdownText } from '../cards/escape.ts';
import { audit, auditedAs } from './audit.ts';
import type { Caller } from './authorise.ts';
import { concludeConflict } from './conclude-notices.ts';
import { refusal } from './refusal-codes.ts';
import type { Refusal } from './refusal-codes.ts';
import { roleRequired } from './role-required.ts';
import { hasRole, roleFor } from './roles.ts';
import type { Services } from './services.ts';

export interface Wish {
  caller: Caller;
  view: IncidentView;
  verb: IncidentData['verb'];
  /** Of a conflict. */
  field?: IncidentData['field'];
}

/** Why this person may not use the verb on this incident; null when they may. A refusal is audited. */
export async function refuseVerb(services: Services, { caller, view, verb, field }: Wish): Promise<Refusal | null> {
  const role = roleFor(verb, view, field);
  const isRefused = !hasRole(caller.roles, role);
  const isDoubtful = verb !== 'refresh' && !caller.isVerified;
  if (!isRefused && !isDoubtful) return null;
  const because = isRefused ? roleRequired(caller, roleText(verb, role)) : refusal('identity_unverified');
  const row = { who: caller.person, action: auditedAs(verb), incident: view.number };
  await audit(services, { ...row, outcome: `refused:${because.code}` });
  return because;
}

export type Acted =
  Exclude<ActionResult, { outcome: 'refused' }> | { outcome: 'refused'; refusal: Refusal; view: IncidentView };

/** Whoever takes something back waits this long for both sides to be asked whether it still stands there. */
const LOOK_MILLISECONDS = 1_000;

/**
 * Asks the desk for it. The desk audits what it accepts and what it refuses. What is taken back must still be there, and a
 * portal may have changed it since the last cycle: that is looked at first, as long as somebody who waits has patience.
 */
export async function askDesk(
  services: Pick<Services, 'desk' | 'chat' | 'clock' | 'keeper'>,
  { caller, view }: Wish,
  { ask, key, version }: { ask: Ask; key: string; version: number | null },
): Promise<Acted> {
  if (ask.kind === 'undo') await services.desk.readAfresh(view.number, LOOK_MILLISECONDS);
  const result = await services.desk.act({ by: caller.person, incident: view.number, ask, key, version });
  if (result.outcome === 'applied') {
    if (ask.kind === 'keep') await concludeConflict(services, caller, ask, { before: view, after: result.view });
    if (ask.kind === 'retry') services.keeper.troublesMayHaveChanged();
  }
  if (result.outcome !== 'refused') return result;
  const because = refusal(result.code, markdownText(result.reason, 500));
  return { outcome: 'refused', refusal: because, view: result.view ?? view };
}

function roleText(verb: IncidentData['verb'], role: string): string {
  const isAboutHigh = role === 'lead' && verb !== 'severity';
  return `${isAboutHigh ? 'Closing an incident of high severity' : 'This'} needs the role ${role}. An admin can grant it: "grant ${role} @you".`;
}
