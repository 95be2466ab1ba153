import { markdownText } from '../cards/escape.ts';
import { closureWords, severityWord } from '../cards/words.ts';
import { SIDES, SIDE_NAMES } from '../incident/side.ts';
import type { ActionResult, Ask, SideOutcome } from '../sync/ports/desk.ts';
import type { Banner } from '../cards/banner.ts';

type Applied = Extract<ActionResult, { outcome: 'applied' }>;

const OUTCOME_WORDS: Record<SideOutcome, string> = {
  done: 'done',
  waiting: 'waiting',
  failed: 'failed',
  overruled: 'overruled by a later change',
  unchanged: 'unchanged',
};

/** `Closed as true positive, phishing. Defender done, Sentinel waiting.` */
export function describeResult(ask: Ask, { sides, warning }: Applied): string {
  const outcomes = SIDES.map((side) => `${SIDE_NAMES[side]} ${OUTCOME_WORDS[sides[side]]}`);
  // A form says so before; a tap and a typed command have none.
  const isAssigned = (ask.kind === 'assign' || ask.kind === 'handoff') && ['done', 'waiting'].includes(sides.defender);
  return [
    `${describeAsk(ask)}. ${outcomes.join(', ')}.`,
    ...(isAssigned ? ['Defender does the same to all of its alerts.'] : []),
    ...(warning === undefined ? [] : [`⚠ ${markdownText(warning, 300)}`]),
  ].join(' ');
}

/** The same on top of a card, in the colour of the worst outcome. */
export function resultBanner(ask: Ask, result: Applied): Banner {
  const outcomes = Object.values(result.sides);
  const tone = outcomes.includes('failed') ? 'attention' : outcomes.includes('overruled') ? 'warning' : 'good';
  return { tone, text: describeResult(ask, result) };
}

function describeAsk(ask: Ask): string {
  switch (ask.kind) {
    case 'assign':
      return ask.to === null ? 'Assigned to nobody' : `Assigned to ${markdownText(ask.to.name, 80)}`;
    case 'handoff':
      return `Handed off to ${markdownText(ask.to.name, 80)}`;
    case 'activate':
      return 'Set active';
    case 'close':
      return `Closed as ${closureWords({ ...ask, status: 'closed', note: '' })}`;
    case 'reopen':
      return 'Reopened';
    case 'tags':
      return 'Tags saved';
    case 'severity':
      return `Severity set to ${severityWord(ask.severity).toLowerCase()}`;
    case 'comment':
      return 'Comment added';
    case 'undo':
      return 'Taken back';
    case 'keep':
      return `Kept what ${SIDE_NAMES[ask.side]} holds`;
    case 'repair':
      return 'Repaired';
    case 'retry':
      return 'Tried again';
    default:
      return ask satisfies never;
  }
}
