const PREFIX = 'unnamed since ';

/** What stands in the quarantine for an item whose id cannot be read: the time from which it would be listed again. */
export function unnamedId(since: string): string {
  return `${PREFIX}${since}`;
}

/** That time; null for the id of an item that has one. */
export function sinceOfUnnamed(itemId: string): string | null {
  return itemId.startsWith(PREFIX) ? itemId.slice(PREFIX.length) : null;
}
