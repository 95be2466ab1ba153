import template from '../../adaptive-cards/storm.json' with { type: 'json' };
import { compareSeverity } from '../incident/severity.ts';
import type { IncidentView } from '../sync/incident-view.ts';
import { fillTemplate } from './adaptive-card.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { rowOf } from './row.ts';
import { severityWord } from './words.ts';

const SHOWN = 5;

/** One message in place of many: how many incidents came at once, and the worst of them. */
export function renderStormCard(incidents: readonly IncidentView[]): AdaptiveCard {
  const worstFirst = incidents.toSorted((a, b) => compareSeverity(b.severity, a.severity) || a.number - b.number);
  return fillTemplate(template, {
    heading: `⚠ ${incidents.length} new incidents at once`,
    fallbackText: stormSummary(incidents),
    summary: stormSummary(incidents),
    rows: worstFirst.slice(0, SHOWN).map(rowOf),
    hint:
      incidents.length > SHOWN
        ? `and ${incidents.length - SHOWN} more. Say "show #N" to see one.`
        : 'Say "show #N" to see one.',
    actions: [{ title: 'List open incidents', data: { verb: 'list', offset: 0 } }],
  });
}

/** What a push notification shows of a storm. */
export function stormSummary(incidents: readonly IncidentView[]): string {
  const worst = incidents.toSorted((a, b) => compareSeverity(b.severity, a.severity))[0];
  const named = worst === undefined ? '' : `; the worst is #${worst.number} (${severityWord(worst.severity)})`;
  return `${incidents.length} new incidents${named}`;
}
