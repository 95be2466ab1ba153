import { SIDE_NAMES } from '../incident/side.ts';
import { compareSeverity } from '../incident/severity.ts';
import type { Notice, PageSubject } from '../sync/ports/notice-records.ts';
import { firstThatFits } from './adaptive-card.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { markdownText, plainText } from './escape.ts';
import { formatTime } from './format-time.ts';
import { renderNoticeCard } from './notice-card.ts';
import { WHY, mentionName } from './page-card.ts';
import { severityWord } from './words.ts';

/** Pages that share a message, each with how it ended, as far as it did. */
export type PageStandings = readonly (Pick<Notice, 'endedAt' | 'outcome'> & { subject: PageSubject })[];

/** Tells somebody of several incidents that nobody acknowledged, in one message; each ends by itself. */
export function renderPagesCard(pages: PageStandings, timeZone: string): AdaptiveCard {
  return firstThatFits(
    () => render(pages, timeZone, 40),
    () => render(pages, timeZone, 20),
    () => render(pages, timeZone, 8),
  );
}

function render(pages: PageStandings, timeZone: string, mostListed: number): AdaptiveCard {
  const [open, over] = [
    pages.filter(({ endedAt }) => endedAt === null),
    pages.filter(({ endedAt }) => endedAt !== null),
  ];
  const worstFirst = open.toSorted((a, b) => compareSeverity(b.subject.severity, a.subject.severity));
  const listed = [...worstFirst, ...over].slice(0, mostListed);
  const { person, inThread } = pages[0]!.subject;
  const isMentioned = inThread && open.length > 0;
  const name = mentionName(person.name);
  const why = [...new Set(open.map(({ subject }) => WHY[subject.step]))];
  const card = renderNoticeCard({
    tone: open.length === 0 ? 'good' : 'attention',
    heading: headingOf(open.length, pages.length),
    lines: [
      ...(isMentioned ? [`<at>${name}</at>: ${why.join(' ')}`] : why),
      ...listed.map((page) => lineOf(page, timeZone)),
      ...(pages.length > listed.length
        ? [`… and ${pages.length - listed.length} more: "open" lists what is open.`]
        : []),
      ...unreachedLines(open),
      ...unreadLines(open),
      ...(open.length === 0 ? [] : [HOW]),
    ],
  });
  const mention = { type: 'mention', text: `<at>${name}</at>`, mentioned: { id: person.objectId, name } };
  const told = { ...card, fallbackText: pagesSummary(pages) };
  return isMentioned ? { ...told, msteams: { entities: [mention] } } : told;
}

const HOW = 'Each ends by itself: "assign #N me" takes one, "show #N" shows it, and so does a portal.';

/** What a push notification shows of them. */
export function pagesSummary(pages: PageStandings): string {
  const open = pages.filter(({ endedAt }) => endedAt === null);
  const high = open.filter(({ subject }) => subject.severity === 'high').length;
  const worst = high === 0 ? '' : `, ${high} of them high`;
  const first = open.toSorted((a, b) => compareSeverity(b.subject.severity, a.subject.severity))[0]?.subject;
  const example = first === undefined ? '' : `: #${first.incident} ${plainText(first.title, 80)}`;
  return `${headingOf(open.length, pages.length)}${worst}${example}`;
}

function headingOf(open: number, all: number): string {
  if (open === 0) return `✔ ${all} incidents: over`;
  return open === all
    ? `🔔 Nobody acknowledged ${all} incidents`
    : `🔔 Nobody acknowledged ${open} of ${all} incidents`;
}

function lineOf({ subject, endedAt, outcome }: PageStandings[number], timeZone: string): string {
  const { incident, severity, title, openedAt } = subject;
  const about = `#${incident} ${severityWord(severity)}: ${markdownText(title, 80)}`;
  if (endedAt !== null) return `✔ ${about}. ${markdownText(outcome ?? 'It is over.', 120)}`;
  return `${about}, open since ${formatTime(openedAt, timeZone)}`;
}

function unreachedLines(open: PageStandings): string[] {
  const lines = open.flatMap(({ subject: { unreached } }) =>
    unreached === undefined
      ? []
      : [`${markdownText(unreached.name, 80)} could not be written to: ${markdownText(unreached.reason, 200)}.`],
  );
  return [...new Set(lines)].slice(0, 3);
}

function unreadLines(open: PageStandings): string[] {
  const sides = (['defender', 'sentinel'] as const).filter((side) =>
    open.some(({ subject }) => subject.unread.includes(side)),
  );
  return sides.map((side) => `${SIDE_NAMES[side]} could not be asked about all of them.`);
}
