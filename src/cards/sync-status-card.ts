import template from '../../adaptive-cards/sync-status.json' with { type: 'json' };
import { SIDE_NAMES } from '../incident/side.ts';
import type { ConnectionStatus, CycleReport, SideHealth } from '../sync/ports/desk.ts';
import { fillTemplate } from './adaptive-card.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { markdownText } from './escape.ts';
import { formatTime } from './format-time.ts';

/**
 * How the connections stand. After `sync now` it tells that cycle's requests too, and carries them in its data
 * for programs: `{"reads":n,"writes":n,"waiting":n}`.
 */
export function renderSyncStatusCard(
  connections: ConnectionStatus[],
  timeZone: string,
  cycle: CycleReport | null = null,
): AdaptiveCard {
  const waiting = cycle?.waiting ?? connections.reduce((sum, one) => sum + one.openIntents, 0);
  const counts = cycle === null ? { waiting } : { reads: cycle.reads, writes: cycle.writes, waiting };
  const heading = cycle === null ? 'Sync status' : 'Sync done';
  return fillTemplate(template, {
    heading,
    fallbackText: `${heading}: ${waiting} writes waiting`,
    refresh: { verb: 'syncStatus', ...counts },
    cycle: cycle === null ? [] : cycleLines(cycle),
    connections: connections.map((one) => ({
      name: `${one.mode} · ${markdownText(one.connectionId.split('/').at(-1) ?? '', 100)}`,
      facts: connectionFacts(one, timeZone),
    })),
    actions: [{ title: 'Refresh', data: { verb: 'syncStatus', ...counts } }],
  });
}

function cycleLines(cycle: CycleReport) {
  const faults = cycle.faults.slice(0, 5).map((fault) => ({ text: `⚠ ${markdownText(fault, 300)}` }));
  return [{ text: `${cycle.reads} reads, ${cycle.writes} writes, ${cycle.waiting} waiting.` }, ...faults];
}

function connectionFacts(one: ConnectionStatus, timeZone: string) {
  return [
    { title: 'Last cycle', value: one.lastCycleAt === null ? 'not yet' : formatTime(one.lastCycleAt, timeZone) },
    ...one.sides.map((side) => ({ title: SIDE_NAMES[side.side], value: healthWords(side, timeZone) })),
    { title: 'Waiting', value: String(one.openIntents) },
    { title: 'Given up', value: String(one.deadIntents) },
    { title: 'Unreadable', value: String(one.quarantined) },
  ];
}

function healthWords(side: SideHealth, timeZone: string): string {
  const last = side.lastSuccessAt === null ? 'never read' : `last read ${formatTime(side.lastSuccessAt, timeZone)}`;
  if (side.fault === null) return side.lastSuccessAt === null ? 'not read yet' : `ok, ${last}`;
  return `failing (${side.failures} in a row): ${markdownText(side.fault, 200)}; ${last}`;
}
