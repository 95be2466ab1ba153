import template from '../../adaptive-cards/incident-list.json' with { type: 'json' };
import type { IncidentView } from '../sync/incident-view.ts';
import { fillTemplate } from './adaptive-card.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import type { ListData } from './card-data.ts';
import { markdownText } from './escape.ts';
import { formatTime } from './format-time.ts';
import { pageButtons } from './page-buttons.ts';
import { rowOf } from './row.ts';
import { ownerWords } from './words.ts';

/** How many incidents a page holds. */
export const PAGE_SIZE = 10;

export interface IncidentListPage {
  incidents: IncidentView[];
  total: number;
  /** What was asked for; turned into the data of the buttons that leaf through it. */
  list: ListData;
}

/** One page of incidents, with buttons to the others. */
export function renderIncidentListCard({ incidents, total, list }: IncidentListPage, timeZone: string): AdaptiveCard {
  const heading = headingFor(list);
  const actions = pageButtons(list, { offset: list.offset, total, size: PAGE_SIZE });
  return fillTemplate(template, {
    heading,
    fallbackText: `${heading}: ${total}`,
    summary: summaryOf(list, incidents.length, total),
    rows: incidents.map((view) => ({
      ...rowOf(view),
      detail: detailOf(view, timeZone),
    })),
    hint: total > 0 ? 'Say "show #N" to see one and act on it.' : list.text === undefined ? 'All quiet.' : NOT_FOUND,
    actions,
    hasActions: actions.length > 0,
  });
}

/** The incidents a reference can mean, when it can mean several. */
export function renderChoiceCard(incidents: IncidentView[], code: string): AdaptiveCard {
  return fillTemplate(template, {
    heading: 'Which one do you mean?',
    fallbackText: 'Which one do you mean?',
    summary: `${incidents.length} incidents fit.`,
    rows: incidents.slice(0, PAGE_SIZE).map((view) => ({ ...rowOf(view), detail: whoseWords(view) })),
    hint: 'Say it again with the number (#N).',
    actions: [{ title: 'Help', data: { verb: 'help', code } }],
    hasActions: true,
  });
}

/** The small print of an incident in a list. */
export function detailOf(view: IncidentView, timeZone: string): string {
  return `${whoseWords(view)} · opened ${formatTime(view.createdAt, timeZone)}`;
}

/** Whose it is to do, and where several connections are watched, whose it is at all. */
function whoseWords({ connection, owner }: IncidentView): string {
  return connection === undefined ? ownerWords(owner) : `${markdownText(connection, 60)} · ${ownerWords(owner)}`;
}

const NOT_FOUND =
  'Found are pieces of titles, and the beginnings of names of hosts, users, IP and web addresses and file hashes that ' +
  'alerts were read of.';

function headingFor(list: ListData): string {
  if (list.text !== undefined) return 'Incidents found';
  return list.owner === 'me' ? 'Your open incidents' : 'Open incidents';
}

function summaryOf(list: ListData, shown: number, total: number): string {
  const filters = [
    list.severity === undefined ? [] : [`severity ${list.severity}`],
    list.tag === undefined ? [] : [`tag ${markdownText(list.tag, 60)}`],
    list.text === undefined ? [] : [`${list.kind ?? 'title or name'} ${markdownText(list.text, 60)}`],
  ].flat();
  const which = filters.length === 0 ? '' : ` (${filters.join(', ')})`;
  if (shown === 0) return `${total} in all${which}.`;
  return `${list.offset + 1} to ${list.offset + shown} of ${total}${which}.`;
}
