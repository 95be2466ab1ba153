import { collectInputs } from './card-inputs.ts';
import { buttonsOf, findButton } from './card-actions.ts';
import type { ButtonName } from './card-actions.ts';
import { checkCard } from './check-card.ts';
import type { BotAnswer } from './inbound.ts';
import { newGuid } from './ids.ts';
import { isObject, objectAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { adaptiveCardType } from './message.ts';
import type { Person } from './person.ts';
import { cardPressed, dataOf, invokeBase } from './press-button.ts';
import type { Screen } from './press-button.ts';

/** A dialog that one person has open over the conversation. */
export interface Dialog {
  readonly id: string;
  readonly person: Person;
  /** Hands the bot what the person sends from it. */
  readonly send: (data: JsonObject) => Promise<BotAnswer>;
  title: string;
  card: JsonObject;
  isOpen: boolean;
}

/** What the bot's answer made of the dialog. */
export type DialogOutcome =
  | { kind: 'form'; dialog: Dialog }
  | { kind: 'message'; text: string }
  | { kind: 'closed' }
  | { kind: 'error'; text: string };

export interface DialogAnswer extends BotAnswer {
  outcome: DialogOutcome;
}

/** Presses a button that opens a form (task/fetch). */
export async function openForm(
  screen: Screen,
  button: ButtonName,
  entered: Record<string, string>,
): Promise<DialogAnswer> {
  const card = cardPressed(screen, 'form', button);
  const action = findButton(card, 'form', button);
  const data = { ...dataOf(action), ...collectInputs(card, entered) };
  const answer = await taskInvoke(screen, 'task/fetch', data);
  return beginDialog(screen.person, answer, (entry) => taskInvoke(screen, 'task/submit', entry));
}

/** Shows what the bot answered to somebody who asked for a form. */
export function beginDialog(person: Person, answer: BotAnswer, send: Dialog['send']): DialogAnswer {
  const dialog: Dialog = { id: newGuid(), person, send, title: '', card: {}, isOpen: false };
  return { ...answer, outcome: show(dialog, answer) };
}

/** Presses a button in the dialog; without a name, the only one that submits. */
export async function submitForm(
  dialog: Dialog,
  button: ButtonName | undefined,
  entered: Record<string, string>,
): Promise<DialogAnswer> {
  if (!dialog.isOpen) throw new Error('the dialog is closed');
  const [only, ...others] = buttonsOf(dialog.card, 'submit');
  const name = button ?? (others.length === 0 ? only : undefined);
  if (name === undefined) throw new Error('say which of the buttons of the dialog is pressed');
  const action = findButton(dialog.card, 'submit', name);
  const inputs = action.associatedInputs === 'none' ? {} : collectInputs(dialog.card, entered);
  const answer = await dialog.send({ ...dataOf(action), ...inputs });
  return { ...answer, outcome: show(dialog, answer) };
}

async function taskInvoke(screen: Screen, name: 'task/fetch' | 'task/submit', data: JsonObject): Promise<BotAnswer> {
  return screen.inbound.post({ ...invokeBase(screen), name, value: { data, context: { theme: 'default' } } });
}

/** Follows the bot's answer: another form, a last word, or the end. An error leaves an open form open. */
function show(dialog: Dialog, { status, body }: BotAnswer): DialogOutcome {
  if (status !== 200) return { kind: 'error', text: 'Unable to reach app. Please try again.' };
  const task = isObject(body) ? objectAt(body, 'task') : {};
  if (task.type === 'continue') return showForm(dialog, objectAt(task, 'value'));
  const wasOpen = dialog.isOpen;
  dialog.isOpen = false;
  if (task.type === 'message') return { kind: 'message', text: textAt(task, 'value') ?? '' };
  return wasOpen ? { kind: 'closed' } : { kind: 'error', text: 'The app did not say what to show.' };
}

function showForm(dialog: Dialog, value: JsonObject): DialogOutcome {
  const attachment = objectAt(value, 'card');
  const { content } = attachment;
  const faults =
    attachment.contentType === adaptiveCardType ? checkCard(content) : ['the form is not an adaptive card'];
  if (isObject(content) && faults.length === 0 && buttonsOf(content, 'execute').length > 0) {
    faults.push('Action.Execute does not work in a dialog');
  }
  if (!isObject(content) || faults.length > 0) {
    return { kind: 'error', text: `The form cannot be shown: ${faults.join('; ')}` };
  }
  dialog.title = textAt(value, 'title') ?? '';
  dialog.card = content;
  dialog.isOpen = true;
  return { kind: 'form', dialog };
}
