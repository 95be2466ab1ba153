import type { Opening } from '../sync/history/openings.ts';
import type { PageStep } from './escalation.ts';

/** What the steps and notices of one opening of an incident are kept under. */
export function pagesOf(incident: number, { nth }: Pick<Opening, 'nth'>): string {
  return `page/${incident}/${nth}/`;
}

/** Of an opening, not of a person: a step is taken once, whoever is on call by then. */
export function pageKey(incident: number, opening: Pick<Opening, 'nth'>, step: PageStep): string {
  return `${pagesOf(incident, opening)}${step}`;
}

/** Written when whoever was to be written to could not be. */
export function fellThroughKey(incident: number, opening: Pick<Opening, 'nth'>): string {
  return `${pagesOf(incident, opening)}unreached`;
}
