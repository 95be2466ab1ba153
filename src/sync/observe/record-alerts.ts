import { compareAlerts, describeCount, leftOutOf, summarizeAlerts } from '../../incident/alert.ts';
import type { AlertList, AlertSummary } from '../../incident/alert.ts';
import { derivedId } from '../../incident/comment.ts';
import { entityNames, MOST_ENTITY_NAMES, SHOWN_ENTITY_NAMES } from '../../incident/entity-names.ts';
import type { EntityName } from '../../incident/entity-names.ts';
import { MOST_BOOKMARKS } from '../bookmark.ts';
import type { Link } from '../link.ts';
import type { Records } from '../ports/records.ts';
import { sameJson } from '../same-json.ts';
import { composeBookmark } from './compose-bookmark.ts';

/**
 * Takes in the alerts Defender lists for an incident: what they say together goes to the link, what they are about is
 * what it is found by, and the most severe of them get a bookmark each, as far as Sentinel has room. One that has its
 * bookmark keeps it, whatever comes after: people may have written on it. A more severe one that comes then is named in
 * the twin's description. Returns whether anything is new; the caller saves the link.
 */
export async function recordAlerts(records: Records, link: Link, list: AlertList): Promise<boolean> {
  const isNamed = await recordEntityNames(records, link, list);
  const isNew = (await enterBookmarks(records, link, list)) || isNamed;
  const kept = new Set((await records.bookmarks(link.number)).map(({ alertId }) => alertId));
  const summary = { ...summarizeAlerts(list), ...leftOutOf(list.alerts, ({ id }) => kept.has(id)) };
  if (sameJson(link.alerts, summary)) return isNew;
  if (link.alerts === null || !sameJson(shown(link.alerts), shown(summary))) link.version += 1;
  link.alerts = summary;
  return true;
}

/** Keeps what the alerts are about. Returns whether that is new; the caller saves the link then. */
export async function recordEntityNames(records: Records, link: Link, { alerts }: AlertList): Promise<boolean> {
  const names = entityNames(alerts);
  const known = await records.entityNames(link.number, MOST_ENTITY_NAMES);
  if (sameJson(known, names)) return false;
  await records.saveEntityNames(link.number, names);
  if (!sameJson(shownNames(known), shownNames(names))) link.version += 1;
  return true;
}

async function enterBookmarks(records: Records, link: Link, { alerts }: AlertList): Promise<boolean> {
  const ledger = new Map((await records.bookmarks(link.number)).map((entry) => [entry.alertId, entry]));
  let isNew = false;
  for (const alert of alerts.toSorted(compareAlerts)) {
    const known = ledger.get(alert.id);
    if (known === undefined && ledger.size === MOST_BOOKMARKS) continue;
    const content = composeBookmark(link, alert);
    const hash = derivedId(JSON.stringify(content));
    if (known?.hash === hash) continue;
    const entry = {
      link: link.number,
      alertId: alert.id,
      content,
      hash,
      isTied: known?.isTied ?? false,
      refusal: null,
    };
    ledger.set(alert.id, entry);
    await records.saveBookmark(entry);
    isNew = true;
  }
  return isNew;
}

/** The names a card shows; one more tells that there are more. */
function shownNames(names: readonly EntityName[]): EntityName[] {
  return names.slice(0, SHOWN_ENTITY_NAMES + 1);
}

/** What cards and the twin's description tell of the alerts. */
function shown(summary: AlertSummary): unknown[] {
  return [describeCount(summary), summary.products];
}
