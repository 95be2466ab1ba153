import { Template } from 'adaptivecards-templating';

/** An adaptive card as it goes over the wire. */
export type AdaptiveCard = Record<string, unknown>;

const prepared = new WeakMap<object, Template>();

/**
 * A template filled with data. The template is always one of the files: text joined into a template would be
 * evaluated as one, while text that comes in as data is not.
 */
export function fillTemplate(template: object, data: object): AdaptiveCard {
  let ready = prepared.get(template);
  if (ready === undefined) prepared.set(template, (ready = new Template(template)));
  return ready.expand({ $root: data }) as AdaptiveCard;
}
