import type { IncidentView } from '../sync/incident-view.ts';
import { fillTemplate } from './adaptive-card.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { bannerData } from './banner.ts';
import type { Banner } from './banner.ts';
import type { FormVerb } from './card-data.ts';
import { plainText } from './escape.ts';
import { sealedData } from './seal.ts';
import type { CardContext, CardPlace } from './seal.ts';
import { headingOf } from './words.ts';

/** What every form can say besides asking. */
export interface FormOptions {
  banner?: Banner;
  /** Why it is shown again; goes into the data of its button. */
  code?: string;
}

export interface FormParts extends FormOptions {
  verb: FormVerb;
  submit: string;
  destructive?: boolean;
  /** Joins the data of the button. */
  extra?: Record<string, unknown>;
  /** What the template's own inputs are filled with. */
  inputs: Record<string, unknown>;
}

/** A form about an incident. Its button carries the incident's version at the time it was opened. */
export function renderForm(
  template: object,
  view: IncidentView,
  place: CardPlace,
  context: CardContext,
  parts: FormParts,
): AdaptiveCard {
  const data = {
    ...sealedData(view, parts.verb, place, context),
    ...parts.extra,
    ...(parts.code === undefined ? {} : { code: parts.code }),
  };
  const style = parts.destructive === true ? 'destructive' : 'positive';
  return fillTemplate(template, {
    fallbackText: `${parts.submit} #${view.number}`,
    banners: bannerData(parts.banner),
    heading: headingOf(view),
    title: plainText(view.title, 200),
    ...parts.inputs,
    submit: { title: parts.submit, style, data },
  });
}
