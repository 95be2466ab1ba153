import { isInput, walkCard } from './card-walk.ts';
import type { CardNode } from './card-walk.ts';
import { isObject } from './json.ts';
import type { JsonObject } from './json.ts';

/** What Teams draws in a bot's card: Adaptive Cards 1.5 and the additions Teams made on top of it. */
const knownTypes = new Set(
  `
    AdaptiveCard TextBlock RichTextBlock TextRun Image ImageSet Media FactSet Container ColumnSet Column
    ActionSet Table TableRow TableCell Carousel CarouselPage BackgroundImage Badge CodeBlock Icon
    ProgressBar ProgressRing CompoundButton Rating Layout.Flow Layout.AreaGrid Layout.Stack Refresh
    Authentication Input.Text Input.Number Input.Date Input.Time Input.Toggle Input.ChoiceSet Input.Rating
    Action.Execute Action.Submit Action.OpenUrl Action.ShowCard Action.ToggleVisibility Action.ResetInputs
    Action.Popover Action.OpenUrlDialog Chart.Donut Chart.Pie Chart.Gauge Chart.Line Chart.VerticalBar
    Chart.VerticalBar.Grouped Chart.HorizontalBar Chart.HorizontalBar.Stacked
  `
    .trim()
    .split(/\s+/),
);

const mostRefreshUsers = 60;

/** Everything Teams would refuse, or silently not draw, in the card; empty for a good one. */
export function checkCard(card: unknown): string[] {
  if (!isObject(card)) return ['the content of an adaptive card must be an object'];
  if (card.type !== 'AdaptiveCard') return [`type must be "AdaptiveCard", found ${JSON.stringify(card.type)}`];
  const nodes = walkCard(card);
  return [...topLevel(card), ...refresh(card), ...nodes.flatMap(checkNode), ...duplicateInputs(nodes)];
}

function topLevel(card: JsonObject): string[] {
  const faults: string[] = [];
  const version = /^1\.([0-5])$/.exec(String(card.version));
  if (typeof card.version !== 'string' || !version) {
    faults.push(`version must be "1.0" to "1.5", found ${JSON.stringify(card.version)}`);
  }
  for (const part of ['body', 'actions']) {
    const value = card[part];
    if (value === undefined) continue;
    if (!Array.isArray(value)) faults.push(`${part} must be an array`);
    else if (!value.every((item) => isObject(item) && typeof item.type === 'string')) {
      faults.push(`every item of ${part} needs a type`);
    }
  }
  return faults;
}

function refresh(card: JsonObject): string[] {
  if (card.refresh === undefined) return [];
  if (!isObject(card.refresh)) return ['refresh must be an object'];
  const { action, userIds } = card.refresh;
  const faults: string[] = [];
  if (!isObject(action) || action.type !== 'Action.Execute') faults.push('refresh.action must be an Action.Execute');
  if (userIds !== undefined) {
    if (!Array.isArray(userIds) || !userIds.every((id) => typeof id === 'string' && id !== '')) {
      faults.push('refresh.userIds must be a list of ids');
    } else if (userIds.length > mostRefreshUsers) {
      faults.push(`refresh.userIds may hold ${mostRefreshUsers} ids, found ${userIds.length}`);
    }
  }
  return faults;
}

function checkNode({ node, type, path, isFallback }: CardNode): string[] {
  const fault = (text: string) => [`${path}: ${text}`];
  if (!knownTypes.has(type)) return isFallback || node.fallback !== undefined ? [] : fault(`unknown type ${type}`);
  const opensForm = isObject(node.data) && isObject(node.data.msteams) && node.data.msteams.type === 'task/fetch';
  if (opensForm && type !== 'Action.Submit') return fault('only an Action.Submit can open a form (task/fetch)');
  if (type.startsWith('Input.') && (typeof node.id !== 'string' || node.id === ''))
    return fault('an input needs an id');
  switch (type) {
    case 'Action.Execute':
      return typeof node.verb === 'string' && node.verb !== '' ? [] : fault('an Action.Execute needs a verb');
    case 'Action.OpenUrl':
      return /^(https?|mailto):/.test(String(node.url)) ? [] : fault('an Action.OpenUrl needs a url');
    case 'TextBlock':
    case 'TextRun':
      return typeof node.text === 'string' ? [] : fault(`a ${type} needs a text`);
    case 'Image':
      return typeof node.url === 'string' && node.url !== '' ? [] : fault('an Image needs a url');
    case 'FactSet':
      return isList(node.facts, ['title', 'value']) ? [] : fault('facts need a title and a value, both text');
    case 'Input.ChoiceSet':
      return node.choices === undefined || isList(node.choices, ['title', 'value'])
        ? []
        : fault('choices need a title and a value, both text');
    default:
      return [];
  }
}

const isList = (value: unknown, textMembers: string[]): boolean =>
  Array.isArray(value) &&
  value.every((item) => isObject(item) && textMembers.every((m) => typeof item[m] === 'string'));

function duplicateInputs(nodes: CardNode[]): string[] {
  const ids = nodes.filter((one) => isInput(one) && !one.isFallback).map((one) => String(one.node.id));
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].map((id) => `two inputs have the id ${id}`);
}
