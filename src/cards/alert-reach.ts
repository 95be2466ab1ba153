import type { IncidentView } from '../sync/incident-view.ts';

const WORDS = {
  close: 'Closing it in Defender resolves all of its alerts too.',
  assign: 'Assigning it in Defender assigns all of its alerts too.',
};

/**
 * What Defender does with an incident's alerts besides (learn.microsoft.com, "Manage incidents"): a line of a form, and
 * none where Defender does not have the incident.
 */
export function alertReach({ sides }: IncidentView, what: keyof typeof WORDS): { text: string }[] {
  const isThere = sides.some(({ side, id, standing }) => side === 'defender' && id !== null && standing !== 'gone');
  return isThere ? [{ text: WORDS[what] }] : [];
}
