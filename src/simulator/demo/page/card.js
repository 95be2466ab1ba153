import { contextWithCharts } from './charts.js';
import { hostConfig } from './host-config.js';
import { mentionedNames, renderMarkdown } from './markdown.js';

/** Set while a card is drawn: the renderer has one Markdown hook for all cards. */
let drawnMentions = [];
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = renderMarkdown(text, drawnMentions);
  result.didProcess = true;
};

/**
 * Draws an adaptive card with Microsoft's own renderer. `onPress(action, inputs)` gets the button as it
 * stands in the card, and what was entered, once the renderer found the inputs in order. `charts`: as on a desktop;
 * phones draw none.
 */
export function renderCard(content, { theme, onPress, onLink, charts = true }) {
  const { copy, actions } = withNumberedActions(content);
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(hostConfig(theme));
  card.onExecuteAction = (action) => {
    if (action instanceof AdaptiveCards.OpenUrlAction) return onLink(action.url);
    const original = actions.get(action.id);
    if (original) onPress(original, enteredIn(card));
  };
  card.onAnchorClicked = (_element, anchor) => {
    onLink(anchor.href);
    return true;
  };
  drawnMentions = mentionedNames(content.msteams?.entities);
  try {
    card.parse(copy, charts ? contextWithCharts() : undefined);
    const element = card.render() ?? document.createElement('div');
    element.removeAttribute('tabindex');
    return element;
  } finally {
    drawnMentions = [];
  }
}

/** Only what has a value: the renderer gives undefined for an untouched choice or number. */
function enteredIn(card) {
  const entries = card.getAllInputs(true).map((input) => [input.id, input.value]);
  return Object.fromEntries(
    entries.filter(([, value]) => value !== undefined && value !== null).map(([id, value]) => [id, String(value)]),
  );
}

/** A copy in which every button has a number, by which the pressed one is found again in the original. */
function withNumberedActions(content) {
  const actions = new Map();
  const copy = structuredClone(content);
  const visit = (original, twin) => {
    if (Array.isArray(original)) return original.forEach((item, index) => visit(item, twin[index]));
    if (typeof original !== 'object' || original === null) return undefined;
    if (typeof original.type === 'string' && original.type.startsWith('Action.')) {
      twin.id = `action-${actions.size}`;
      actions.set(twin.id, original);
    }
    for (const key of Object.keys(original)) if (key !== 'data') visit(original[key], twin[key]);
    return undefined;
  };
  visit(content, copy);
  return { copy, actions };
}

/** Whether the button asks for a form. */
export const opensForm = (action) => action.type === 'Action.Submit' && action.data?.msteams?.type === 'task/fetch';
