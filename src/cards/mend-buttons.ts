import type { Field } from '../incident/incident.ts';
import type { IncidentView } from '../sync/incident-view.ts';
import type { MendVerb } from './card-data.ts';
import type { Button } from './button.ts';
import { sealedData } from './seal.ts';
import type { CardContext, CardPlace } from './seal.ts';
import { FIELD_WORDS } from './words.ts';

/**
 * What a click can mend of an incident: answer its conflicts, carry what was not carried, try again what a side
 * refused. `extra` joins the data of each; a row holds six buttons, so `mostConflicts` is two at most.
 */
export function mendButtons(
  view: IncidentView,
  place: CardPlace,
  context: CardContext,
  { extra, mostConflicts }: { extra: Record<string, unknown>; mostConflicts: 1 | 2 },
): Button[] {
  if (view.standing !== 'linked' || view.readOnly !== null) return [];
  const button = (verb: MendVerb, title: string): Button => ({
    title,
    data: { ...sealedData(view, verb, place, context), ...extra },
  });
  return [
    ...view.questions.slice(0, mostConflicts).flatMap(({ field }) => keepButtons(view, field, place, context, extra)),
    ...(view.drift.some(({ repair }) => repair !== null) ? [button('repair', 'Repair')] : []),
    ...(view.sides.some(({ standing }) => standing === 'failed') ? [button('retry', 'Retry')] : []),
  ];
}

/** The two answers to a conflict; where nothing else differs, they need not name the field. */
export function keepButtons(
  view: IncidentView,
  field: Field,
  place: CardPlace,
  context: CardContext,
  extra: Record<string, unknown>,
): Button[] {
  const verbs = [
    ['keepDefender', 'Defender'],
    ['keepSentinel', 'Sentinel'],
  ] as const;
  const differs = [...view.questions.map((one) => one.field), ...view.drift.map(({ what }) => what)];
  const which = differs.some((what) => what !== field) ? ` ${FIELD_WORDS[field]}` : '';
  return verbs.map(([verb, side]) => ({
    title: `Keep ${side}'s${which}`,
    data: { ...sealedData(view, verb, place, context, field), ...extra },
  }));
}
