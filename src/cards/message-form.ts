import template from '../../adaptive-cards/message-form.json' with { type: 'json' };
import type { IncidentView } from '../sync/incident-view.ts';
import { fillTemplate } from './adaptive-card.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { bannerData } from './banner.ts';
import { MOST_COMMENT } from './close-form.ts';
import { draftText } from './draft-text.ts';
import { plainText } from './escape.ts';
import type { FormOptions } from './form.ts';
import { headingOf } from './words.ts';

export interface MessageFormParts extends FormOptions {
  /** To choose from. */
  incidents: readonly IncidentView[];
  /** The chosen one's number; empty: none yet. */
  incident: string;
  /** What was typed instead of choosing. */
  reference: string;
  comment: string;
  /** The message it is about: the same one is not added twice. */
  message: string;
}

/** Asks to which incident a message of the conversation is added, as a comment. */
export function renderMessageForm({ incidents, ...parts }: MessageFormParts): AdaptiveCard {
  return fillTemplate(template, {
    fallbackText: 'Add a message to an incident',
    banners: bannerData(parts.banner),
    incidents: incidents.map((view) => ({
      title: `${headingOf(view)} · ${plainText(view.title, 60)}`,
      value: String(view.number),
    })),
    incident: parts.incident,
    reference: draftText(parts.reference, 200),
    comment: draftText(parts.comment, MOST_COMMENT),
    data: { message: parts.message, ...(parts.code === undefined ? {} : { code: parts.code }) },
  });
}
