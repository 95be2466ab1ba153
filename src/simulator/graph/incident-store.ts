import { compareText, SortedViews } from '../sorted-views.ts';
import type { TickClock } from '../tick-clock.ts';
import { HuntingEvents } from './hunting/tables.ts';
import type { Alert, Incident } from './incident.ts';

type SortKey = 'createdAt' | 'updatedAt';

/** The incidents of one tenant, and what else happened there. */
export class IncidentStore {
  readonly clock: TickClock;
  readonly hunting = new HuntingEvents();
  readonly #incidents = new Map<string, Incident>();
  readonly #alertHomes = new Map<string, string>();
  readonly #views = new SortedViews<Incident, SortKey>(() => this.#incidents.values(), {
    createdAt: (a, b) => compareText(a.createdAt, b.createdAt) || Number(a.id) - Number(b.id),
    updatedAt: (a, b) => compareText(a.updatedAt, b.updatedAt) || Number(a.id) - Number(b.id),
  });
  readonly #listeners = new Set<(incident: Incident) => void>();
  #nextId: number;

  constructor(clock: TickClock, firstId: number) {
    this.clock = clock;
    this.#nextId = firstId;
  }

  nextId(): string {
    return String(this.#nextId++);
  }

  add(incident: Incident): void {
    this.#incidents.set(incident.id, incident);
    for (const alert of incident.alerts) this.#alertHomes.set(alert.id, incident.id);
    this.#changed(incident);
  }

  get(id: string): Incident | undefined {
    return this.#incidents.get(id);
  }

  /** Records that the incident changed just now, by whom. */
  touch(incident: Incident, by: string): void {
    incident.updatedAt = this.clock.next();
    incident.lastModifiedBy = by;
    this.#changed(incident);
  }

  moveAlerts(from: Incident, to: Incident): void {
    for (const alert of from.alerts) this.#alertHomes.set(alert.id, to.id);
    to.alerts.push(...from.alerts);
    from.alerts = [];
  }

  addAlert(incident: Incident, alert: Alert): void {
    incident.alerts.push(alert);
    this.#alertHomes.set(alert.id, incident.id);
  }

  incidentOfAlert(alertId: string): Incident | undefined {
    return this.#incidents.get(this.#alertHomes.get(alertId) ?? '');
  }

  /** Calls back with every incident that came or was touched; answers how to stop. */
  onChange(listener: (incident: Incident) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Oldest first; equal times by id. */
  ascending(key: SortKey): readonly Incident[] {
    return this.#views.ascending(key);
  }

  #changed(incident: Incident): void {
    this.#views.invalidate();
    for (const listener of this.#listeners) listener(incident);
  }
}
