import type { IncidentView } from '../sync/incident-view.ts';
import type { Field } from '../incident/incident.ts';
import type { FormVerb, MendVerb, TapVerb } from './card-data.ts';
import type { CardSigner } from './card-signer.ts';

/** The message a card is, or will be. */
export interface CardPlace {
  /** Our id of the card. */
  card: string;
  /** Without `;messageid=`. */
  conversationId: string;
  /** Put there by a person, not posted by us: it only shows, whatever its buttons are made to say. */
  readOnly?: true | undefined;
}

/** What rendering needs to know besides the incident. */
export interface CardContext {
  signer: CardSigner;
  /** IANA name; every time is shown in it. */
  timeZone: string;
}

/** The signed data of one button, or of the refresh, of a card that shows `view`. */
export function sealedData(
  view: IncidentView,
  verb: TapVerb | FormVerb | MendVerb,
  place: CardPlace,
  context: CardContext,
  field?: Field,
): Record<string, unknown> {
  const { number: incident, version } = view;
  const [defender, sentinel] = view.sides;
  const about = { incident, defenderId: defender.id, sentinelName: sentinel.id, version };
  const signature = context.signer.sign({ ...place, ...about, field });
  return {
    verb,
    ...about,
    ...(field === undefined ? {} : { field }),
    card: place.card,
    ...(place.readOnly === undefined ? {} : { readOnly: true }),
    ...signature,
  };
}
