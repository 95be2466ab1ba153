import type { Turn } from './turn.ts';

/** How a press arrived. `message`: as an Action.Submit, which clients without Action.Execute fall back to. */
export type Via = 'execute' | 'open' | 'submit' | 'message';

/** A button pressed, or a form sent, as it came in. */
export interface ButtonPress {
  turn: Turn;
  /** The button's data with the inputs, as the client sent it. */
  raw: unknown;
  via: Via;
  /** The client refreshes a card by itself; nobody acted. */
  isAutomatic: boolean;
}
