import template from '../../adaptive-cards/oncall-page.json' with { type: 'json' };
import { SIDE_NAMES } from '../incident/side.ts';
import type { IncidentView } from '../sync/incident-view.ts';
import type { Notice, PageSubject } from '../sync/ports/notice-records.ts';
import { fillTemplate } from './adaptive-card.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { markdownText, plainText } from './escape.ts';
import { formatTime } from './format-time.ts';
import { sealedData } from './seal.ts';
import type { CardContext, CardPlace } from './seal.ts';
import { severityWord } from './words.ts';

/** A page and how it ended, as far as it did. */
export type PageStanding = Pick<Notice, 'endedAt' | 'outcome'> & { subject: PageSubject };

/** Tells somebody on call of an incident nobody acknowledged, with the two buttons that do; and how it ended. */
export function renderPageCard(
  view: IncidentView,
  { subject, endedAt, outcome }: PageStanding,
  place: CardPlace,
  context: CardContext,
): AdaptiveCard {
  const { incident, title, severity, openedAt, unread, unreached, person, inThread } = subject;
  const isOpen = endedAt === null;
  const mayAct = isOpen && view.readOnly === null && view.standing === 'linked';
  const button = (verb: 'assignToMe' | 'setActive', name: string) => ({
    title: name,
    data: sealedData(view, verb, place, context),
  });
  const actions = mayAct ? [button('assignToMe', 'Assign to me'), button('setActive', 'Set active')] : [];
  const name = mentionName(person.name);
  const isMentioned = isOpen && inThread;
  const { msteams, ...card } = fillTemplate(template, {
    style: isOpen ? 'attention' : 'good',
    heading: isOpen ? `🔔 Nobody acknowledged #${incident}` : `✔ #${incident}: over`,
    fallbackText: pageSummary({ subject, endedAt }),
    title: plainText(title, 200),
    facts: [
      { title: 'Severity', value: severityWord(severity) },
      { title: 'Open since', value: formatTime(openedAt, context.timeZone) },
    ],
    lines: [
      { text: isMentioned ? `<at>${name}</at>: ${WHY[subject.step]}` : WHY[subject.step] },
      ...(unreached === undefined
        ? []
        : [
            {
              text: `${markdownText(unreached.name, 80)} could not be written to: ${markdownText(unreached.reason, 200)}.`,
            },
          ]),
      ...unread.map((side) => ({ text: `${SIDE_NAMES[side]} could not be asked whether somebody is at it.` })),
      ...(endedAt === null
        ? [{ text: `Taking it or setting it active, here or in a portal, ends this. "show #${incident}" shows it.` }]
        : [{ text: `${markdownText(outcome ?? 'It is over.', 200)} ${formatTime(endedAt, context.timeZone)}.` }]),
    ],
    entities: [{ type: 'mention', text: `<at>${name}</at>`, mentioned: { id: person.objectId, name } }],
    actions,
    hasActions: actions.length > 0,
  });
  return isMentioned ? { ...card, msteams } : card;
}

/** Why somebody is told, by the step. */
export const WHY: Record<PageSubject['step'], string> = {
  mention: 'you are on call for it.',
  direct: 'You are on call, and nobody has taken it up.',
  lead: 'It reached the lead: nobody on call has taken it up.',
};

/** What a push notification shows of it. */
export function pageSummary({ subject, endedAt }: Pick<PageStanding, 'subject' | 'endedAt'>): string {
  const { incident, title, severity } = subject;
  const told = endedAt === null ? '🔔 Nobody acknowledged' : 'Over:';
  return `${told} #${incident} (${severityWord(severity).toLowerCase()}): ${plainText(title, 120)}`;
}

/** A name that can stand between the tags of a mention. */
export function mentionName(name: string): string {
  return (
    plainText(name, 80)
      .replace(/[<>&[\]()*_`\\]/g, ' ')
      .trim() || 'on call'
  );
}
