import template from '../../adaptive-cards/sync-status.json' with { type: 'json' };
import { SIDE_NAMES } from '../incident/side.ts';
import type { Side } from '../incident/side.ts';
import type { ConnectionStatus, CycleReport, Trouble } from '../sync/ports/desk.ts';
import { fillTemplate, firstThatFits } from './adaptive-card.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { connectionFacts } from './connection-facts.ts';
import { markdownText } from './escape.ts';

/** How the sync stands. */
export interface SyncStanding {
  connections: readonly ConnectionStatus[];
  /** Differences that nothing on its way will mend, over all connections. */
  drift: number;
  troubles: readonly Trouble[];
  /** What keeps troubles from being told by themselves; our own words. */
  notices: readonly string[];
}

/** Shown where all do not fit. */
const MOST_CONNECTIONS = 3;

/**
 * How the connections stand. After `sync now` it tells that cycle's requests too, and carries them in its data
 * for programs: `{"reads":n,"writes":n,"waiting":n}`.
 */
export function renderSyncStatusCard(
  { connections, drift, troubles, notices }: SyncStanding,
  timeZone: string,
  cycle: CycleReport | null = null,
): AdaptiveCard {
  const waiting = cycle?.waiting ?? connections.reduce((sum, one) => sum + one.openIntents, 0);
  const counts = cycle === null ? { waiting } : { reads: cycle.reads, writes: cycle.writes, waiting };
  const heading = cycle === null ? 'Sync status' : 'Sync done';
  const faults = untold(cycle?.faults ?? [], { connections, troubles });
  const render = (most: number, longest: number, shown = connections.length) => {
    const told = [...faults.slice(0, most), ...troubles.slice(0, most).map(({ sentence }) => sentence)];
    return fillTemplate(template, {
      heading,
      fallbackText: `${heading}: ${waiting} writes waiting`,
      refresh: { verb: 'syncStatus', ...counts },
      cycle: [...(cycle === null ? [] : cycleLines({ ...cycle, faults }, most)), { text: driftLine(drift) }],
      troubles: [
        ...troubleLines(troubles, most, connections.length > 1),
        ...notices.map((text) => ({ text: `⚠ ${text}` })),
        ...andMore(connections.length - shown, 'connections'),
      ],
      connections: connections.slice(0, shown).map((one) => ({
        name: markdownText(one.name, 100),
        facts: connectionFacts(one, timeZone, { longest, told }),
      })),
      actions: [{ title: 'Refresh', data: { verb: 'syncStatus', ...counts } }],
    });
  };
  return firstThatFits(
    () => render(5, 300),
    () => render(1, 60),
    () => render(1, 40, MOST_CONNECTIONS),
    () => render(1, 30, MOST_CONNECTIONS - 1),
  );
}

function cycleLines(cycle: CycleReport, most: number) {
  const faults = cycle.faults.slice(0, most).map((fault) => ({ text: `⚠ ${markdownText(fault, 300)}` }));
  return [{ text: `${cycle.reads} reads, ${cycle.writes} writes, ${cycle.waiting} waiting.` }, ...faults];
}

function driftLine(drift: number): string {
  if (drift === 0) return 'No drift: the two systems agree, or what differs is on its way.';
  return `Drift: ${drift} difference${drift === 1 ? '' : 's'}. Say "drift" to see where.`;
}

/** The cycle's faults, but for what a trouble tells of the same side. */
function untold(faults: readonly string[], { connections, troubles }: Pick<SyncStanding, 'connections' | 'troubles'>) {
  const isAbout = ({ cause }: Trouble, side: Side) =>
    (cause.kind === 'side' || cause.kind === 'cursor') && cause.side === side;
  const told = new Set(
    connections.flatMap(({ connectionId, name, sides }) =>
      sides
        .filter(({ side }) => troubles.some((one) => one.connectionId === connectionId && isAbout(one, side)))
        .map(({ side, fault }) => `${SIDE_NAMES[side]}: ${fault}`)
        .flatMap((fault) => [fault, `${name}: ${fault}`]),
    ),
  );
  return faults.filter((fault) => !told.has(fault));
}

function troubleLines(troubles: readonly Trouble[], most: number, isAmongOthers: boolean) {
  const shown = troubles.slice(0, most).map(({ connection, connectionId, sentence, advice }) => {
    const whose = isAmongOthers && connectionId !== null ? `${markdownText(connection, 80)}: ` : '';
    // What a service said ends as the service pleases.
    const what = markdownText(sentence.replace(/(?<=[^.!?…])$/, '.'), 300);
    return { text: `⚠ ${whose}${what} ${markdownText(advice, 200)}` };
  });
  return [...shown, ...andMore(troubles.length - shown.length, 'troubles')];
}

function andMore(count: number, what: string): { text: string }[] {
  return count > 0 ? [{ text: `and ${count} more ${what}` }] : [];
}
