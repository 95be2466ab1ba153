import type { IncidentView } from '../sync/incident-view.ts';
import { plainText } from './escape.ts';
import { headingOf, severityColor } from './words.ts';

/** An incident as one row of a list. */
export function rowOf(view: IncidentView): { line: string; color: string; title: string } {
  return { line: headingOf(view), color: severityColor(view.severity), title: plainText(view.title, 120) };
}
