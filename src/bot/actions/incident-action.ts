import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import type { FormInputs, IncidentData } from '../../cards/card-data.ts';
import type { FormOptions } from '../../cards/form.ts';
import type { CardPlace } from '../../cards/seal.ts';
import type { IncidentView } from '../../sync/incident-view.ts';
import type { Ask } from '../../sync/ports/desk.ts';
import type { Caller } from '../authorise.ts';
import type { Refusal } from '../refusal-codes.ts';
import type { Services } from '../services.ts';
import type { Turn } from '../turn.ts';

/** A button pressed, or a form sent, by somebody known, on a card that is ours. */
export interface Press {
  services: Services;
  turn: Turn;
  caller: Caller;
  view: IncidentView;
  place: CardPlace;
  data: IncidentData;
}

/** What the press asks for: a change, another page of the form, or nothing that can be done. */
export type Understood =
  | { ask: Ask }
  | { next: AdaptiveCard }
  | { refusal: Refusal }
  /** Something of the chat side alone. Done when called, it says what it did and is audited. */
  | { inChat: () => Promise<string> };

/** One verb of the incident card. */
export interface IncidentAction {
  understand(press: Press): Promise<Understood> | Understood;
  /** Verbs that ask first. `options` and the inputs are there when it is shown again. */
  form?: {
    title: string;
    /** Why there is no form to open (yet); null when there is. */
    unavailable?(press: Press): Refusal | null;
    render(press: Press, options: FormOptions, inputs: FormInputs): Promise<AdaptiveCard> | AdaptiveCard;
  };
}
