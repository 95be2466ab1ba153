import { randomUUID } from 'node:crypto';
import { isAtLeast } from '../../incident/severity.ts';
import { foldTag } from '../../incident/tags.ts';
import type { IncidentView } from '../../sync/incident-view.ts';
import type { Binding, BindingRule, ChatRecords } from '../../sync/ports/chat-records.ts';
import type { Clock } from '../../sync/ports/clock.ts';
import { isoNow } from '../../sync/ports/clock.ts';
import type { Desk } from '../../sync/ports/desk.ts';

export interface RootCardServices {
  desk: Pick<Desk, 'view' | 'list'>;
  chat: Pick<ChatRecords, 'bindings' | 'ensureRootCard'>;
  clock: Clock;
}

const PAGE = 100;

/** Sees to it that these incidents have a row for their card in every bound conversation. Posting comes later. */
export async function ensureRootCards(
  { desk, chat, clock }: RootCardServices,
  numbers: Iterable<number>,
): Promise<void> {
  const bindings = await chat.bindings();
  if (bindings.length === 0) return;
  for (const number of numbers) {
    const view = await desk.view(number);
    if (view !== null) await ensureRows(view, bindings, chat, clock);
  }
}

/**
 * The same for every open incident: after a start, since changes may have been announced to nobody, and for a
 * conversation that was just bound, which is brought up to date. Returns those that have a conflict.
 */
export async function ensureAllRootCards({ desk, chat, clock }: RootCardServices): Promise<number[]> {
  const bindings = await chat.bindings();
  const asking: number[] = [];
  if (bindings.length === 0) return asking;
  for (let offset = 0; ; offset += PAGE) {
    const { incidents } = await desk.list({ open: true, limit: PAGE, offset });
    for (const view of incidents) await ensureRows(view, bindings, chat, clock);
    asking.push(...incidents.filter(({ questions }) => questions.length > 0).map(({ number }) => number));
    if (incidents.length < PAGE) return asking;
  }
}

async function ensureRows(
  view: IncidentView,
  bindings: readonly Binding[],
  chat: Pick<ChatRecords, 'ensureRootCard'>,
  clock: Clock,
): Promise<void> {
  for (const binding of bindings.filter((one) => isWanted(view, one))) {
    const now = isoNow(clock);
    await chat.ensureRootCard({
      id: randomUUID(),
      incident: view.number,
      conversationId: binding.conversationId,
      kind: 'root',
      threadId: null,
      activityId: null,
      shownVersion: -1,
      shownHash: null,
      shownReadOnly: null,
      attempts: 0,
      notBefore: now,
      error: null,
      createdAt: now,
    });
  }
}

/** An incident that was over before the conversation was bound is no news there. */
function isWanted(view: IncidentView, binding: Binding): boolean {
  const isOpen = view.standing === 'linked' && view.state.status !== 'closed';
  const isNews = isOpen || Date.parse(view.createdAt) >= Date.parse(binding.boundAt);
  return view.announced && isNews && fits(view, binding.rule);
}

/** A card that was posted stays, also when its incident fits no more. */
function fits({ severity, tags }: IncidentView, rule: BindingRule | undefined): boolean {
  if (rule === undefined) return true;
  const { least, tag } = rule;
  const isSevere = least === null || isAtLeast(severity, least);
  return isSevere && (tag === null || tags.some((one) => foldTag(one) === foldTag(tag)));
}
