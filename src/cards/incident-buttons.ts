import type { IncidentView } from '../sync/incident-view.ts';
import type { Button } from './button.ts';
import type { FormVerb, TapVerb } from './card-data.ts';
import { mendButtons } from './mend-buttons.ts';
import { portalLink } from './portal-link.ts';
import { sealedData } from './seal.ts';
import type { CardContext, CardPlace } from './seal.ts';
import { sideName } from './words.ts';

const TAP_TITLES: Record<Exclude<TapVerb, 'refresh'>, string> = {
  assignToMe: 'Assign to me',
  setActive: 'Set active',
  undo: 'Undo',
  snooze: 'Snooze 2 h',
};
const FORM_TITLES: Record<FormVerb, string> = {
  close: 'Close…',
  comment: 'Comment…',
  tag: 'Tags…',
  assign: 'Assign…',
  handoff: 'Hand off…',
  severity: 'Severity…',
  reopen: 'Reopen…',
};

interface OfferedVerbs {
  taps: (keyof typeof TAP_TITLES)[];
  primary: FormVerb[];
  secondary: FormVerb[];
  secondaryTaps: (keyof typeof TAP_TITLES)[];
}

/** The verbs an incident in this state takes, in the order they are offered. */
function offeredVerbs(view: IncidentView): OfferedVerbs {
  if (view.standing !== 'linked') return { taps: [], primary: [], secondary: [], secondaryTaps: [] };
  if (view.state.status === 'closed')
    return { taps: [], primary: ['reopen', 'comment', 'tag'], secondary: [], secondaryTaps: [] };
  const taps: OfferedVerbs['taps'] = view.state.status === 'new' ? ['assignToMe', 'setActive'] : ['assignToMe'];
  return {
    taps,
    primary: ['comment', 'tag', 'close'],
    secondary: ['assign', 'handoff', 'severity'],
    secondaryTaps: ['snooze'],
  };
}

const NOTHING_OFFERED: OfferedVerbs = { taps: [], primary: [], secondary: [], secondaryTaps: [] };

export interface ButtonOptions {
  /** Joins the data of each: a refusal's code. */
  extra: Record<string, unknown>;
  readOnly: boolean;
  /** Whoever looks can take back what they just did. */
  undoable: boolean;
}

/** The buttons of an incident card. */
export function incidentButtons(
  view: IncidentView,
  place: CardPlace,
  context: CardContext,
  { extra, readOnly, undoable }: ButtonOptions,
) {
  const isReadOnly = readOnly || view.readOnly !== null;
  const offered = isReadOnly ? NOTHING_OFFERED : offeredVerbs(view);
  const taps =
    undoable && !isReadOnly && view.standing === 'linked' ? [...offered.taps, 'undo' as const] : offered.taps;
  const tap = (verb: keyof typeof TAP_TITLES): Button => ({
    title: TAP_TITLES[verb],
    data: { ...sealedData(view, verb, place, context), ...extra },
  });
  const form = (verb: FormVerb): Button => ({
    title: FORM_TITLES[verb],
    data: { ...sealedData(view, verb, place, context), ...extra, msteams: { type: 'task/fetch' } },
  });
  const mends = isReadOnly ? [] : mendButtons(view, place, context, { extra, mostConflicts: 2 });
  const links = portalButtons(view);
  return {
    mends,
    hasMends: mends.length > 0,
    taps: taps.map(tap),
    primaryForms: offered.primary.map(form),
    secondaryForms: offered.secondary.map(form),
    secondaryTaps: offered.secondaryTaps.map(tap),
    links,
    hasPrimary: taps.length + offered.primary.length > 0,
    hasSecondary: offered.secondary.length + links.length > 0,
  };
}

/** A button per portal whose address can be trusted. */
export function portalButtons(view: IncidentView): { title: string; url: string }[] {
  return view.sides.flatMap((side) => {
    const url = side.standing === 'absent' ? null : portalLink(side);
    return url === null ? [] : [{ title: `Open in ${sideName(side)}`, url }];
  });
}
