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

/** 25 KB is what every published limit of Teams lets pass; the rest is for the message around the card. */
const MOST_BYTES = 24_000;

/** The first of several renderings, each saying less than the one before, that a message can hold; else the last. */
export function firstThatFits(...renderings: readonly [() => AdaptiveCard, ...(() => AdaptiveCard)[]]): AdaptiveCard {
  let card = renderings[0]();
  for (const render of renderings.slice(1)) {
    if (Buffer.byteLength(JSON.stringify(card)) <= MOST_BYTES) return card;
    card = render();
  }
  return card;
}
