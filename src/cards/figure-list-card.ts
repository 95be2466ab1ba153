import template from '../../adaptive-cards/incident-list.json' with { type: 'json' };
import type { IncidentView } from '../sync/incident-view.ts';
import { fillTemplate } from './adaptive-card.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import type { FigureData } from './card-data.ts';
import { withoutEscapes } from './escape.ts';
import { figureWords } from './figure-words.ts';
import { formatTime } from './format-time.ts';
import { detailOf, PAGE_SIZE } from './incident-list-card.ts';
import { pageButtons } from './page-buttons.ts';
import { rowOf } from './row.ts';

export interface FigureListPage {
  incidents: IncidentView[];
  total: number;
  /** What was asked for; turned into the data of the buttons that leaf through it. */
  data: FigureData;
}

/** One page of the incidents behind a figure of a digest. */
export function renderFigureListCard({ incidents, total, data }: FigureListPage, timeZone: string): AdaptiveCard {
  const { offset, from, until } = data;
  const actions = pageButtons(data, { offset, total, size: PAGE_SIZE });
  const shown = incidents.length === 0 ? '0' : `${offset + 1} to ${offset + incidents.length}`;
  return fillTemplate(template, {
    heading: figureWords(data),
    fallbackText: figureListSummary({ total, data }),
    summary: `${shown} of ${total} incidents, ${formatTime(from, timeZone)} to ${formatTime(until, timeZone)}.`,
    rows: incidents.map((view) => ({ ...rowOf(view), detail: detailOf(view, timeZone) })),
    hint: 'They are shown as they are now. Say "show #N" to see one and act on it.',
    actions,
    hasActions: actions.length > 0,
  });
}

/** What a push notification shows of the list. */
export function figureListSummary({ total, data }: Pick<FigureListPage, 'total' | 'data'>): string {
  return `${withoutEscapes(figureWords(data))}: ${total} incident${total === 1 ? '' : 's'}`;
}
