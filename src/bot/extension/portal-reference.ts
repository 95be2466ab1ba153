import type { Side } from '../../incident/side.ts';

/** The incident that a portal's address is about. */
export interface PortalReference {
  side: Side;
  /** As that side calls it. */
  id: string;
}

const DEFENDER_PATH = /^\/incident(?:2|s)\/(\d{1,18})(?:\/|$)/;
const SENTINEL_PATH = /\/Incident\/.*\/providers\/Microsoft\.SecurityInsights\/Incidents\/([\w-]{1,100})(?:[/?]|$)/i;

/**
 * Reads the address of an incident's page in either portal; null for any other page. The Azure portal keeps everything
 * behind the `#`, with the incident's resource id in it, percent-encoded or not.
 */
export function readPortalReference(text: string): PortalReference | null {
  if (!URL.canParse(text)) return null;
  const { pathname, hash } = new URL(text);
  const defender = DEFENDER_PATH.exec(pathname)?.[1];
  if (defender !== undefined) return { side: 'defender', id: defender };
  const sentinel = SENTINEL_PATH.exec(decoded(hash))?.[1];
  return sentinel === undefined ? null : { side: 'sentinel', id: sentinel };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
