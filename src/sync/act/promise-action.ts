import { derivedId } from '../../incident/comment.ts';
import type { Side } from '../../incident/side.ts';
import { SIDES } from '../../incident/side.ts';
import type { SyncContext } from '../context.ts';
import { doneInChat } from '../history/event.ts';
import { PRIORITY } from '../intent.ts';
import type { FieldWork, NewIntent, Work } from '../intent.ts';
import type { Link } from '../link.ts';
import { fieldOf, isWritable, leadingIncident } from '../link.ts';
import { enter } from '../observe/record-comments.ts';
import { noteOverruled } from '../overruled/note-overruled.ts';
import { isoNow } from '../ports/clock.ts';
import type { PersonAction } from '../ports/desk.ts';
import type { Records } from '../ports/records.ts';
import type { Posture } from '../posture/posture.ts';
import { agreeAsIs, agreedBefore } from '../promise/settle-base.ts';
import { replaceIntent } from '../replace-intent.ts';
import { standAlone } from '../write/stand-alone.ts';
import { attributed, commentAsked, fieldAsked } from './fields-asked.ts';
import { setAside } from './set-aside.ts';
import { tagsAskedOf } from './tags-asked.ts';
import type { Undoing } from './undo.ts';
import { promiseKept, promiseRepair, promiseRetry, thaw } from './mend.ts';

/**
 * Turns a person's action into intents for both sides, in the caller's transaction: the field first, the comment
 * after it. A newer wish for a field replaces an unsent or refused older one.
 */
export async function promiseAction(
  records: Records,
  context: SyncContext,
  link: Link,
  action: PersonAction,
  actionId: string,
  { posture, undone }: { posture: Posture; undone: Undoing | null },
): Promise<void> {
  const { ask } = action;
  if (ask.kind === 'keep') return promiseKept(records, context, link, { ...action, ask }, actionId);
  if (ask.kind === 'repair') return promiseRepair(records, context, link, posture, actionId);
  if (ask.kind === 'retry') return promiseRetry(records, context, link, actionId);
  const now = isoNow(context.clock);
  const add = (side: Side, work: Work, rule: string) =>
    records.addIntent(intentOf(link, side, work, rule, actionId, now), now);
  const sides = SIDES.filter((side) => isWritable(link, side));

  const asked = undone?.asked ?? fieldAsked(action);
  if (asked !== null) {
    const present = fieldOf(leadingIncident(link), asked.field);
    const leading = link.defender === null ? asked.values.sentinel : asked.values.defender;
    const change = { kind: 'changed', field: asked.field, before: present, now: leading } as const;
    await records.appendEvent(doneInChat(link, action.by, now, change));
    thaw(link, [asked.field]);
    delete link.questions[asked.field];
    const before = [...(await records.wantedIntents(link.number)), ...(await records.deadIntents(link.number))];
    for (const intent of before)
      if (intent.work.kind === 'field' && intent.work.field === asked.field) {
        await replaceIntent(records, intent, now, `replaced by a newer wish of ${action.by.name}`);
        // A list of tags only tells what changes: what one side has of the older one is still to be carried.
        if (asked.field === 'tags') await standAlone(records, link, intent);
      }
    // A twin that is not made yet is made of what Defender holds by then.
    const there = sides.filter((side) => link[side] !== null);
    for (const side of there) {
      // Promised even where the side seems to hold the value: what is known of it may be old, or be about to change.
      const { field } = asked;
      const work = {
        kind: 'field',
        field,
        value: field === 'owner' ? context.people.recognise(asked.values[side]) : asked.values[side],
        expected: fieldOf(link[side]!.observation.incident, field),
        ...(ask.kind === 'tags' ? tagsAskedOf(link, side, ask.tags, { shown: ask.shown, replaced: before }) : {}),
        ...(there.length === 1 ? { alone: true } : agreedBefore(link, side, field)),
      };
      await add(side, work as FieldWork, undone === null ? 'A1' : 'A4');
      if (undone !== null) continue;
      const why = `asked for later in chat by ${action.by.name}`;
      const lost = setAside(link, side, { field, value: asked.values[side] }, why, now);
      if (lost === null) continue;
      await noteOverruled(records, link, lost, { rule: 'A1', actionId, lost: work.expected, kept: work.value });
    }
    // What the sides hold now is what the wish is about, whether it had crossed or not: whatever moves from there on is
    // somebody's change, even back to what both held before.
    if (there.length === 2 && asked.field !== 'tags' && link.base[asked.field] !== undefined)
      agreeAsIs(link, asked.field);
  }

  const text = commentAsked(action);
  if (text !== null) {
    const said = { kind: 'commented', field: null, before: null, now: text } as const;
    await records.appendEvent(doneInChat(link, action.by, now, said));
    const id = derivedId(link.connectionId, 'chat', actionId);
    const entry = {
      id,
      link: link.number,
      origin: 'chat' as const,
      author: `${action.by.name} via Teams`,
      text,
      carriedText: attributed(action.by, text),
      part: 1,
      isEdit: false,
      createdAt: now,
      onDefender: false,
      onSentinel: false,
      inRollUp: false,
      shownText: null,
    };
    for (const commentId of await enter(records, entry, context.settings.commentMaxLength))
      for (const side of commentSides(sides, posture)) await add(side, { kind: 'comment', commentId }, 'A2');
  }
}

/** Microsoft's own sync carries new comments over by itself: given to both sides, they would be there twice. */
export function commentSides(sides: Side[], posture: Posture): Side[] {
  if (posture.mode !== 'native' || sides.length < 2) return sides;
  return ['sentinel'];
}

function intentOf(link: Link, side: Side, work: Work, rule: string, actionId: string, actedAt: string): NewIntent {
  return { link: link.number, side, work, rule, cause: 'person', actionId, actedAt, priority: PRIORITY.person };
}
