import type { FieldValues } from '../incident/incident.ts';
import type { Link } from '../sync/link.ts';
import { leadingIncident } from '../sync/link.ts';

/** An incident as rules see it: with everything that is promised laid over. */
export interface Subject extends FieldValues {
  title: string;
  products: readonly string[];
  /** `Defender`, or who Sentinel says made it; null where it does not say. */
  source: string | null;
  onDefender: boolean;
  onSentinel: boolean;
}

/** The incident of a link, with the values it is about to have. */
export function subjectOf(link: Link, values: FieldValues): Subject {
  const { title, products } = leadingIncident(link);
  return {
    ...values,
    title,
    products,
    source: link.defenderId === null ? (link.sentinel?.observation.incident.provider?.name ?? null) : 'Defender',
    onDefender: link.defender?.goneSince === null,
    onSentinel: link.sentinel?.goneSince === null,
  };
}
