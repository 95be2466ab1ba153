import { isInput, walkCard } from './card-walk.ts';
import { objectsAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';

/** The client would not send what the person entered: it shows `message` at the input. */
export class InputRefused extends Error {
  readonly inputId: string;

  constructor(inputId: string, message: string) {
    super(message);
    this.name = 'InputRefused';
    this.inputId = inputId;
  }
}

/**
 * What the client sends for the card's inputs: what the person entered, else what was prefilled. Throws
 * when something is entered that the card does not ask for, or that the client would not let through.
 */
export function collectInputs(card: JsonObject, entered: Record<string, string>): Record<string, string> {
  const inputs = walkCard(card).filter((one) => isInput(one) && !one.isFallback);
  const ids = inputs.map(({ node }) => String(node.id));
  const stray = Object.keys(entered).find((id) => !ids.includes(id));
  if (stray !== undefined) throw new InputRefused(stray, `the card has no input "${stray}", only ${ids.join(', ')}`);
  const collected: Record<string, string> = {};
  for (const { node, type } of inputs) {
    const id = String(node.id);
    const value = valueOf(node, type, entered[id]);
    checkInput(id, type, node, value ?? '');
    // Clients leave out an untouched choice or number, and send an untouched text as an empty one.
    if (value !== undefined) collected[id] = value;
  }
  return collected;
}

function valueOf(node: JsonObject, type: string, entered: string | undefined): string | undefined {
  if (entered !== undefined) return entered;
  if (type === 'Input.Toggle') return textAt(node, 'value') ?? textAt(node, 'valueOff') ?? 'false';
  const isTyped = type === 'Input.Text' || type === 'Input.Date' || type === 'Input.Time';
  const prefilled =
    node.value === undefined || node.value === null ? '' : (textAt(node, 'value') ?? JSON.stringify(node.value));
  return prefilled === '' && !isTyped ? undefined : prefilled;
}

function checkInput(id: string, type: string, node: JsonObject, value: string): void {
  const refuse = (why: string): never => {
    throw new InputRefused(id, textAt(node, 'errorMessage') ?? `${id}: ${why}`);
  };
  if (value === '') {
    if (node.isRequired === true) refuse('is required');
    return;
  }
  const isRequiredOff = type === 'Input.Toggle' && value !== (textAt(node, 'valueOn') ?? 'true');
  if (node.isRequired === true && isRequiredOff) refuse('must be on');
  if (type === 'Input.ChoiceSet') checkChoices(node, value, refuse);
  if (typeof node.maxLength === 'number' && value.length > node.maxLength) refuse(`is longer than ${node.maxLength}`);
  const pattern = textAt(node, 'regex');
  if (pattern !== undefined && !new RegExp(pattern).test(value)) refuse('does not have the expected form');
  if (type !== 'Input.Number') return;
  if (Number.isNaN(Number(value))) refuse('is not a number');
  if (typeof node.min === 'number' && Number(value) < node.min) refuse(`is less than ${node.min}`);
  if (typeof node.max === 'number' && Number(value) > node.max) refuse(`is more than ${node.max}`);
}

function checkChoices(node: JsonObject, value: string, refuse: (why: string) => never): void {
  // A people picker finds more than the choices that are listed.
  if (node['choices.data'] !== undefined) return;
  const offered = objectsAt(node, 'choices').map((choice) => String(choice.value));
  const chosen = node.isMultiSelect === true ? value.split(',') : [value];
  const unknown = chosen.find((one) => !offered.includes(one));
  if (unknown !== undefined) refuse(`"${unknown}" is not offered, only ${offered.join(', ')}`);
}
