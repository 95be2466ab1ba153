import { randomUUID } from 'node:crypto';
import type { Side } from '../../incident/side.ts';
import type { ConnectionSync } from '../connection-sync.ts';
import type { Intent } from '../intent.ts';
import type { Link } from '../link.ts';
import { SETS_APART, noteApart } from '../kept-apart.ts';
import { isoNow } from '../ports/clock.ts';
import type { ActionResult, PersonAction, SideOutcome } from '../ports/desk.ts';
import type { Records } from '../ports/records.ts';
import { postureOf } from '../posture/posture.ts';
import type { Posture } from '../posture/posture.ts';
import { decideLink } from '../promise/decide-link.ts';
import { viewIncident } from '../view-incident.ts';
import { repairable } from './mend.ts';
import { promiseAction } from './promise-action.ts';
import { refuseAsk } from './refuse-ask.ts';
import { findUndoing } from './undo.ts';
import type { Undoing } from './undo.ts';

interface Promised {
  outcome: 'promised';
  actionId: string;
  repeated: boolean;
  /** What had been wanted before and is tried again: it keeps the name of the action that wanted it. */
  takenUp: Intent[];
}

/**
 * A person acts: validated and promised in one transaction (intents, audit, idempotency key), then both sides are
 * written at once, and after a short moment the answer says what is true by then. The rest follows from the outbox.
 */
export async function act(sync: ConnectionSync, action: PersonAction): Promise<ActionResult> {
  const { context } = sync;
  const promised = await context.store.transaction((records) => promise(records, sync, action));
  if (promised.outcome !== 'promised') return promised;
  await atMost(context.settings.patienceMilliseconds, sync, action.incident);
  return answer(sync, action, promised);
}

async function promise(records: Records, sync: ConnectionSync, action: PersonAction): Promise<Promised | ActionResult> {
  const { context } = sync;
  const known = await records.action(action.key);
  if (known !== null) return { outcome: 'promised', actionId: known.id, repeated: true, takenUp: [] };
  const link = await records.link(action.incident);
  if (link === null)
    return {
      outcome: 'refused',
      code: 'unknown_incident',
      reason: `There is no incident #${action.incident}.`,
      view: null,
    };
  const view = await viewIncident(records, link, isoNow(context.clock), context);
  const posture = postureOf((await records.connection(context.connectionId))!);
  const undoing =
    action.ask.kind === 'undo' ? await findUndoing(records, link, action.by, isoNow(context.clock)) : null;
  const cannotUndo = undoing !== null && 'refusal' in undoing ? undoing : null;
  const refusal = refuseAsk(action, view, context.settings, posture) ?? cannotUndo?.refusal ?? null;
  if (refusal !== null) {
    await audit(records, sync, action, null, `refused:${refusal.code}`);
    return { outcome: 'refused', ...refusal, view };
  }
  // A comment takes nothing back that anybody did, and an undo looks for itself: both may come from an old card.
  const isAgeless = action.ask.kind === 'comment' || action.ask.kind === 'undo';
  const stale = action.version !== null && action.version < link.reconfirmVersion && !isAgeless;
  if (stale) {
    await audit(records, sync, action, null, 'refused:stale');
    return { outcome: 'stale', view };
  }
  const actionId = randomUUID();
  const at = isoNow(context.clock);
  await records.addAction({ key: action.key, id: actionId, link: link.number, actorObjectId: action.by.objectId, at });
  const undone = undoing !== null && 'asked' in undoing ? undoing : null;
  await audit(records, sync, action, actionId, 'accepted', undone);
  const takenUp = await takenUpBy(records, action, link, posture);
  await promiseAction(records, context, link, action, actionId, { posture, undone });
  await noteApart(records, link, [action.ask]);
  await records.saveLink({ ...link, version: link.version + 1 });
  await decideLink(records, context, link.number);
  return { outcome: 'promised', actionId, repeated: false, takenUp };
}

async function takenUpBy(records: Records, { ask }: PersonAction, link: Link, posture: Posture): Promise<Intent[]> {
  if (ask.kind === 'retry') return records.deadIntents(link.number);
  if (ask.kind === 'repair') return repairable(await records.wantedIntents(link.number), posture);
  return [];
}

async function audit(
  records: Records,
  { context }: ConnectionSync,
  { by, ask, incident }: PersonAction,
  actionId: string | null,
  outcome: string,
  undone: Undoing | null = null,
): Promise<void> {
  await records.appendAudit({
    at: isoNow(context.clock),
    actorKind: 'person',
    actorObjectId: by.objectId,
    actorTenantId: by.tenantId,
    actorUpn: by.upn,
    actorName: by.name,
    action: ask.kind,
    incident,
    actionId,
    outcome,
    detail: undone === null ? ask : { ...ask, takesBack: undone.actionId, ...undone.asked },
  });
}

/** Waits for the link's lanes, but no longer than a person should wait for an answer. */
async function atMost(milliseconds: number, { context, writer }: ConnectionSync, number: number): Promise<void> {
  let cancel: () => void = () => undefined;
  const patience = new Promise<void>((resolve) => {
    cancel = context.clock.after(milliseconds, resolve);
  });
  await Promise.race([context.urgently(() => writer.drainLink(number)), patience]);
  cancel();
}

async function answer(
  sync: ConnectionSync,
  action: PersonAction,
  { actionId, repeated, takenUp }: Promised,
): Promise<ActionResult> {
  const { store } = sync.context;
  const intents = await intentsOf(store, actionId, takenUp);
  const link = (await store.link(action.incident))!;
  const view = await viewIncident(store, link, isoNow(sync.context.clock), sync.context);
  return {
    outcome: 'applied',
    ...(view.apart !== null && SETS_APART.includes(action.ask.kind) ? { warning: view.apart } : {}),
    view,
    sides: {
      defender: outcomeOn('defender', intents),
      sentinel: (await isTwinAwaited(store, link)) ? 'waiting' : outcomeOn('sentinel', intents),
    },
    repeated,
  };
}

/** What became by now of what an action promised, and of what it took up. */
async function intentsOf(records: Records, actionId: string, takenUp: Intent[]): Promise<Intent[]> {
  const named = new Set([actionId, ...takenUp.flatMap((intent) => intent.actionId ?? [])]);
  const ids = new Set(takenUp.map(({ id }) => id));
  const all = await Promise.all([...named].map((name) => records.intentsOfAction(name)));
  return all.flat().filter((intent) => intent.actionId === actionId || ids.has(intent.id));
}

/** A twin that is on its way will be made of what the other side holds by then. */
async function isTwinAwaited(records: Records, link: Link): Promise<boolean> {
  if (link.sentinel !== null) return false;
  return (await records.openIntents(link.number)).some(({ work }) => work.kind === 'create');
}

function outcomeOn(side: Side, intents: Intent[]): SideOutcome {
  const states = new Set(intents.filter((intent) => intent.side === side).map(({ state }) => state));
  if (states.has('dead')) return 'failed';
  if (states.has('open')) return 'waiting';
  if (states.has('overruled') || states.has('superseded')) return 'overruled';
  return states.has('done') ? 'done' : 'unchanged';
}
