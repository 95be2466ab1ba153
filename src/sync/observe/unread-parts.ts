/** What an incident has that may be unreadable by itself. */
const PARTS = ['comments', 'alerts'] as const;
export type Part = (typeof PARTS)[number];

/** What stands in the quarantine for parts of an incident that cannot be read. No id of an incident has a slash. */
export function partsOf(incidentId: string, part: Part): string {
  return `${incidentId}/${part}`;
}

/** Which parts of which incident those are; null for the id of anything else. */
export function readPartsId(itemId: string): { incidentId: string; part: Part } | null {
  const part = PARTS.find((one) => itemId.endsWith(`/${one}`));
  return part === undefined ? null : { incidentId: itemId.slice(0, -part.length - 1), part };
}
