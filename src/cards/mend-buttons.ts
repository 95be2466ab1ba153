import type { Field } from '../incident/incident.ts';
import type { IncidentView } from '../sync/incident-view.ts';
import type { MendVerb } from './card-data.ts';
import type { Button } from './incident-buttons.ts';
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
  const button = (verb: MendVerb, title: string, field?: Field): Button => ({
    title,
    data: { ...sealedData(view, verb, place, context, field), ...extra },
  });
  return [
    ...view.questions
      .slice(0, mostConflicts)
      .flatMap(({ field }) => [
        button('keepDefender', `Keep Defender's ${FIELD_WORDS[field]}`, field),
        button('keepSentinel', `Keep Sentinel's ${FIELD_WORDS[field]}`, field),
      ]),
    ...(view.drift.some(({ repair }) => repair !== null) ? [button('repair', 'Repair')] : []),
    ...(view.sides.some(({ standing }) => standing === 'failed') ? [button('retry', 'Retry')] : []),
  ];
}
