import { randomUUID } from 'node:crypto';
import { compareText, SortedViews } from '../sorted-views.ts';
import type { TickClock } from '../tick-clock.ts';
import type { Bookmark, Incident } from './incident.ts';

type SortKey = 'createdAt' | 'modifiedAt' | 'number';

/** The incidents and bookmarks of one workspace, by name without regard to case. */
export class SentinelStore {
  readonly clock: TickClock;
  readonly bookmarks = new Map<string, Bookmark>();
  readonly #incidents = new Map<string, Incident>();
  readonly #listeners = new Set<(incident: Incident) => void>();
  #lastNumber = 0;
  readonly #views = new SortedViews<Incident, SortKey>(() => this.#incidents.values(), {
    createdAt: (a, b) => compareText(a.createdAt, b.createdAt) || a.number - b.number,
    modifiedAt: (a, b) => compareText(a.modifiedAt, b.modifiedAt) || a.number - b.number,
    number: (a, b) => a.number - b.number,
  });

  constructor(clock: TickClock) {
    this.clock = clock;
  }

  nextNumber(): number {
    this.#lastNumber += 1;
    return this.#lastNumber;
  }

  get(name: string): Incident | undefined {
    return this.#incidents.get(name.toLowerCase());
  }

  add(incident: Incident): void {
    this.#incidents.set(incident.name.toLowerCase(), incident);
    this.#changed(incident);
  }

  delete(name: string): boolean {
    const incident = this.get(name);
    if (incident === undefined) return false;
    this.#incidents.delete(name.toLowerCase());
    this.#changed(incident);
    return true;
  }

  /** Any change, that of a comment or a relation included, gives the incident a new etag and time. */
  touch(incident: Incident): void {
    incident.etag = newIncidentEtag();
    incident.modifiedAt = this.clock.next();
    this.#changed(incident);
  }

  /** Calls back with every incident that came, was touched or went; answers how to stop. */
  onChange(listener: (incident: Incident) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Oldest or lowest first. */
  ascending(key: SortKey): readonly Incident[] {
    return this.#views.ascending(key);
  }

  #changed(incident: Incident): void {
    this.#views.invalidate();
    for (const listener of this.#listeners) listener(incident);
  }
}

/** The quotes are part of an incident's etag. */
export function newIncidentEtag(): string {
  return `"${randomUUID()}"`;
}
