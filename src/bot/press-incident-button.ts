import { FormInputs } from '../cards/card-data.ts';
import type { IncidentData } from '../cards/card-data.ts';
import { markdownText } from '../cards/escape.ts';
import type { FormOptions } from '../cards/form.ts';
import { headingOf } from '../cards/words.ts';
import type { IncidentView } from '../sync/incident-view.ts';
import { askDesk, refuseVerb } from './act.ts';
import { INCIDENT_ACTIONS } from './actions/incident-actions.ts';
import type { IncidentAction, Press } from './actions/incident-action.ts';
import { audit, auditedAs } from './audit.ts';
import type { Caller } from './authorise.ts';
import type { ButtonPress, Via } from './button-press.ts';
import { describeResult, resultBanner } from './describe-result.ts';
import { renderInsertedCard } from './extension/inserted-card.ts';
import { idempotencyKey } from './idempotency-key.ts';
import { REFUSAL_TEXTS, refusal, refusalText } from './refusal-codes.ts';
import type { Refusal, RefusalCode } from './refusal-codes.ts';
import { refused } from './reply.ts';
import type { Reply } from './reply.ts';
import { hasRole } from './roles.ts';
import type { Services } from './services.ts';
import { showAgain } from './show-again.ts';

type Incoming = ButtonPress & { caller: Caller; data: IncidentData };

/** A button of an incident card: ours, fresh and allowed? Then whatever its verb asks for. */
export async function pressIncidentButton(services: Services, incoming: Incoming): Promise<Reply> {
  const { caller, data, turn } = incoming;
  const place = { card: data.card, conversationId: turn.conversation.id, readOnly: data.readOnly };
  const { incident, defenderId = null, sentinelName = null, version, field } = data;
  const binding = { ...place, incident, defenderId, sentinelName, version, field };
  const verdict = services.cards.signer.verify(binding, data);
  // A card somebody inserted has no buttons that act; what comes from one was made up.
  const isMadeUp = data.readOnly === true && data.verb !== 'refresh';
  if (verdict === 'forged' || isMadeUp) return deny(services, incoming, refusal('forged'));
  const view = await services.desk.view(data.incident);
  if (verdict === 'unknown_key') return replaceCard(services, incoming, view);
  if (view === null) return deny(services, incoming, refusal('unknown_incident'));

  const press: Press = { services, turn, caller, view, place, data };
  if (data.verb === 'refresh') return refresh(press, incoming);
  const action = INCIDENT_ACTIONS[data.verb];
  return incoming.via === 'open' ? openForm(press, action) : carryOut(press, action, incoming);
}

/** Looking changes nothing. A client that refreshes by itself shows those without a role what is there to see. */
async function refresh(press: Press, { isAutomatic, via }: Incoming): Promise<Reply> {
  if (via === 'message') return { kind: 'silent' };
  const wish = { caller: press.caller, view: press.view, verb: 'refresh' } as const;
  if (press.place.readOnly === true) return refreshInserted(press);
  if (isAutomatic && press.caller.roles.length === 0) return showAgain(press, { readOnly: true });
  const forbidden = await refuseVerb(press.services, wish);
  if (forbidden !== null) return refused(forbidden);
  const { services, place, caller } = press;
  const banner = isAutomatic ? services.lastWords.recall(place.card, caller.person.objectId) : null;
  return showAgain(press, banner === null ? {} : { banner });
}

/** Each reader of a card that somebody inserted sees as much as they may. */
async function refreshInserted({ services, turn, caller, view, place }: Press): Promise<Reply> {
  const card = await renderInsertedCard(services, { view, place, turn, mayRead: hasRole(caller.roles, 'viewer') });
  return { kind: 'card', card, summary: headingOf(view) };
}

async function openForm(press: Press, action: IncidentAction): Promise<Reply> {
  const { caller, view, data } = press;
  const forbidden = await refuseVerb(press.services, { caller, view, verb: data.verb, field: data.field });
  if (forbidden !== null) return refused(forbidden);
  const closedTo = standingRefusal(view) ?? action.form?.unavailable?.(press) ?? null;
  if (closedTo !== null) return refused(closedTo);
  if (action.form === undefined) return refused(refusal('malformed'));
  return { kind: 'form', title: action.form.title, card: await action.form.render(press, {}, {}) };
}

async function carryOut(press: Press, action: IncidentAction, { via }: Incoming): Promise<Reply> {
  const { services, caller, view, data } = press;
  const wish = { caller, view, verb: data.verb, field: data.field };
  const forbidden = await refuseVerb(services, wish);
  if (forbidden !== null) return refused(forbidden);

  const understood = await action.understand(press);
  // The next page would be as fresh as the incident, and what changed under the first never asked about.
  const isStale = data.version < view.reconfirmVersion;
  if ('next' in understood && !isStale) return { kind: 'form', title: action.form?.title ?? '', card: understood.next };
  if ('next' in understood) return askAgain(press, action, refusal('stale'));
  if ('refusal' in understood) {
    if (via === 'submit') return askAgain(press, action, understood.refusal);
    await auditRefused(press, understood.refusal);
    return refused(understood.refusal);
  }

  if ('inChat' in understood) {
    const text = await understood.inChat();
    return via === 'execute' ? showAgain(press, { banner: { tone: 'good', text } }) : { kind: 'done', text };
  }

  const { ask } = understood;
  const key = idempotencyKey(data, caller.person.objectId);
  const result = await askDesk(services, wish, { ask, key, version: data.version });
  switch (result.outcome) {
    case 'applied':
      if (via !== 'execute') return { kind: 'done', text: describeResult(ask, result) };
      return showAgain({ ...press, view: result.view }, { banner: resultBanner(ask, result) });
    case 'stale':
      return showFresh({ ...press, view: result.view }, action, via);
    case 'refused':
      if (via === 'execute' && result.refusal.code === 'changed_since') return showChanged(press, result);
      return via === 'submit' ? showFormAgain(press, action, result.refusal) : refused(result.refusal);
    default:
      return result satisfies never;
  }
}

async function askAgain(press: Press, action: IncidentAction, because: Refusal): Promise<Reply> {
  await auditRefused(press, because);
  return showFormAgain(press, action, because);
}

async function auditRefused({ services, caller, data, view }: Press, { code }: Refusal): Promise<void> {
  const row = { who: caller.person, action: auditedAs(data.verb), incident: view.number };
  await audit(services, { ...row, outcome: `refused:${code}` });
}

/** Nothing was done: what was pressed is shown again, as it is now, and a second press goes ahead. */
function showFresh(press: Press, action: IncidentAction, via: Via): Promise<Reply> | Reply {
  if (via === 'submit') return showFormAgain(press, action, refusal('stale'));
  if (via === 'message') return refused(refusal('stale'));
  return showAgain(press, { banner: { tone: 'warning', text: REFUSAL_TEXTS.stale }, code: 'stale' });
}

/** It was not taken back, and this is why. */
function showChanged(
  press: Press,
  { refusal: because, view }: { refusal: Refusal; view: IncidentView },
): Promise<Reply> {
  return showAgain({ ...press, view }, { banner: { tone: 'warning', text: because.text }, code: because.code });
}

/** Refusals that another try with the same form can answer. */
const CORRECTABLE: readonly RefusalCode[] = [
  'stale',
  'invalid_classification',
  'invalid_tags',
  'invalid_comment',
  'invalid_severity',
  'invalid_assignee',
];

async function showFormAgain(press: Press, action: IncidentAction, because: Refusal): Promise<Reply> {
  const { form } = action;
  const isOver = standingRefusal(press.view) ?? form?.unavailable?.(press) ?? null;
  if (form === undefined || isOver !== null || !CORRECTABLE.includes(because.code)) return refused(isOver ?? because);
  const options: FormOptions = { banner: { tone: 'warning', text: refusalText(because) }, code: because.code };
  const card = await form.render(press, options, FormInputs.parse(press.data));
  return { kind: 'form', title: form.title, card, code: because.code };
}

/** Why nothing can be done to this incident now, whatever it is. The desk would say the same. */
function standingRefusal({ standing, readOnly }: IncidentView): Refusal | null {
  if (readOnly !== null) return refusal('read_only', markdownText(readOnly, 500));
  return standing === 'linked' ? null : refusal(standing);
}

/** Signed before a key change: if it is a card of ours that stands here, it is shown anew. */
async function replaceCard(services: Services, incoming: Incoming, view: IncidentView | null): Promise<Reply> {
  const { data, turn, caller } = incoming;
  const row = (await services.chat.card(data.card)) ?? (await noticeCard(services, data.card));
  const isOurs = row?.conversationId === turn.conversation.id && row.incident === data.incident;
  if (!isOurs || view === null) return deny(services, incoming, refusal('forged'));
  if (incoming.via !== 'execute') return deny(services, incoming, refusal('unknown_key'));
  const place = { card: data.card, conversationId: turn.conversation.id };
  const banner = { tone: 'warning', text: REFUSAL_TEXTS.unknown_key } as const;
  const readOnly = caller.roles.length === 0;
  return showAgain({ services, turn, caller, view, place, data }, { banner, code: 'unknown_key', readOnly });
}

async function noticeCard(
  { chat }: Services,
  id: string,
): Promise<{ conversationId: string; incident: number } | null> {
  const notice = await chat.notice(id);
  if (notice?.subject.kind !== 'conflict' && notice?.subject.kind !== 'page') return null;
  return { conversationId: notice.conversationId, incident: notice.subject.incident };
}

async function deny(services: Services, { caller, data }: Incoming, because: Refusal): Promise<Reply> {
  const row = { who: caller.person, action: auditedAs(data.verb), incident: data.incident };
  await audit(services, { ...row, outcome: `refused:${because.code}` });
  return refused(because);
}
