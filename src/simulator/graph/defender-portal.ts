import { HttpError } from '../http-error.ts';
import type { HuntingEvent } from './hunting/tables.ts';
import { applyChanges, readChanges, refuseMerged } from './incident-changes.ts';
import type { Incident } from './incident.ts';
import type { IncidentStore } from './incident-store.ts';
import { printIncident, type IncidentJson } from './print-incident.ts';
import { makeAlert, raiseIncident, type AlertInput, type IncidentInput } from './raise-incident.ts';

/** Correlation merges by itself; its name in `lastModifiedBy` then. */
const CORRELATION = 'Microsoft 365 Defender-IncidentCorrelation';
const NOTHING_REFUSED: ReadonlySet<string> = new Set();

/**
 * What people, and Defender itself, do outside of the API. Property names are those of the API. Every
 * answer is the incident as Graph would now serve it; what the portal does not allow throws an Error.
 */
export class DefenderPortal {
  readonly #store: IncidentStore;
  readonly #tenantId: string;

  constructor(store: IncidentStore, tenantId: string) {
    this.#store = store;
    this.#tenantId = tenantId;
  }

  raiseIncident(input: IncidentInput): IncidentJson {
    return this.#print(raiseIncident(this.#store, input));
  }

  get(id: string): IncidentJson {
    return this.#print(this.#find(id));
  }

  /** Newest first. */
  list(): IncidentJson[] {
    return this.#store
      .ascending('createdAt')
      .map((incident) => this.#print(incident))
      .toReversed();
  }

  /** @param by user principal name, as the portal puts it into `lastModifiedBy` */
  edit(id: string, changes: Record<string, unknown>, by: string): IncidentJson {
    const incident = this.#find(id);
    asPortal(() => {
      refuseMerged(incident);
      applyChanges(incident, readChanges(changes, NOTHING_REFUSED));
    });
    return this.#touched(incident, by);
  }

  comment(id: string, text: string, by: string): IncidentJson {
    const incident = this.#find(id);
    asPortal(() => refuseMerged(incident));
    incident.comments.push({ comment: text, createdByDisplayName: by, createdAt: this.#store.clock.next() });
    return this.#touched(incident, by);
  }

  /**
   * Merges the source into the target. Alerts and tags move, the source is redirected, and its comments
   * stay behind on it. Answers the survivor.
   */
  merge(sourceId: string, targetId: string, by: string = CORRELATION): IncidentJson {
    const source = this.#find(sourceId);
    const target = this.#find(targetId);
    asPortal(() => {
      refuseMerged(source);
      refuseMerged(target);
    });
    if (source === target) throw new Error('An incident cannot be merged into itself.');
    this.#store.moveAlerts(source, target);
    target.customTags = [...new Set([...target.customTags, ...source.customTags])];
    source.customTags = [];
    source.status = 'redirected';
    source.redirectIncidentId = target.id;
    this.#store.touch(source, by);
    return this.#touched(target, by);
  }

  addAlert(id: string, alert: AlertInput): IncidentJson {
    const incident = this.#find(id);
    this.#store.addAlert(incident, makeAlert(alert, incident.severity, this.#store.clock.next()));
    return this.#touched(incident, CORRELATION);
  }

  /** Something happened that advanced hunting knows of, in a column's own name; now, where no time is given. */
  addEvent(table: string, event: HuntingEvent): void {
    this.#store.hunting.add(table, { Timestamp: this.#store.clock.next(), ...event });
  }

  /** Sets stored values past every check: statuses only experts can set, members of some later release. */
  force(
    id: string,
    values: Partial<Omit<Incident, 'id' | 'updatedAt' | 'alerts' | 'comments'>>,
    by: string,
  ): IncidentJson {
    const incident = this.#find(id);
    Object.assign(incident, values);
    return this.#touched(incident, by);
  }

  #find(id: string): Incident {
    const incident = this.#store.get(id);
    if (incident === undefined) throw new Error(`Defender has no incident ${id}.`);
    return incident;
  }

  #touched(incident: Incident, by: string): IncidentJson {
    this.#store.touch(incident, by);
    return this.#print(incident);
  }

  #print(incident: Incident): IncidentJson {
    return printIncident(incident, { tenantId: this.#tenantId, unknownMembers: true });
  }
}

/** Turns a refusal worded for the API into a plain error for whoever plays the portal. */
function asPortal(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const { message } = (error.body as { error: { message: string } }).error;
    throw new Error(message, { cause: error });
  }
}
