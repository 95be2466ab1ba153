const SUFFIX = '/comments';

/** What stands in the quarantine for comments of a Sentinel incident that cannot be read. */
export function commentsOf(sentinelName: string): string {
  return `${sentinelName}${SUFFIX}`;
}

/** The name of the incident whose comments those are; null for the id of anything else. */
export function incidentOfComments(itemId: string): string | null {
  return itemId.endsWith(SUFFIX) ? itemId.slice(0, -SUFFIX.length) : null;
}
