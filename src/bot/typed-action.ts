import type { IncidentData } from '../cards/card-data.ts';
import { markdownText } from '../cards/escape.ts';
import type { IncidentView } from '../sync/incident-view.ts';
import type { Ask } from '../sync/ports/desk.ts';
import { askDesk, refuseVerb } from './act.ts';
import { audit, auditedAs } from './audit.ts';
import type { Call } from './commands/command.ts';
import { describeResult } from './describe-result.ts';
import { refusal } from './refusal-codes.ts';
import type { Refusal } from './refusal-codes.ts';
import { refused } from './reply.ts';
import type { Reply } from './reply.ts';
import { resolveIncident } from './resolve-incident.ts';

export type Wanted = { ask: Ask } | { refusal: Refusal };

/**
 * A command that changes an incident. It is the same thing as the card's button of that verb, but for being
 * never stale: whoever types names what they want. Delivered twice, the message asks once.
 */
export async function actAsTyped(
  call: Call,
  reference: string,
  verb: Exclude<IncidentData['verb'], 'refresh'>,
  want: (view: IncidentView) => Wanted | Promise<Wanted>,
): Promise<Reply> {
  const { services, caller, turn } = call;
  const resolved = await resolveIncident(call, reference, auditedAs(verb));
  if ('reply' in resolved) return resolved.reply;
  const { view } = resolved;
  const wish = { caller, view, verb };
  const forbidden = await refuseVerb(services, wish);
  if (forbidden !== null) return refused(forbidden);

  const wanted = await want(view);
  if ('refusal' in wanted) {
    const outcome = `refused:${wanted.refusal.code}`;
    await audit(services, { who: caller.person, action: auditedAs(verb), incident: view.number, outcome });
    return refused(wanted.refusal);
  }
  // One message may name several incidents.
  const message = turn.activityId ?? services.clock.now().toISOString();
  const key = `typed:${turn.conversation.id}:${message}:${view.number}`;
  const result = await askDesk(services, wish, { ask: wanted.ask, key, version: null });
  switch (result.outcome) {
    case 'applied':
      return {
        kind: 'done',
        text: `#${view.number} ${markdownText(view.title, 80)}: ${describeResult(wanted.ask, result)}`,
      };
    case 'stale':
      return refused(refusal('stale'));
    case 'refused':
      return refused(result.refusal);
    default:
      return result satisfies never;
  }
}
