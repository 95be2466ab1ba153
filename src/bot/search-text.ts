import { ENTITY_NAME_KINDS } from '../incident/entity-names.ts';
import type { EntityNameKind } from '../incident/entity-names.ts';
import type { IncidentView } from '../sync/incident-view.ts';
import type { Desk } from '../sync/ports/desk.ts';

/** What a person looks for: a piece of a title or the beginning of a name; with a kind, a name of that kind only. */
export interface Search {
  text: string;
  kind?: EntityNameKind;
}

/** `host web-01`, or any text. The mark where a card cut it off is no part of what somebody copied from there. */
export function readSearch(typed: string): Search {
  const text = typed.trim().replace(/(?<=.)…$/, '');
  const [word = '', ...rest] = text.split(/\s+/);
  const kind = ENTITY_NAME_KINDS.find((one) => one === word.toLowerCase());
  return kind === undefined || rest.length === 0 ? { text } : { kind, text: rest.join(' ') };
}

/**
 * A page of what a search finds, newest first, closed incidents too: one by its number, an id or a portal link, else
 * all by title and by what their alerts are about.
 */
export async function searchFor(
  desk: Pick<Desk, 'find' | 'list'>,
  search: Search,
  page: { offset: number; limit: number },
): Promise<{ incidents: IncidentView[]; total: number }> {
  if (search.kind === undefined && isReference(search.text)) {
    const found = await desk.find(search.text);
    if (found.length > 0) return { incidents: found.slice(page.offset, page.offset + page.limit), total: found.length };
  }
  return desk.list({ ...search, ...page });
}

function isReference(text: string): boolean {
  return /^#?\d+$|^[0-9a-f-]{36}$|^https:\/\//i.test(text);
}
