import type { IncidentView } from '../sync/incident-view.ts';
import { plainText } from './escape.ts';
import { headingOf } from './words.ts';

/** An incident as one result of a search: no client reads markdown in a preview. */
export function incidentPreview(view: IncidentView): { title: string; text: string } {
  return { title: headingOf(view), text: plainText(view.title, 120) };
}
