import { createHash } from 'node:crypto';
import { z } from 'zod';
import { formatTime } from '../../cards/format-time.ts';
import { markdownText } from '../../cards/escape.ts';
import { renderMessageForm } from '../../cards/message-form.ts';
import type { MessageFormParts } from '../../cards/message-form.ts';
import type { IncidentView } from '../../sync/incident-view.ts';
import { askDesk, refuseVerb } from '../act.ts';
import { audit } from '../audit.ts';
import type { Caller } from '../authorise.ts';
import { describeResult } from '../describe-result.ts';
import { refusal, refusalText } from '../refusal-codes.ts';
import type { Refusal, RefusalCode } from '../refusal-codes.ts';
import { refused } from '../reply.ts';
import type { Reply } from '../reply.ts';
import { hasRole } from '../roles.ts';
import type { Services } from '../services.ts';
import type { Turn } from '../turn.ts';
import { MessagePayload, messageAuthor, messageText } from './message-text.ts';

const ActionValue = z.object({
  commandId: z.literal('addToIncident'),
  messagePayload: MessagePayload.nullish(),
  data: z.unknown().optional(),
});

/** What the form sends. */
const FormData = z.object({
  message: z.string().max(200),
  incident: z.string().max(20).optional(),
  reference: z.string().max(2_000).optional(),
  comment: z.string().max(100_000).optional(),
});

const TITLE = 'Add to incident';
const MOST_CHOICES = 15;

/** The message action "Add to incident": what somebody wrote in a conversation becomes a comment on both sides. */
export async function addMessage(
  services: Services,
  turn: Turn,
  step: 'open' | 'submit',
  value: unknown,
): Promise<Reply> {
  const identified = await services.authoriser.identify(turn);
  const refuse = async (who: Parameters<typeof audit>[1]['who'], because: Refusal): Promise<Reply> => {
    await audit(services, { who, action: 'comment', incident: null, outcome: `refused:${because.code}` });
    return refused(because);
  };
  if ('refused' in identified) return refuse(identified.stranger, identified.refused);
  const { caller } = identified;
  const action = ActionValue.safeParse(value);
  if (!action.success) return refuse(caller.person, refusal('malformed'));
  if (!hasRole(caller.roles, 'responder')) return refuse(caller.person, refusal('role_required'));

  if (step === 'open') {
    const text = messageText(action.data.messagePayload ?? {});
    if (text === '') return refuse(caller.person, refusal('invalid_comment', 'This message has no text to add.'));
    const { id, createdDateTime } = action.data.messagePayload!;
    const when = createdDateTime == null ? '' : `, ${formatTime(createdDateTime, services.cards.timeZone)}`;
    const comment = `${messageAuthor(action.data.messagePayload!)} wrote in Teams${when}: ${text}`;
    return showForm(services, caller, { message: id ?? '', incident: '', reference: '', comment });
  }
  const form = FormData.safeParse(action.data.data);
  return form.success ? submit(services, caller, form.data) : refuse(caller.person, refusal('malformed'));
}

async function submit(services: Services, caller: Caller, form: z.infer<typeof FormData>): Promise<Reply> {
  const { message, incident = '', reference = '', comment = '' } = form;
  const again = async (because: Refusal): Promise<Reply> => {
    const banner = { tone: 'warning', text: refusalText(because) } as const;
    return showForm(services, caller, { message, incident, reference, comment, banner, code: because.code });
  };
  const chosen = await choose(services, incident, reference.trim());
  if ('refusal' in chosen) {
    const outcome = `refused:${chosen.refusal.code}`;
    await audit(services, { who: caller.person, action: 'comment', incident: null, outcome, detail: { reference } });
    return again(chosen.refusal);
  }
  const { view } = chosen;
  const wish = { caller, view, verb: 'comment' } as const;
  const forbidden = await refuseVerb(services, wish);
  if (forbidden !== null) return refused(forbidden);
  const identity = JSON.stringify([message, view.number, caller.person.objectId, comment]);
  const key = `message:${createHash('sha256').update(identity).digest('base64url')}`;
  const ask = { kind: 'comment', text: comment.trim() } as const;
  const result = await askDesk(services, wish, { ask, key, version: null });
  switch (result.outcome) {
    case 'applied':
      return { kind: 'done', text: `#${view.number} ${markdownText(view.title, 80)}: ${describeResult(ask, result)}` };
    case 'stale':
      return again(refusal('stale'));
    case 'refused':
      return again(result.refusal);
    default:
      return result satisfies never;
  }
}

/** What was typed counts before what was chosen: typing is the second thought. */
async function choose(
  { desk }: Pick<Services, 'desk'>,
  incident: string,
  reference: string,
): Promise<{ view: IncidentView } | { refusal: Refusal }> {
  if (reference === '' && incident === '')
    return { refusal: refusal('unknown_incident', 'Choose an incident, or say which one.') };
  const found = await desk.find(reference === '' ? `#${incident}` : reference);
  const [view] = found;
  if (view === undefined) return { refusal: refusal('unknown_incident') };
  if (found.length === 1) return { view };
  const lines = found.map((one) => `#${one.number} ${markdownText(one.title, 80)}`);
  return { refusal: refusal('ambiguous_incident', undefined, lines) };
}

/** The person's own incidents first, then the newest open ones. */
async function showForm(
  { desk }: Pick<Services, 'desk'>,
  { person }: Caller,
  parts: Omit<MessageFormParts, 'incidents' | 'code'> & { code?: RefusalCode },
): Promise<Reply> {
  const page = { open: true, limit: MOST_CHOICES, offset: 0 };
  const [mine, newest] = [await desk.list({ ...page, owner: person }), await desk.list(page)];
  const all = new Map([...mine.incidents, ...newest.incidents].map((view) => [view.number, view]));
  const card = renderMessageForm({ ...parts, incidents: [...all.values()].slice(0, MOST_CHOICES) });
  return { kind: 'form', title: TITLE, card, ...(parts.code === undefined ? {} : { code: parts.code }) };
}
