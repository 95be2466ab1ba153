import { randomUUID } from 'node:crypto';
import { MOST_ALERTS } from '../../src/incident/alert.ts';
import type { Alert } from '../../src/incident/alert.ts';
import type { Comment } from '../../src/incident/comment.ts';
import type { FieldValues, Incident } from '../../src/incident/incident.ts';
import type { Side } from '../../src/incident/side.ts';
import { openState } from '../../src/incident/state.ts';
import { fromTicks, toTicks } from '../../src/incident/timestamp.ts';
import type { Clock } from '../../src/sync/ports/clock.ts';
import { RemoteError } from '../../src/sync/ports/remote-error.ts';
import type {
  Bookmark,
  DefenderPort,
  FieldChanges,
  ListQuery,
  ObservedPage,
  SentinelPort,
} from '../../src/sync/ports/side-port.ts';
import type { TrafficMeter } from '../../src/sync/ports/traffic.ts';
import { REQUESTS, createCrashes, neverAnswered } from './crashes.ts';
import type { RequestKind, RequestName, When } from './crashes.ts';
import { createFakeNativeSync } from './fake-native-sync.ts';

/** What goes wrong with the next requests: `before` they are carried out, or `after` (the answer is lost). */
export interface Fault {
  when: 'before' | 'after';
  error: RemoteError;
  /** Only requests of this kind. */
  on?: RequestKind;
}

/** What Sentinel takes, comments an incident and characters a comment. */
const MOST_SENTINEL_COMMENTS = 100;
const LONGEST_SENTINEL_COMMENT = 30_000;

export interface Held {
  incident: Incident;
  etag: number;
  comments: Comment[];
  alerts: Alert[];
  /** Names of the bookmarks tied to it. */
  bookmarks: string[];
}

const MOST_BOOKMARKS = 20;

/** What the services themselves, and people at their portals, can do with one side. */
export interface FakePortal {
  held: Map<string, Held>;
  must(id: string): Held;
  add(entry: Held): void;
  /** Records that the incident was changed just now, by whom. */
  touch(entry: Held, by: string | null): void;
  comment(entry: Held, comment: Omit<Comment, 'createdAt'>, by: string | null): void;
  /** Calls back with the id of every incident that came or changed, once it has; answers how to stop. */
  onChange(listener: (id: string) => void): () => void;
}

/**
 * Both sides in memory, as the ports promise them: server-side strictly increasing time stamps, Defender without
 * compare-and-set and with comments without ids, Sentinel with etags and named comments.
 */
export function createFakeSides(clock: Clock, meter: TrafficMeter, pageSize = 50) {
  const crashes = createCrashes();

  function side(name: Side) {
    const held = new Map<string, Held>();
    const faults: Fault[] = [];
    const listeners = new Set<(id: string) => void>();
    let down = false;
    let secondsLate = 0;
    let lastTick = 0n;
    let secondsAhead: (now: Date) => number = () => 0;
    const stamp = () => {
      const present = clock.now();
      const now = toTicks(new Date(present.getTime() + secondsAhead(present) * 1000).toISOString());
      lastTick = now > lastTick ? now : lastTick + 1n;
      return fromTicks(lastTick);
    };
    const request = async <T>(what: RequestName, work: () => T): Promise<T> => {
      const kind = REQUESTS[what];
      meter.count(kind === 'read' || kind === 'alerts' ? 'reads' : 'writes');
      const dies = (when: When) => crashes.strikes(`${name} ${what}`, when);
      if (dies('before')) return neverAnswered();
      if (down) throw new RemoteError('server', 'down for the test', { status: 503 });
      const at = faults.findIndex((fault) => fault.on === undefined || fault.on === kind);
      const fault = at === -1 ? undefined : faults.splice(at, 1)[0];
      if (fault?.when === 'before') throw fault.error;
      const result = work();
      if (dies('after')) return neverAnswered();
      if (fault?.when === 'after') throw fault.error;
      return structuredClone(result);
    };
    const must = (id: string): Held => {
      const found = held.get(id);
      if (found === undefined) throw new RemoteError('notFound', `no incident ${id}`, { status: 404 });
      return found;
    };
    const changed = ({ incident }: Held) => listeners.forEach((listener) => listener(incident.id));
    /** What was changed when, in order, so that a list of what is new need not look at everything. */
    const history: { at: string; entry: Held }[] = [];
    const known = new Set<Held>();
    const note = (entry: Held) => {
      history.push({ at: entry.incident.modifiedAt, entry });
      known.add(entry);
    };
    const modify = (entry: Held, by: string | null) => {
      entry.incident.modifiedAt = stamp();
      note(entry);
      entry.incident.modifiedBy = by;
      entry.etag += 1;
    };
    const portal: FakePortal = {
      held,
      must,
      add(entry) {
        held.set(entry.incident.id, entry);
        note(entry);
        changed(entry);
      },
      touch(entry, by) {
        modify(entry, by);
        changed(entry);
      },
      comment(entry, comment, by) {
        modify(entry, by);
        entry.comments.push({ ...comment, createdAt: entry.incident.modifiedAt });
        changed(entry);
      },
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    /** Those that were modified at that time or later, and perhaps some more. */
    function since(from: string): Iterable<Held> {
      // Tests put incidents there and take them away as well.
      if (known.size !== held.size) return held.values();
      const found = new Set<Held>();
      for (let at = history.length - 1; at >= 0 && history[at]!.at >= from; at -= 1) found.add(history[at]!.entry);
      return found;
    }
    async function* list(query: ListQuery, show: (entry: Held) => ObservedPage['observations'][number]) {
      // Its own stamps are all of one length, and compare as text.
      const from = fromTicks(toTicks(query.since));
      // What happened of late is not in the list yet.
      const shownUntil = secondsLate === 0 ? '9' : new Date(clock.now().getTime() - secondsLate * 1000).toISOString();
      const all: Held[] = [];
      for (const entry of since(from))
        if (
          entry.incident.modifiedAt >= from &&
          entry.incident.modifiedAt < shownUntil &&
          (query.openOnly !== true || entry.incident.state.status !== 'closed')
        )
          all.push(entry);
      all.sort((a, b) => (a.incident.modifiedAt < b.incident.modifiedAt ? -1 : 1));
      for (let at = 0; at === 0 || at < all.length; at += pageSize)
        yield await request('list', () => ({
          observations: all.slice(at, at + pageSize).map(show),
          unreadable: [],
          partial: false,
        }));
    }
    return {
      ...portal,
      faults,
      request,
      stamp,
      list,
      setDown(value: boolean) {
        down = value;
      },
      /** Its lists show what happened only so many seconds later. */
      setLate(seconds: number) {
        secondsLate = seconds;
      },
      /** Its clock is ahead of ours. */
      setClock(ahead: (now: Date) => number) {
        secondsAhead = ahead;
      },
      /** A person edits in the portal. */
      edit(id: string, changes: Partial<FieldValues>, by = 'raj@contoso.test') {
        const entry = must(id);
        Object.assign(entry.incident, changes);
        portal.touch(entry, by);
      },
    };
  }

  const defenderSide = side('defender');
  const sentinelSide = side('sentinel');
  const bookmarks = new Map<string, Bookmark>();
  let nextId = 100;

  const showDefender = (entry: Held) => ({
    incident: { ...entry.incident, comments: entry.comments, commentCount: entry.comments.length },
    basis: {},
  });
  const showSentinel = (entry: Held) => ({
    incident: {
      ...entry.incident,
      tags: entry.incident.tags.filter((tag) => tag !== 'Redirected'),
      comments: null,
      commentCount: entry.comments.length,
      modifiedBy: null,
    },
    basis: { etag: entry.etag },
  });

  /** What Defender turned out not to take, as its adapter would tell. */
  const refusedProperties: string[] = [];
  const defender: DefenderPort = {
    listModified: (query) => defenderSide.list(query, showDefender),
    get: (id) =>
      defenderSide.request('get', () => {
        const entry = defenderSide.held.get(id);
        return entry === undefined ? null : showDefender(entry);
      }),
    update: (id, changes: FieldChanges) =>
      defenderSide.request('update', () => {
        const entry = defenderSide.must(id);
        Object.assign(entry.incident, structuredClone(changes));
        if (changes.owner) entry.incident.owner = { upn: changes.owner.upn, objectId: null, name: null };
        defenderSide.touch(entry, 'Dragoman');
        return showDefender(entry);
      }),
    addComment: (id, text) =>
      defenderSide.request('comment', () => {
        const entry = defenderSide.must(id);
        defenderSide.comment(entry, { id: null, author: 'Dragoman', text }, 'Dragoman');
        return entry.comments;
      }),
    listAlerts: (id) =>
      defenderSide.request('alerts', () => {
        const { alerts } = defenderSide.must(id);
        return { alerts: alerts.slice(0, MOST_ALERTS), more: alerts.length > MOST_ALERTS, unreadable: [] };
      }),
    refusedProperties: () => [...refusedProperties],
    limits: () => [],
  };

  const sentinel: SentinelPort = {
    listModified: (query) => sentinelSide.list(query, showSentinel),
    get: (id) =>
      sentinelSide.request('get', () => {
        const entry = sentinelSide.held.get(id);
        return entry === undefined ? null : showSentinel(entry);
      }),
    update: (id, changes, basis) =>
      sentinelSide.request('update', () => {
        const entry = sentinelSide.must(id);
        if ((basis as { etag: number }).etag !== entry.etag) return { outcome: 'conflict' as const };
        Object.assign(entry.incident, structuredClone(changes));
        sentinelSide.touch(entry, null);
        return { outcome: 'written' as const, observation: showSentinel(entry) };
      }),
    create: (id, draft) =>
      sentinelSide.request('create', () => {
        const entry: Held = {
          incident: blank(id, draft.title, sentinelSide.stamp(), structuredClone(draft.fields)),
          etag: 1,
          comments: sentinelSide.held.get(id)?.comments ?? [],
          alerts: [],
          bookmarks: sentinelSide.held.get(id)?.bookmarks ?? [],
        };
        sentinelSide.add(entry);
        return showSentinel(entry);
      }),
    listComments: (id) =>
      sentinelSide.request('comments', () => ({ comments: sentinelSide.must(id).comments, unreadable: [] })),
    putComment: (id, commentId, text) =>
      sentinelSide.request('comment', () => {
        const entry = sentinelSide.must(id);
        const at = entry.comments.findIndex((known) => known.id === commentId);
        if (at === -1 && entry.comments.length >= MOST_SENTINEL_COMMENTS) throw refused('100 comments already');
        if (text.length > LONGEST_SENTINEL_COMMENT) throw refused('a comment of more than 30000 characters');
        const comment = { id: commentId, author: 'Dragoman', text };
        if (at === -1) {
          sentinelSide.comment(entry, comment, null);
          return entry.comments.at(-1)!;
        }
        entry.comments[at] = { ...comment, createdAt: entry.comments[at]!.createdAt };
        sentinelSide.touch(entry, null);
        return { ...comment, createdAt: entry.incident.modifiedAt };
      }),
    async putBookmark(id, bookmark, wasTied) {
      if (wasTied) {
        const present = await sentinelSide.request('bookmarks', () => bookmarks.get(bookmark.name) ?? null);
        if (present === null) return { outcome: 'gone' };
        const { notes, labels } = present;
        await sentinelSide.request('bookmark', () => void bookmarks.set(bookmark.name, { ...bookmark, notes, labels }));
        return { outcome: 'written' };
      }
      await sentinelSide.request('bookmark', () => void bookmarks.set(bookmark.name, structuredClone(bookmark)));
      return sentinelSide.request('relation', () => {
        const entry = sentinelSide.must(id);
        if (entry.bookmarks.includes(bookmark.name)) return { outcome: 'written' as const };
        if (entry.bookmarks.length === MOST_BOOKMARKS) return { outcome: 'untied' as const, reason: 'no more than 20' };
        entry.bookmarks.push(bookmark.name);
        sentinelSide.touch(entry, null);
        return { outcome: 'written' as const };
      });
    },
  };

  const nativeSync = createFakeNativeSync(clock, {
    defender: defenderSide,
    sentinel: sentinelSide,
    mostComments: MOST_SENTINEL_COMMENTS,
    addTwin(name, title, fields, provider) {
      const incident = { ...blank(name, title, sentinelSide.stamp(), fields), provider };
      sentinelSide.add({ incident, etag: 1, comments: [], alerts: [], bookmarks: [] });
    },
  });

  return {
    refusedProperties,
    defender,
    sentinel,
    defenderSide,
    sentinelSide,
    nativeSync,
    /** What Sentinel holds, by name, tied to an incident or not. */
    bookmarks,
    /** Correlation adds alerts to an incident, as a machine. */
    alert(id: string, ...alerts: Alert[]) {
      const entry = defenderSide.must(id);
      entry.alerts.push(...alerts);
      defenderSide.touch(entry, 'Microsoft 365 Defender-IncidentCorrelation');
    },
    /** When the process dies. */
    crashes,
    raise(title: string, fields: Partial<FieldValues> = {}, alerts: Alert[] = []): string {
      const id = String((nextId += 1));
      const defaults: FieldValues = { state: openState('new'), severity: 'high', owner: null, tags: [] };
      const incident = blank(id, title, defenderSide.stamp(), { ...defaults, ...fields });
      defenderSide.add({ incident, etag: 1, comments: [], alerts, bookmarks: [] });
      return id;
    },
    /** Defender folds an incident into another one. */
    mergeInDefender(id: string, into: string) {
      defenderSide.must(id).incident.mergedInto = into;
      defenderSide.edit(id, { state: { ...openState('new'), status: 'closed' } }, 'Microsoft 365 Defender-correlation');
    },
    commentInDefender(id: string, text: string, author = 'Raj Patel') {
      const entry = defenderSide.must(id);
      defenderSide.comment(entry, { id: null, author, text }, author);
    },
    commentInSentinel(id: string, text: string, author = 'Sam Ito') {
      const entry = sentinelSide.must(id);
      sentinelSide.comment(entry, { id: randomUUID(), author, text }, null);
    },
    /** Somebody changes the first comment of Sentinel that has this text; without a new text they delete it. */
    editCommentInSentinel(id: string, text: string, newText: string | null) {
      const entry = sentinelSide.must(id);
      const at = entry.comments.findIndex((known) => known.text.includes(text));
      if (newText === null) entry.comments.splice(at, 1);
      else entry.comments[at]!.text = newText;
      sentinelSide.touch(entry, null);
    },
  };
}

function refused(message: string): RemoteError {
  return new RemoteError('invalid', message, { status: 400 });
}

export type FakeSides = ReturnType<typeof createFakeSides>;

function blank(id: string, title: string, at: string, fields: FieldValues): Incident {
  return {
    id,
    title,
    description: '',
    ...fields,
    comments: null,
    commentCount: null,
    createdAt: at,
    modifiedAt: at,
    modifiedBy: null,
    firstActivityAt: null,
    lastActivityAt: null,
    url: null,
    products: [],
    mergedInto: null,
    provider: null,
  };
}
