import { MARK_LENGTH } from '../../incident/comment.ts';
import { LEGAL_DETERMINATIONS, LEGAL_REASONS } from '../../incident/state.ts';
import { tagFault } from '../../incident/tags.ts';
import { longestText } from '../observe/split-text.ts';
import type { SyncSettings } from '../context.ts';
import type { IncidentView } from '../incident-view.ts';
import type { ActionRefusal, Ask, PersonAction } from '../ports/desk.ts';
import type { Posture } from '../posture/posture.ts';
import { attributed, handedOffTo } from './fields-asked.ts';

export interface Refusal {
  code: ActionRefusal;
  reason: string;
}

/** Why this cannot be done to that incident, in words for the person who asked; null when it can. */
export function refuseAsk(
  { ask, by }: Pick<PersonAction, 'ask' | 'by'>,
  view: IncidentView,
  settings: SyncSettings,
  posture: Posture,
): Refusal | null {
  if (!posture.acts) return { code: 'read_only', reason: posture.reason ?? 'Nothing is written here.' };
  // What the merge itself wants written may be tried again.
  if (view.standing === 'merged' && ask.kind !== 'retry') {
    const survivor = view.mergedInto === null ? 'another incident' : `#${view.mergedInto}`;
    return { code: 'merged', reason: `#${view.number} was merged into ${survivor} by Defender; act on that one.` };
  }
  if (view.standing === 'gone') return { code: 'gone', reason: `#${view.number} no longer exists.` };
  switch (ask.kind) {
    case 'close':
      return refuseClose(ask, view) ?? refuseLong(ask.comment?.trim() ?? '', attributed(by, ''), settings);
    case 'activate':
      return view.state.status === 'closed'
        ? { code: 'already_closed', reason: `#${view.number} is closed. Reopen it instead.` }
        : null;
    case 'reopen':
      return view.state.status === 'closed' ? null : { code: 'not_closed', reason: `#${view.number} is not closed.` };
    case 'tags': {
      const fault = tagFault(ask.tags);
      return fault === null ? null : { code: 'invalid_tags', reason: fault };
    }
    case 'handoff':
      return refuseText(ask.note, attributed(by, handedOffTo(ask.to, '')), settings);
    case 'comment':
      return refuseText(ask.text, attributed(by, ''), settings);
    case 'keep':
      return view.questions.some(({ field }) => field === ask.field)
        ? null
        : { code: 'nothing_to_do', reason: 'That conflict is decided already.' };
    case 'repair':
      return view.drift.some(({ repair }) => repair !== null)
        ? null
        : { code: 'nothing_to_do', reason: `Nothing of #${view.number} is left to repair.` };
    case 'retry':
      return view.sides.some(({ standing }) => standing === 'failed')
        ? null
        : { code: 'nothing_to_do', reason: `Nothing of #${view.number} was given up.` };
    case 'assign':
    case 'severity':
    case 'undo':
      return null;
    default:
      return ask satisfies never;
  }
}

function refuseClose(ask: Ask & { kind: 'close' }, view: IncidentView): Refusal | null {
  if (view.state.status === 'closed') return { code: 'already_closed', reason: `#${view.number} is closed already.` };
  const { classification, determination, reason } = ask;
  const determinations = LEGAL_DETERMINATIONS[classification];
  if (determination !== null && !determinations.includes(determination))
    return {
      code: 'invalid_classification',
      reason: `${determination} does not go with ${classification}. Choose one of: ${determinations.join(', ') || '(none)'}.`,
    };
  if (reason !== null && !LEGAL_REASONS[classification].includes(reason))
    return {
      code: 'invalid_classification',
      reason: `${reason} does not go with ${classification}. Choose one of: ${LEGAL_REASONS[classification].join(', ') || '(none)'}.`,
    };
  return null;
}

function refuseText(text: string, before: string, settings: SyncSettings): Refusal | null {
  if (text.trim() === '') return { code: 'invalid_comment', reason: 'A comment needs some text.' };
  return refuseLong(text, before, settings);
}

/** What people say here has no other place to be read whole, so it is not cut. */
function refuseLong(text: string, before: string, { commentMaxLength }: SyncSettings): Refusal | null {
  const longest = longestText(commentMaxLength - MARK_LENGTH) - before.length;
  if (text.length <= longest) return null;
  const reason = `A comment has at most ${longest} characters; this one has ${text.length}.`;
  return { code: 'invalid_comment', reason };
}
