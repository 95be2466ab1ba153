import type { Link } from './link.ts';
import { twinNameOf } from './observe/link-incident.ts';
import type { ConnectionState } from './posture/posture.ts';

/**
 * Whether an incident's alerts are Dragoman's to carry: only where it makes the twins itself, and only into a twin it
 * made. One that Microsoft's own sync made has the alerts already, as real ones.
 */
export function carriesAlerts({ mode }: ConnectionState, link: Link): boolean {
  if (mode !== 'bridge' || link.standing !== 'linked' || link.defenderId === null) return false;
  if ([link.defender, link.sentinel].some((record) => record !== null && record.goneSince !== null)) return false;
  return link.sentinelName === null || link.sentinelName === twinNameOf(link.connectionId, link.defenderId);
}
