import type { Field } from '../../incident/incident.ts';
import type { Side } from '../../incident/side.ts';
import { SIDE_NAMES } from '../../incident/side.ts';
import type { SyncContext } from '../context.ts';
import { describeValue } from '../describe-overruled.ts';
import { REDIRECTED_TAG } from '../../incident/tags.ts';
import { FIELD_RULES } from '../fields.ts';
import type { FieldWork } from '../intent.ts';
import type { Link } from '../link.ts';
import { fieldOf, recordOf } from '../link.ts';
import { noteReading } from '../observe/record-observation.ts';
import { isoNow } from '../ports/clock.ts';
import type { Records } from '../ports/records.ts';
import type { Observation } from '../ports/side-port.ts';
import { agreeOnWork } from '../promise/settle-base.ts';
import { settle, settleIntent } from './settle.ts';
import type { FieldIntent } from './write-fields.ts';

/**
 * After a write: what the response shows is verified, and base, outbox and audit move in one transaction.
 * `values` are what was sent, per field; a field that is missing there was not sent (nobody on that side answers
 * to that owner). `response` is null when nothing had to be sent at all.
 */
export async function settleWritten(
  context: SyncContext,
  number: number,
  side: Side,
  intents: FieldIntent[],
  values: Map<Field, unknown>,
  response: Observation | null,
): Promise<void> {
  await settle(context, number, async (records, link) => {
    if (response !== null) await noteReading(records, link, side, response, context.settings.commentMaxLength);
    const shown = recordOf(link, side)!.observation.incident;
    for (const { id } of intents) {
      const intent = (await findIntent(records, link, id)) ?? intents.find((candidate) => candidate.id === id)!;
      const { work } = intent;
      const sent = values.has(work.field);
      const rules = FIELD_RULES[work.field] as { same(a: unknown, b: unknown): boolean };
      const present = fieldOf(shown, work.field);
      if (sent && !rules.same(present, asShown(work.field, values.get(work.field)))) {
        await refuseUnverified(records, context, link, intent, present);
        continue;
      }
      // An owner left as it was is agreed to be different, or it would be decided on for ever.
      agreeOnWork(link, side, sent ? work : withoutHalf(work), present);
      if (!sent) noteUnresolved(context, link, side, intent);
      await settleIntent(
        records,
        context,
        intent,
        'done',
        sent ? { value: work.value } : { unresolvedOwner: work.value },
      );
    }
    link.version += 1;
  });
}

function withoutHalf(work: FieldWork): FieldWork {
  const { agreedHere: _agreedHere, ...rest } = work;
  return rest;
}

/** A side hides the tag it marks merged incidents with, so it cannot be verified. */
function asShown(field: Field, sent: unknown): unknown {
  return field === 'tags' ? (sent as string[]).filter((tag) => tag !== REDIRECTED_TAG) : sent;
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
  const at = isoNow(context.clock);
  await records.saveIntent({ ...intent, state: 'dead', error, settledAt: at, attempts: intent.attempts + 1 });
  await records.appendAudit({
    at,
    actorKind: intent.cause === 'person' ? 'person' : 'sync',
    actorObjectId: null,
    actorTenantId: null,
    actorUpn: null,
    actorName: null,
    action: `write ${work.field}`,
    incident: link.number,
    actionId: intent.actionId,
    outcome: `failed:${intent.side}`,
    detail: { rule: intent.rule, error },
  });
}

function noteUnresolved(context: SyncContext, link: Link, side: Side, intent: FieldIntent): void {
  const { work } = intent;
  const at = isoNow(context.clock);
  const sentence = `${SIDE_NAMES[side]} was not ${describeValue('owner', work.value)}: its directory knows nobody by that name.`;
  link.overruled = [{ field: work.field, side, sentence, at }, ...link.overruled].slice(0, 5);
}
