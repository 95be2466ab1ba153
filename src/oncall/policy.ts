import type { OncallPerson, Turn } from '../sync/ports/oncall.ts';
import type { Calendar } from './calendar.ts';
import { calendarLayer } from './calendar-layer.ts';
import type { Escalation } from './escalation.ts';
import { createRota, fixedLayer } from './rota.ts';
import type { Layer, Rota } from './rota.ts';
import { rotationLayer } from './rotation.ts';
import type { Rotation } from './rotation.ts';

/** Somebody of the file, and the address people call them by. */
export interface ListedPerson extends OncallPerson {
  upn: string;
}

/** What ONCALL_FILE says. */
export interface OncallPolicy {
  /** IANA name. */
  timeZone: string;
  people: readonly ListedPerson[];
  lead: OncallPerson;
  /** They stand above rotation and calendar. */
  shifts: readonly Turn[];
  /** At most one of the two. */
  rotation: Rotation | null;
  calendar: Calendar | null;
  escalation: Escalation;
  /** The conversation that is told of each handover; null: the admins' channel, or whoever takes over. */
  handoverTo: string | null;
}

/** Who a word for somebody means: an address, or a name. */
export function findListed(people: readonly ListedPerson[], word: string): ListedPerson | null {
  const fold = (text: string) => text.trim().toLowerCase();
  return people.find(({ upn, name }) => [upn, name].some((one) => fold(one) === fold(word))) ?? null;
}

/** Makes rotas of the policy; the layers below the overrides are laid out once. */
export function rotaOf({ people, shifts, rotation, calendar }: OncallPolicy): (overrides: readonly Turn[]) => Rota {
  const layers: Layer[] = [fixedLayer(shifts)];
  if (rotation !== null) layers.push(rotationLayer(rotation));
  if (calendar !== null) layers.push(calendarLayer(calendar, (who) => findListed(people, who)));
  return (overrides) => createRota([...overrides.map((turn) => fixedLayer([turn])), ...layers]);
}
