import { isAction, walkCard } from './card-walk.ts';
import type { CardNode } from './card-walk.ts';
import { isObject, objectAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';

/** A button: the verb it carries, its title, or the action itself as it stands in the card. */
export type ButtonName = string | JsonObject;

export type ButtonKind = 'execute' | 'submit' | 'form';

/** The verb of an action, wherever it carries it. */
export const verbOf = (action: JsonObject): string | undefined =>
  textAt(action, 'verb') ?? (isObject(action.data) ? textAt(action.data, 'verb') : undefined);

const opensForm = (action: JsonObject): boolean =>
  textAt(objectAt(objectAt(action, 'data'), 'msteams'), 'type') === 'task/fetch';

function kindOf({ node, type }: CardNode): ButtonKind | undefined {
  if (type === 'Action.Execute') return 'execute';
  if (type === 'Action.Submit') return opensForm(node) ? 'form' : 'submit';
  return undefined;
}

/** The buttons of one kind that the card shows; those that stand in for others come last. */
export function buttonsOf(card: JsonObject, kind: ButtonKind): JsonObject[] {
  const buttons = walkCard({ body: card.body, actions: card.actions, selectAction: card.selectAction })
    .filter((one) => isAction(one) && kindOf(one) === kind)
    // A client that can press Action.Execute does not draw its fallback; one that can't, draws nothing else.
    .filter((one) => kind === 'submit' || !one.isFallback);
  return buttons.toSorted((a, b) => Number(a.isFallback) - Number(b.isFallback)).map((one) => one.node);
}

function isCalled(button: JsonObject, name: ButtonName): boolean {
  if (typeof name !== 'string') return button === name || JSON.stringify(button) === JSON.stringify(name);
  return verbOf(button) === name || button.title === name || button.id === name;
}

export const shows = (card: JsonObject, kind: ButtonKind, name: ButtonName): boolean =>
  buttonsOf(card, kind).some((button) => isCalled(button, name));

/** The button a person would press. Throws when the card does not show it: nobody can press that. */
export function findButton(card: JsonObject, kind: ButtonKind, name: ButtonName): JsonObject {
  const buttons = buttonsOf(card, kind);
  const found = buttons.find((button) => isCalled(button, name));
  if (!found) {
    const shown = buttons.map((button) => verbOf(button) ?? String(button.title)).join(', ') || 'none';
    const wanted = typeof name === 'string' ? name : (verbOf(name) ?? String(name.title));
    throw new Error(`the card shows no ${kind} button "${wanted}"; it shows: ${shown}`);
  }
  if (found.isEnabled === false) throw new Error(`the button "${String(found.title)}" is greyed out`);
  return found;
}

/** Every verb the card offers by any kind of button, in the order shown and each once. */
export const verbsOf = (card: JsonObject): string[] => [
  ...new Set(
    walkCard({ body: card.body, actions: card.actions })
      .filter((one) => isAction(one) && !one.isFallback)
      .flatMap((one) => verbOf(one.node) ?? []),
  ),
];
