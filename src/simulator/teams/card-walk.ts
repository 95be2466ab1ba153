import { isObject } from './json.ts';
import type { JsonObject } from './json.ts';

/** One typed object of a card, and whether it is drawn only when what it stands for can't be. */
export interface CardNode {
  node: JsonObject;
  type: string;
  path: string;
  isFallback: boolean;
}

/** Members that hold data or settings, in which an object with a `type` is not part of the card. */
const notElements = new Set(['data', 'msteams', 'metadata', 'authentication', 'choices.data', 'facts', 'choices']);

/** Every element and action of the card, in the order they are drawn; the card itself is not among them. */
export function walkCard(card: JsonObject): CardNode[] {
  const found: CardNode[] = [];
  for (const [key, member] of Object.entries(card)) if (!notElements.has(key)) visit(member, key, false, found);
  return found;
}

function visit(value: unknown, path: string, isFallback: boolean, found: CardNode[]): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => visit(item, `${path}[${index}]`, isFallback, found));
    return;
  }
  if (!isObject(value)) return;
  if (typeof value.type === 'string') found.push({ node: value, type: value.type, path, isFallback });
  for (const [key, member] of Object.entries(value)) {
    if (notElements.has(key)) continue;
    visit(member, `${path}.${key}`, isFallback || key === 'fallback', found);
  }
}

export const isInput = (node: CardNode): boolean => node.type.startsWith('Input.');
export const isAction = (node: CardNode): boolean => node.type.startsWith('Action.');
