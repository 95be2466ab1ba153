import { act } from './act/act.ts';
import type { ConnectionSync } from './connection-sync.ts';
import type { CycleReport, Desk } from './ports/desk.ts';
import type { Store } from './ports/records.ts';
import { viewIncident } from './view-incident.ts';

/** How many incidents a reference may mean before the person must say which. */
const MOST_MATCHES = 6;

/** Who is told when the view of incidents may have changed. */
export interface ChangeFeed {
  publish(numbers: number[]): void;
  subscribe(listener: (numbers: number[]) => void): () => void;
}

export function createChangeFeed(): ChangeFeed {
  const listeners = new Set<(numbers: number[]) => void>();
  return {
    publish: (numbers) => listeners.forEach((listener) => listener(numbers)),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Everything chat may ask of the sync, over all connections. */
export function createDesk(store: Store, connections: ConnectionSync[], changes: ChangeFeed): Desk {
  const connectionOf = (id: string) => connections.find(({ context }) => context.connectionId === id);

  return {
    async view(number) {
      const link = await store.link(number);
      return link === null ? null : viewIncident(store, link);
    },

    async list(query) {
      const { links, total } = await store.listLinks(query);
      return { incidents: await Promise.all(links.map((link) => viewIncident(store, link))), total };
    },

    async find(reference) {
      const links = await store.findLinks(reference.trim(), MOST_MATCHES);
      return Promise.all(links.map((link) => viewIncident(store, link)));
    },

    async act(action) {
      const link = await store.link(action.incident);
      const sync = link === null ? undefined : connectionOf(link.connectionId);
      if (sync === undefined)
        return {
          outcome: 'refused',
          code: 'unknown_incident',
          reason: `There is no incident #${action.incident}.`,
          view: null,
        };
      const result = await act(sync, action);
      changes.publish([action.incident]);
      return result;
    },

    async syncNow() {
      const reports = await Promise.all(connections.map((connection) => connection.cycle()));
      return reports.reduce<CycleReport>(
        (sum, report) => ({
          reads: sum.reads + report.reads,
          writes: sum.writes + report.writes,
          waiting: sum.waiting + report.waiting,
          faults: [...sum.faults, ...report.faults],
        }),
        { reads: 0, writes: 0, waiting: 0, faults: [] },
      );
    },

    status: () => Promise.all(connections.map((connection) => connection.status())),
    audit: (row) => store.appendAudit(row),
    onChanged: (listener) => changes.subscribe(listener),
  };
}
