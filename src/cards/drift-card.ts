import template from '../../adaptive-cards/drift.json' with { type: 'json' };
import type { DriftLine, IncidentView } from '../sync/incident-view.ts';
import { fillTemplate } from './adaptive-card.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { bannerData } from './banner.ts';
import type { Banner } from './banner.ts';
import { bothValues, whatWords } from './difference-words.ts';
import { markdownText, plainText } from './escape.ts';
import { formatAge } from './format-duration.ts';
import { formatTime } from './format-time.ts';
import { mendButtons } from './mend-buttons.ts';
import { pageButtons } from './page-buttons.ts';
import type { CardContext, CardPlace } from './seal.ts';

/** How many differences a page holds. */
export const DRIFT_PAGE_SIZE = 5;

export interface DriftPage {
  /** The longest first. */
  lines: DriftLine[];
  /** Of all pages. */
  total: number;
  offset: number;
  /** The incidents of this page. */
  incidents: ReadonlyMap<number, IncidentView>;
  /** ISO 8601; ages count up to it. */
  now: string;
}

/** Where the two systems disagree and nothing on its way will change that, with a button where a click can. */
export function renderDriftCard(
  { lines, total, offset, incidents, now }: DriftPage,
  place: CardPlace,
  context: CardContext,
  options: { banner?: Banner; code?: string } = {},
): AdaptiveCard {
  const extra = { surface: 'drift', offset, ...(options.code === undefined ? {} : { code: options.code }) };
  const heading = total === 0 ? 'No drift' : 'Drift';
  const actions = pageButtons({ verb: 'drift' }, { offset, total, size: DRIFT_PAGE_SIZE });
  return fillTemplate(template, {
    banners: bannerData(options.banner),
    heading,
    fallbackText: `${heading}: ${total}`,
    summary:
      total === 0
        ? 'The two systems agree, or what differs is on its way.'
        : `${offset + 1} to ${offset + lines.length} of ${total} differences that nothing on its way will mend.`,
    rows: [...Map.groupBy(lines, ({ incident }) => incident)].map(([number, ofIncident]) => {
      const view = incidents.get(number);
      const buttons = view === undefined ? [] : mendButtons(view, place, context, { extra, mostConflicts: 1 });
      return {
        title: `#${number} · ${plainText(ofIncident[0]?.title ?? '', 80)}`,
        differences: ofIncident.map((line) => ({
          text: `${whatWords(line)}, for ${formatAge(line.since, now)}`,
          detail: [
            `Since ${formatTime(line.since, context.timeZone)}.`,
            bothValues(line),
            markdownText(line.why, 120),
          ].join(' '),
        })),
        actions: buttons,
        hasActions: buttons.length > 0,
      };
    }),
    actions,
    hasActions: actions.length > 0,
  });
}
