import { derivedId } from '../../incident/comment.ts';
import type { Side } from '../../incident/side.ts';
import { SIDES } from '../../incident/side.ts';
import type { SyncContext } from '../context.ts';
import { doneByRule } from '../history/event.ts';
import { PRIORITY } from '../intent.ts';
import type { FieldWork, Work } from '../intent.ts';
import type { Link } from '../link.ts';
import { fieldOf, isWritable } from '../link.ts';
import { enter } from '../observe/record-comments.ts';
import { noteApart } from '../kept-apart.ts';
import { isoNow } from '../ports/clock.ts';
import type { Records } from '../ports/records.ts';
import { postureOf } from '../posture/posture.ts';
import { agreedBefore } from '../promise/settle-base.ts';
import { IN_CYCLE, decideLink } from '../promise/decide-link.ts';
import { replaceIntent } from '../replace-intent.ts';
import { commentSides } from './promise-action.ts';
import type { RuleAsk, RuleWish } from './rule-ask.ts';
import { ruleField, ruleSays } from './rule-fields.ts';
import type { RuleField } from './rule-fields.ts';
import { setAside } from './set-aside.ts';
import { wantedValues } from './wanted-values.ts';

/**
 * Proposes what a rule wants, in the caller's transaction, to be counted with everything else the cycle decided. Fields
 * go to both sides as a person's would, and are based on what each side holds now: whoever changes it meanwhile wins.
 * A wish that was there before for the same field is replaced, but for a person's list of tags, which the rule's own
 * comes after. The link is decided on again: what the rule sets is nothing for the sync to decide on meanwhile.
 */
export async function promiseRule(
  records: Records,
  context: SyncContext,
  number: number,
  { rule, event, asks, refused }: RuleWish,
): Promise<void> {
  const link = (await records.link(number))!;
  const at = isoNow(context.clock);
  const actionId = derivedId(link.connectionId, 'rule', String(event), rule);
  const audit = (outcome: string, does: readonly RuleAsk[]) =>
    records.appendAudit({
      at,
      actorKind: 'rule',
      actorObjectId: null,
      actorTenantId: null,
      actorUpn: null,
      actorName: rule,
      action: 'rule',
      incident: number,
      actionId,
      outcome,
      detail: { event, does },
    });
  for (const { ask, code } of refused) await audit(`refused:${code}`, [ask]);
  if (asks.length === 0) return;
  await records.noteRuleRun({ connectionId: link.connectionId, incident: number, rule, event, at });
  await audit('accepted', asks);
  const wish = { records, context, link, rule, actionId, at };
  for (const [index, ask] of asks.entries()) await promiseAsk(wish, ask, index);
  await noteApart(records, link, asks);
  await records.saveLink({ ...link, version: link.version + 1 });
  await decideLink(records, context, number, IN_CYCLE);
}

interface Wish {
  records: Records;
  context: SyncContext;
  link: Link;
  rule: string;
  actionId: string;
  at: string;
}

async function promiseAsk(wish: Wish, ask: RuleAsk, index: number): Promise<void> {
  const { records, link, rule, actionId, at } = wish;
  if (ask.kind === 'comment') return promiseComment(wish, ask.text, index);
  if (ask.kind === 'notify') {
    const { conversationId, text } = ask;
    return records.addRuleMessage({
      id: derivedId(actionId, 'message', String(index)),
      connectionId: link.connectionId,
      incident: link.number,
      rule,
      actionId,
      conversationId,
      text,
      state: 'proposed',
      attempts: 0,
      notBefore: at,
      error: null,
      createdAt: at,
    });
  }
  const wanted = ruleField(ask, wantedValues(link, await records.wantedIntents(link.number)), rule);
  if (wanted !== null) await promiseField(wish, wanted);
}

async function promiseField(wish: Wish, { field, values }: RuleField): Promise<void> {
  const { records, link, rule, at } = wish;
  const wanted = await records.wantedIntents(link.number);
  const before = wantedValues(link, wanted)[field];
  const now = link.defender === null ? values.sentinel : values.defender;
  for (const intent of [...wanted, ...(await records.deadIntents(link.number))]) {
    const isForField = intent.work.kind === 'field' && intent.work.field === field;
    if (isForField && !(field === 'tags' && intent.cause === 'person' && intent.state === 'open'))
      await replaceIntent(records, intent, at, `replaced by the rule "${rule}"`);
  }
  // A twin that is not made yet is made of what Defender holds by then.
  const there = SIDES.filter((side) => isWritable(link, side) && link[side] !== null);
  for (const side of there) {
    const value = values[side];
    // People are told once it is promised.
    const overruled = setAside(link, side, { field, value }, `the rule "${rule}"`, at);
    const work = {
      kind: 'field',
      field,
      value,
      expected: fieldOf(link[side]!.observation.incident, field),
      ...(there.length === 1 ? { alone: true } : agreedBefore(link, side, field)),
      ...(overruled === null ? {} : { overruled }),
    };
    await addIntent(wish, side, work as FieldWork);
  }
  await records.appendEvent(doneByRule(link, rule, at, { kind: 'changed', field, before, now }));
}

async function promiseComment(wish: Wish, text: string, index: number): Promise<void> {
  const { records, context, link, rule, actionId, at } = wish;
  const posture = postureOf((await records.connection(link.connectionId))!);
  const sides = commentSides(
    SIDES.filter((side) => isWritable(link, side)),
    posture,
  );
  const entry = {
    id: derivedId(actionId, 'comment', String(index)),
    link: link.number,
    origin: 'rule' as const,
    author: `Rule "${rule}"`,
    text,
    carriedText: ruleSays(rule, text),
    part: 1,
    isEdit: false,
    createdAt: at,
    onDefender: false,
    onSentinel: false,
    inRollUp: false,
    shownText: null,
  };
  for (const commentId of await enter(records, entry, context.settings.commentMaxLength))
    for (const side of sides) await addIntent(wish, side, { kind: 'comment', commentId });
  await records.appendEvent(doneByRule(link, rule, at, { kind: 'commented', field: null, before: null, now: text }));
}

async function addIntent({ records, link, actionId, at }: Wish, side: Side, work: Work): Promise<void> {
  await records.addIntent(
    {
      link: link.number,
      side,
      work,
      rule: 'R1',
      cause: 'rule',
      actionId,
      actedAt: at,
      priority: PRIORITY.carry,
      state: 'proposed',
    },
    at,
  );
}
