import { act } from './act/act.ts';
import { undoableAction } from './act/undo.ts';
import type { ConnectionSync } from './connection-sync.ts';
import type { CycleReport, Desk, Trouble } from './ports/desk.ts';
import type { Link } from './link.ts';
import { hunt } from './hunt/hunt.ts';
import { listDrift } from './report/list-drift.ts';
import { obey } from './posture/obey.ts';
import { readAfresh } from './observe/read-afresh.ts';
import { isoNow } from './ports/clock.ts';
import type { Clock } from './ports/clock.ts';
import type { Store } from './ports/records.ts';
import { reportRehearsal } from './report/rehearsal.ts';
import { troublesOf } from './report/troubles.ts';
import { viewIncident } from './view-incident.ts';

/** How many incidents a reference may mean before the person must say which. */
const MOST_MATCHES = 6;

/** Who is told of something. */
export interface Feed<T> {
  publish(news: T): void;
  subscribe(listener: (news: T) => void): () => void;
}

export interface Feeds {
  /** Numbers of incidents. */
  changes: Feed<number[]>;
  /** Ids of connections. */
  cycles: Feed<string>;
}

export function createFeeds(): Feeds {
  return { changes: createFeed(), cycles: createFeed() };
}

function createFeed<T>(): Feed<T> {
  const listeners = new Set<(news: T) => void>();
  return {
    publish: (news) => listeners.forEach((listener) => listener(news)),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Everything chat may ask of the sync, over all connections. */
export function createDesk(
  store: Store,
  connections: ConnectionSync[],
  feeds: Feeds,
  clock: Clock,
  otherTroubles: () => Promise<Trouble[]> = async () => [],
): Desk {
  const { changes, cycles } = feeds;
  const connectionOf = (id: string) => connections.find(({ context }) => context.connectionId === id);
  const view = (link: Link) =>
    viewIncident(
      store,
      link,
      isoNow(clock),
      connectionOf(link.connectionId)?.context ?? { mark: null, deadlines: null },
    );

  return {
    async view(number) {
      const link = await store.link(number);
      return link === null ? null : view(link);
    },

    async list(query) {
      const { links, total } = await store.listLinks(query);
      return { incidents: await Promise.all(links.map(view)), total };
    },

    async find(reference) {
      const links = await store.findLinks(reference.trim(), MOST_MATCHES);
      return Promise.all(links.map(view));
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

    async readAfresh(number, patience) {
      const link = await store.link(number);
      const context = link === null ? undefined : connectionOf(link.connectionId)?.context;
      if (context === undefined) return [];
      const unread = await readAfresh(context, number, patience);
      changes.publish([number]);
      return unread;
    },

    async hunt(number) {
      const link = await store.link(number);
      const sync = link === null ? undefined : connectionOf(link.connectionId);
      if (link === null || sync === undefined)
        return { outcome: 'refused', code: 'unknown_incident', reason: `There is no incident #${number}.` };
      const hunted = await hunt(sync.context, link);
      if (hunted.outcome === 'refused') return hunted;
      changes.publish([number]);
      const { huntDays } = sync.context.settings;
      return { ...hunted, view: await view((await store.link(number))!), days: huntDays };
    },

    async undoable(by) {
      return (await undoableAction(store, by, isoNow(clock)))?.incident ?? null;
    },

    async syncNow() {
      const reports = await Promise.all(connections.map((connection) => reportOf(connection, connections.length > 1)));
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

    async order(order, by, connectionId, only) {
      const meant = connections.filter(
        ({ context }) => connectionId === undefined || context.connectionId === connectionId,
      );
      return Promise.all(meant.map((connection) => obey(connection, order, by, only)));
    },

    async drift({ limit, offset }) {
      const all = (await Promise.all(connections.map(({ context }) => listDrift(context)))).flat();
      const sorted = all.toSorted((a, b) => a.since.localeCompare(b.since));
      return { lines: sorted.slice(offset, offset + limit), total: sorted.length };
    },

    async rehearsals() {
      const reports = await Promise.all(connections.map(({ context }) => reportRehearsal(context)));
      return reports.filter((report) => report !== null);
    },

    async troubles() {
      const found = await Promise.all(
        connections.map(async (connection) => troublesOf(store, await connection.status())),
      );
      return [...found.flat(), ...(await otherTroubles())];
    },

    audit: (row) => store.appendAudit(row),
    onChanged: (listener) => changes.subscribe(listener),
    onCycle: (listener) => cycles.subscribe(listener),
  };
}

/** A cycle of one connection; where there are several, its faults name it, and none keeps the others' from being told. */
async function reportOf({ context, cycle }: ConnectionSync, named: boolean): Promise<CycleReport> {
  if (!named) return cycle();
  try {
    const report = await cycle();
    return { ...report, faults: report.faults.map((fault) => `${context.name}: ${fault}`) };
  } catch (error) {
    context.log.error({ err: error }, 'a cycle failed');
    return { reads: 0, writes: 0, waiting: 0, faults: [`${context.name}: the cycle failed; the log tells why.`] };
  }
}
