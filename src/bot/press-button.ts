import { ButtonData } from '../cards/card-data.ts';
import { audit, auditedAs } from './audit.ts';
import type { Caller } from './authorise.ts';
import type { ButtonPress } from './button-press.ts';
import { pressCardButton } from './press-card-button.ts';
import { pressIncidentButton } from './press-incident-button.ts';
import { pressOrderButton } from './press-order-button.ts';
import { refusal } from './refusal-codes.ts';
import { refused } from './reply.ts';
import type { Reply } from './reply.ts';
import type { Services } from './services.ts';

/** Anything pressed on a card of ours, or sent from a form: who is it, what is it, and then its own handler. */
export async function pressButton(services: Services, press: ButtonPress): Promise<Reply> {
  const parsed = ButtonData.safeParse(press.raw);
  const identified = await services.authoriser.identify(press.turn);
  if ('refused' in identified) {
    const outcome = `refused:${identified.refused.code}` as const;
    await audit(services, { who: identified.stranger, ...subject(parsed.data), outcome });
    return refused(identified.refused);
  }
  const { caller } = identified;
  if (!parsed.success) return refuseMalformed(services, caller);
  const { data } = parsed;
  if ('incident' in data) return pressIncidentButton(services, { ...press, caller, data });
  if (data.verb === 'syncGo') return pressOrderButton(services, { ...press, caller, data });
  return pressCardButton(services, { caller, turn: press.turn, data });
}

async function refuseMalformed(services: Services, caller: Caller): Promise<Reply> {
  await audit(services, { who: caller.person, action: 'card', incident: null, outcome: 'refused:malformed' });
  return refused(refusal('malformed'));
}

function subject(data: ButtonData | undefined): { action: string; incident: number | null } {
  if (data === undefined) return { action: 'card', incident: null };
  return { action: auditedAs(data.verb), incident: 'incident' in data ? data.incident : null };
}
