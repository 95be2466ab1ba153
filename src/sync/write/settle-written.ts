import type { Field } from '../../incident/incident.ts';
import type { Side } from '../../incident/side.ts';
import { SIDE_NAMES } from '../../incident/side.ts';
import type { SyncContext } from '../context.ts';
import { describeValue } from '../overruled/describe-overruled.ts';
import type { State } from '../../incident/state.ts';
import { REDIRECTED_TAG } from '../../incident/tags.ts';
import { FIELD_RULES } from '../fields.ts';
import type { FieldIntent, FieldWork } from '../intent.ts';
import type { Link } from '../link.ts';
import { fieldOf, recordOf } from '../link.ts';
import { noteOverruled } from '../overruled/note-overruled.ts';
import { noteReading } from '../observe/record-observation.ts';
import { isoNow } from '../ports/clock.ts';
import type { Records } from '../ports/records.ts';
import type { Observation } from '../ports/side-port.ts';
import { agreeOnWork } from '../promise/settle-base.ts';
import { sentinelStory } from '../story.ts';
import { endDoubt } from '../doubt.ts';
import { staleUntil } from './doubt.ts';
import { dateMove } from './stand-alone.ts';
import { buryIntent, settle, settleIntent } from './settle.ts';
import type { Retelling } from './retell.ts';

/** What a request carried. */
export interface Sent {
  intents: FieldIntent[];
  /** Per field; one that is missing here was not sent: nobody on that side answers to that owner. */
  values: Map<Field, unknown>;
  story: Retelling | null;
}

/**
 * After a write: what the response shows is verified, and base, outbox and audit move in one transaction.
 * `response` is null when nothing had to be sent at all.
 */
export async function settleWritten(
  context: SyncContext,
  number: number,
  side: Side,
  { intents, values, story }: Sent,
  response: Observation | null,
): Promise<void> {
  await settle(context, number, async (records, link) => {
    if (response !== null) await noteReading(records, link, side, response, context.settings.commentMaxLength, true);
    // The answer, not what became known meanwhile: a later edit is not a failure of this write.
    const record = recordOf(link, side)!;
    const shown = (response ?? record.observation).incident;
    // Sentinel refuses what was sent before on top of an older reading; Defender takes it whenever it comes.
    const until = side === 'sentinel' && response !== null ? null : staleUntil(context);
    for (const [field, value] of values) endDoubt(record, field, value, until);
    for (const { id } of intents) {
      const intent = (await findIntent(records, link, id)) ?? intents.find((candidate) => candidate.id === id)!;
      const { work } = intent;
      const sent = values.has(work.field);
      const rules = FIELD_RULES[work.field] as { same(a: unknown, b: unknown): boolean };
      const present = fieldOf(shown, work.field);
      if (sent && !rules.same(present, asShown(work.field, values.get(work.field), present))) {
        await refuseUnverified(records, context, link, intent, present);
        continue;
      }
      // An owner left as it was is agreed to be different, or it would be decided on for ever.
      agreeOnWork(link, side, sent ? work : withoutHalf(work), present);
      if (sent && work.alone === true && record.moves[work.field] !== undefined) dateMove(record, intent);
      if (sent) await settleIntent(records, context, intent, 'done', { value: work.value });
      else await settleUnresolved(records, context, link, intent);
    }
    if (story !== null) {
      link.story = { defender: story.told, sentinel: sentinelStory(shown) };
      await settleIntent(records, context, story.intent, 'done', { title: shown.title });
    }
    link.version += 1;
  });
}

function withoutHalf(work: FieldWork): FieldWork {
  const { agreedHere: _agreedHere, ...rest } = work;
  return rest;
}

/**
 * What a side can be expected to show of what it was sent. The tag that marks merged incidents is hidden, and a
 * Defender that takes no closing note still has taken the closure.
 */
export function asShown(field: Field, sent: unknown, present: unknown): unknown {
  if (field === 'tags') return (sent as string[]).filter((tag) => tag !== REDIRECTED_TAG);
  return field === 'state' ? { ...(sent as State), note: (present as State).note } : sent;
}

async function findIntent(records: Records, link: Link, id: number): Promise<FieldIntent | undefined> {
  return (await records.openIntents(link.number)).find((intent): intent is FieldIntent => intent.id === id);
}

/** The side answered as if all were well, but shows another value: it will do so again, so a person must look. */
async function refuseUnverified(
  records: Records,
  context: SyncContext,
  link: Link,
  intent: FieldIntent,
  present: unknown,
): Promise<void> {
  const { work } = intent;
  const error =
    `${SIDE_NAMES[intent.side]} answered that it took ${describeValue(work.field, work.value)}, ` +
    `but shows ${describeValue(work.field, present)}`;
  await buryIntent(records, context, link, intent, error);
}

/** Nobody on that side answers to that owner: it stays as it is there, and people are told. */
async function settleUnresolved(
  records: Records,
  context: SyncContext,
  link: Link,
  intent: FieldIntent,
): Promise<void> {
  const { work, side, rule } = intent;
  const name = describeValue('owner', work.value);
  const sentence = `${SIDE_NAMES[side]} was not ${name}: its directory knows nobody by that name.`;
  await noteOverruled(records, link, { field: work.field, side, sentence, at: isoNow(context.clock) }, { rule });
  await settleIntent(records, context, intent, 'overruled', { sentence });
}
