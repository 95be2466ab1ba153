import { collectInputs } from './card-inputs.ts';
import { findButton, shows } from './card-actions.ts';
import type { ButtonKind, ButtonName } from './card-actions.ts';
import { checkCard } from './check-card.ts';
import type { Conversation } from './conversation.ts';
import { membersOf } from './conversation.ts';
import type { BotAnswer, Inbound } from './inbound.ts';
import { newInvokeId } from './ids.ts';
import { isObject, objectAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { adaptiveCardType, keepEarlier } from './message.ts';
import type { Message } from './message.ts';
import type { Person } from './person.ts';
import type { TeamsState } from './teams-state.ts';

/** What a person sees after a tap. */
export type TapOutcome =
  { kind: 'card'; card: JsonObject } | { kind: 'message'; text: string } | { kind: 'error'; text: string };

export interface Tap extends BotAnswer {
  outcome: TapOutcome;
}

/** What a person needs to have in front of them for a tap. */
export interface Screen {
  state: TeamsState;
  inbound: Inbound;
  person: Person;
  message: Message;
  conversation: Conversation;
}

const unreachable = 'Unable to reach app. Please try again.';

/** The card as the person has it: their own view where they have one. */
export function cardInFrontOf({ person, message }: Pick<Screen, 'person' | 'message'>): JsonObject {
  const card = message.views.get(person.mri) ?? message.card;
  if (!card || message.deleted) throw new Error(`message ${message.id} shows no card`);
  return card;
}

/**
 * The card a button is pressed on. One that is given whole may be of a card that was edited since: a client sends what it
 * shows, and the edit may still be on its way to that screen.
 */
export function cardPressed(screen: Screen, kind: ButtonKind, button: ButtonName): JsonObject {
  const present = cardInFrontOf(screen);
  if (typeof button === 'string' || shows(present, kind, button)) return present;
  const { message, person } = screen;
  const seen = message.earlier.filter(({ of }) => of === null || of === person.mri);
  return seen.find(({ card }) => shows(card, kind, button))?.card ?? present;
}

/** Presses an Action.Execute. A card in the answer becomes this person's view, and nobody else's. */
export async function execute(screen: Screen, button: ButtonName, entered: Record<string, string>): Promise<Tap> {
  const card = cardPressed(screen, 'execute', button);
  const action = findButton(card, 'execute', button);
  const inputs = action.associatedInputs === 'none' ? {} : collectInputs(card, entered);
  return cardAction(screen, action, inputs, 'manual');
}

/** What Teams does by itself when the card comes into sight. Returns null when the card does not ask for it. */
export async function refresh(screen: Screen): Promise<Tap | null> {
  const action = objectAt(objectAt(cardInFrontOf(screen), 'refresh'), 'action');
  if (action.type !== 'Action.Execute' || !isRefreshedFor(screen)) return null;
  return cardAction(screen, action, {}, 'automatic');
}

/** Presses an Action.Submit outside a dialog: the bot gets a message that has a value and no text. */
export function submit(screen: Screen, button: ButtonName, entered: Record<string, string>): Promise<BotAnswer> {
  const card = cardPressed(screen, 'submit', button);
  const action = findButton(card, 'submit', button);
  const inputs = action.associatedInputs === 'none' ? {} : collectInputs(card, entered);
  const { state, inbound, person, message, conversation } = screen;
  const base = inbound.activityBase(person, conversation, message.rootId);
  return inbound.post({
    ...base,
    type: 'message',
    id: newInvokeId(),
    replyToId: message.id,
    value: { ...dataOf(action), ...inputs },
    channelData: { ...objectAt(base, 'channelData'), legacy: { replyToId: state.threadOf(message) } },
  });
}

/** The data an action brings along; text instead of an object is allowed by the schema. */
export const dataOf = (action: JsonObject): JsonObject => (isObject(action.data) ? action.data : {});

/** The members of an invoke that comes from a card in a message. */
export function invokeBase(screen: Screen): JsonObject {
  const { inbound, person, message, conversation } = screen;
  const base = inbound.activityBase(person, conversation, message.rootId);
  return {
    ...base,
    type: 'invoke',
    id: newInvokeId(),
    replyToId: message.id,
    channelData: { ...objectAt(base, 'channelData'), source: { name: 'message' } },
  };
}

async function cardAction(
  screen: Screen,
  action: JsonObject,
  inputs: Record<string, string>,
  trigger: 'manual' | 'automatic',
): Promise<Tap> {
  const answer = await screen.inbound.post({
    ...invokeBase(screen),
    name: 'adaptiveCard/action',
    value: {
      action: {
        type: 'Action.Execute',
        ...(textAt(action, 'id') === undefined ? {} : { id: action.id }),
        verb: action.verb,
        data: { ...dataOf(action), ...inputs },
      },
      trigger,
    },
  });
  const outcome = outcomeOf(answer);
  if (outcome.kind === 'card') {
    const { message, person } = screen;
    keepEarlier(message, message.views.get(person.mri), person.mri);
    message.views.set(person.mri, outcome.card);
  }
  screen.state.changed();
  return { ...answer, outcome };
}

function outcomeOf({ status, body }: BotAnswer): TapOutcome {
  if (status !== 200 || !isObject(body)) return { kind: 'error', text: unreachable };
  if (body.type === adaptiveCardType) {
    const faults = checkCard(body.value);
    if (isObject(body.value) && faults.length === 0) return { kind: 'card', card: body.value };
    return { kind: 'error', text: `The card in the answer cannot be shown: ${faults.join('; ')}` };
  }
  if (body.type === 'application/vnd.microsoft.activity.message' && typeof body.value === 'string') {
    return { kind: 'message', text: body.value };
  }
  const isError = typeof body.type === 'string' && body.type.startsWith('application/vnd.microsoft.error');
  const said = isObject(body.value) ? textAt(body.value, 'message') : undefined;
  return { kind: 'error', text: isError && said !== undefined ? said : 'Something went wrong. Please try again.' };
}

/** In a conversation of up to 60 people a card refreshes for all of them, else for those it names. */
function isRefreshedFor(screen: Screen): boolean {
  if (membersOf(screen.conversation).length <= 60) return true;
  const userIds = objectAt(cardInFrontOf(screen), 'refresh').userIds;
  return Array.isArray(userIds) && userIds.includes(screen.person.mri);
}
