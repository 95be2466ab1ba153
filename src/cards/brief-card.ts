import template from '../../adaptive-cards/incident-brief.json' with { type: 'json' };
import linkTemplate from '../../adaptive-cards/incident-link.json' with { type: 'json' };
import type { IncidentView } from '../sync/incident-view.ts';
import { fillTemplate } from './adaptive-card.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { sealedData } from './seal.ts';
import type { CardContext, CardPlace } from './seal.ts';
import { headingOf, severityColor } from './words.ts';

/**
 * What anybody may see of an incident in a conversation where incidents are not told: number, severity, status. It
 * refreshes to more for those who have a role.
 */
export function renderBriefCard(view: IncidentView, place: CardPlace, context: CardContext): AdaptiveCard {
  return fillTemplate(template, {
    ...briefData(view),
    refresh: sealedData(view, 'refresh', place, context),
    hint: 'Whoever has a role in Dragoman sees more here.',
  });
}

/** The same beside a link that somebody pasted: Teams takes no newer cards than 1.3 there, which cannot refresh. */
export function renderLinkCard(view: IncidentView): AdaptiveCard {
  return fillTemplate(linkTemplate, { ...briefData(view), hint: `In Teams: say "show #${view.number}" to Dragoman.` });
}

function briefData(view: IncidentView) {
  const heading = headingOf(view);
  return { fallbackText: heading, heading, headingColor: severityColor(view.severity) };
}
