import template from '../../adaptive-cards/incident.json' with { type: 'json' };
import mergedTemplate from '../../adaptive-cards/incident-merged.json' with { type: 'json' };
import { ENTITY_NAME_KINDS, SHOWN_ENTITY_NAMES } from '../incident/entity-names.ts';
import type { EntityName, EntityNameKind } from '../incident/entity-names.ts';
import type { IncidentView } from '../sync/incident-view.ts';
import type { DeadlineView } from '../sync/ports/deadlines.ts';
import { fillTemplate, firstThatFits } from './adaptive-card.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { bannerData } from './banner.ts';
import type { Banner } from './banner.ts';
import { differenceNotes } from './difference-words.ts';
import { markdownText, plainText } from './escape.ts';
import { formatTime } from './format-time.ts';
import { incidentButtons, portalButtons } from './incident-buttons.ts';
import { sealedData } from './seal.ts';
import type { CardContext, CardPlace } from './seal.ts';
import * as words from './words.ts';

export interface IncidentCardOptions {
  banner?: Banner;
  /** Why the press this card answers was not carried out; goes into the data of every button. */
  code?: string;
  /** Without buttons that change something. */
  readOnly?: boolean;
  /** Whoever looks can take back what they just did. */
  undoable?: boolean;
  /** Until when its thread is held back where the card stands, and by whom; markdown, escaped. */
  snoozed?: string | null;
}

const SHOWN_TAGS = 12;
/** Characters of a file hash. */
const SHOWN_HASH = 12;
const KIND_WORDS: Record<EntityNameKind, string> = {
  host: 'host',
  user: 'user',
  ip: 'IP',
  url: 'address',
  hash: 'file hash',
};
const SHOWN = { notes: 4, overruled: 3 };

/** The card people see of an incident, for everyone and true until the incident changes. */
export function renderIncidentCard(
  view: IncidentView,
  place: CardPlace,
  context: CardContext,
  options: IncidentCardOptions = {},
): AdaptiveCard {
  const extra = options.code === undefined ? {} : { code: options.code };
  const common = {
    fallbackText: words.summaryOf(view),
    refresh: { ...sealedData(view, 'refresh', place, context), ...extra },
    banners: bannerData(options.banner),
    heading: words.headingOf(view),
    headingColor: words.severityColor(view.severity),
    title: plainText(view.title, 200),
  };
  if (view.standing === 'merged') {
    const links = portalButtons(view);
    return fillTemplate(mergedTemplate, { ...common, story: mergedStory(view), links, hasLinks: links.length > 0 });
  }
  const filled = {
    ...common,
    facts: factsOf(view, context.timeZone, options.snoozed ?? null),
    comments: commentOf(view, context.timeZone),
    ...incidentButtons(view, place, context, {
      extra,
      readOnly: options.readOnly === true || place.readOnly === true,
      undoable: options.undoable === true,
    }),
  };
  const render = ({ notes, overruled }: typeof SHOWN) =>
    fillTemplate(template, {
      ...filled,
      notes: differenceNotes(view, context.timeZone, notes),
      overruled: view.overruled.slice(0, overruled).map((sentence) => ({ text: markdownText(sentence, 300) })),
    });
  return firstThatFits(
    () => render(SHOWN),
    () => render({ notes: 1, overruled: 1 }),
  );
}

function mergedStory(view: IncidentView): string {
  const survivor = view.mergedInto === null ? 'another incident' : `#${view.mergedInto}`;
  return `Defender folded this incident into ${survivor}, where its story goes on.`;
}

function factsOf(view: IncidentView, timeZone: string, snoozed: string | null) {
  const { state } = view;
  const isClosed = state.status === 'closed';
  const facts: [string, string | null][] = [
    ['Connection', view.connection === undefined ? null : markdownText(view.connection, 60)],
    ['Owner', words.ownerWords(view.owner)],
    ['Opened', formatTime(view.createdAt, timeZone)],
    ...view.deadlines.map((one): [string, string] => [words.deadlineName(one), deadlineWords(one, timeZone)]),
    ['Closed as', isClosed ? words.closureWords(state) : null],
    ['Closing note', isClosed && state.note !== '' ? markdownText(state.note, 300) : null],
    ['Products', list(view.products, 6)],
    ['Involved', entitiesWords(view.entities)],
    ['Tags', list(view.tags, SHOWN_TAGS)],
    ['Snoozed here', snoozed],
    ...view.sides.map((side): [string, string] => [words.sideName(side), words.standingWords(side, view.readOnly)]),
  ];
  return facts.flatMap(([title, value]) => (value === null ? [] : [{ title, value }]));
}

/** `web-01 (host), raj@contoso.com (user) and more`, in markdown; null for none. */
function entitiesWords(names: readonly EntityName[]): string | null {
  if (names.length === 0) return null;
  const shown = names
    .slice(0, SHOWN_ENTITY_NAMES)
    .toSorted((a, b) => ENTITY_NAME_KINDS.indexOf(a.kind) - ENTITY_NAME_KINDS.indexOf(b.kind))
    .map((one) => `${markdownText(shortName(one), 60)} (${KIND_WORDS[one.kind]})`);
  return shown.join(', ') + (names.length > SHOWN_ENTITY_NAMES ? ' and more' : '');
}

/** A hash crowds out what people read, and its beginning finds the incident as well; a hunt shows it whole. */
function shortName({ kind, name }: EntityName): string {
  return kind === 'hash' && name.length > SHOWN_HASH ? `${name.slice(0, SHOWN_HASH)}…` : name;
}

/** An absolute time: the card is edited when it is near or missed, not to move a clock. */
function deadlineWords({ dueAt, standing }: DeadlineView, timeZone: string): string {
  const mark = { running: '', near: ' · near', missed: ' · ⚠ missed' }[standing];
  return `${formatTime(dueAt, timeZone)}${mark}`;
}

function list(items: readonly string[], most: number): string | null {
  if (items.length === 0) return null;
  const rest = items.length > most ? ` and ${items.length - most} more` : '';
  return (
    items
      .slice(0, most)
      .map((item) => markdownText(item, 60))
      .join(', ') + rest
  );
}

function commentOf(view: IncidentView, timeZone: string) {
  const comment = view.latestComment;
  if (comment === null) return [];
  const byline = `${markdownText(comment.author, 80)}, ${formatTime(comment.at, timeZone)}`;
  return [{ byline, text: markdownText(comment.text, 500) }];
}
