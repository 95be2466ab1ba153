import type { Incident } from '../../incident/incident.ts';
import { compareTimestamps } from '../../incident/timestamp.ts';
import type { SideRecord } from '../link.ts';
import { isMachine } from './machine-names.ts';

/**
 * When a new reading of a Defender incident asks for its alerts to be read. No list tells of them, and alerts are what
 * correlation adds: `now`, when the incident is met first, when a machine moved it, and when it moved and neither a
 * field, nor a comment, nor a write of ours explains that. What does explain it may hide a machine's move before it:
 * those alerts are read `later`, with the next full comparison.
 */
export function whenToReadAlerts(
  before: SideRecord | null,
  next: Incident,
  isExplained: boolean,
): 'now' | 'later' | 'never' {
  if (before === null) return 'now';
  if (compareTimestamps(next.modifiedAt, before.observation.incident.modifiedAt) === 0) return 'never';
  return isMachine(next.modifiedBy) || !(isExplained || before.touchedByUs) ? 'now' : 'later';
}
