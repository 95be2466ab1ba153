import { randomUUID } from 'node:crypto';
import { findUser, type Tenant } from '../entra/directory.ts';
import { HttpError } from '../http-error.ts';
import { toTicks } from '../tick-clock.ts';
import { editComment, printComment, writeComment } from './comments.ts';
import { definedOnly, editIncident } from './edit-incident.ts';
import { checkClosing, IncidentProperties } from './incident-body.ts';
import type { ClientInfo, Entity, Incident, SecurityAlert } from './incident.ts';
import { printIncident, type SentinelIncidentJson } from './print-incident.ts';
import { contentOf, createIncident } from './put-incident.ts';
import { parseBody } from './read-body.ts';
import type { SentinelStore } from './sentinel-store.ts';

export interface SentinelIncidentInput {
  /** Chosen by the service if left out. */
  name?: string | undefined;
  title: string;
  severity: string;
  status?: string | undefined;
  /** Any other writable property, by its name in the API. */
  properties?: Record<string, unknown> | undefined;
  /** As Microsoft's own connector fills them; left out, the incident is Sentinel's own. */
  providerName?: string | undefined;
  providerIncidentId?: string | undefined;
  providerIncidentUrl?: string | undefined;
  alerts?: SecurityAlert[] | undefined;
  entities?: Entity[] | undefined;
  /** Back-dates it, last change included. */
  createdTimeUtc?: string | undefined;
  lastModifiedTimeUtc?: string | undefined;
}

export type SentinelCommentJson = ReturnType<typeof printComment>;

/**
 * What people do in Sentinel's own pages. Property names are those of the API. `by` is a user's object
 * id or principal name. What the portal does not allow throws an Error.
 */
export class SentinelPortal {
  readonly #store: SentinelStore;
  readonly #tenant: Tenant;
  readonly #scope: string;

  constructor(store: SentinelStore, tenant: Tenant, scope: string) {
    this.#store = store;
    this.#tenant = tenant;
    this.#scope = scope;
  }

  createIncident(input: SentinelIncidentInput): SentinelIncidentJson {
    const { title, severity, status = 'New', createdTimeUtc, lastModifiedTimeUtc, ...origin } = input;
    return asPortal(() => {
      const properties = parseBody({ ...input.properties, title, severity, status }, IncidentProperties);
      checkClosing(properties, { classificationOnlyWhenClosed: false });
      const incident = createIncident(
        this.#store,
        input.name ?? randomUUID(),
        contentOf(properties, [], this.#tenant),
        {
          ...definedOnly(origin),
          ...definedOnly({ createdAt: time(createdTimeUtc), modifiedAt: time(lastModifiedTimeUtc) }),
        },
      );
      return this.#print(incident);
    });
  }

  get(name: string): SentinelIncidentJson {
    return this.#print(this.#find(name));
  }

  /** Newest first. */
  list(): SentinelIncidentJson[] {
    return this.#store
      .ascending('number')
      .map((incident) => this.#print(incident))
      .toReversed();
  }

  /** Oldest first. */
  comments(name: string): SentinelCommentJson[] {
    const incident = this.#find(name);
    return [...incident.comments.values()].map((comment) => printComment(comment, incident, this.#scope));
  }

  /** Changes only what is named. Reopening drops the classification, unless the changes bring one. */
  edit(name: string, changes: Record<string, unknown>, by: string): SentinelIncidentJson {
    this.#person(by);
    const incident = this.#find(name);
    return asPortal(() => {
      editIncident(this.#store, incident, changes, this.#tenant);
      return this.#print(incident);
    });
  }

  comment(name: string, message: string, by: string, commentName: string = randomUUID()): SentinelCommentJson {
    const incident = this.#find(name);
    const comment = asPortal(() => writeComment(this.#store, incident, commentName, message, this.#person(by)));
    return printComment(comment, incident, this.#scope);
  }

  editComment(name: string, commentName: string, message: string, by: string): SentinelCommentJson {
    const incident = this.#find(name);
    const comment = incident.comments.get(commentName.toLowerCase());
    if (comment === undefined) throw new Error(`Sentinel incident ${name} has no comment ${commentName}.`);
    asPortal(() => editComment(this.#store, incident, comment, message, this.#person(by)));
    return printComment(comment, incident, this.#scope);
  }

  remove(name: string): void {
    this.#find(name);
    this.#store.delete(name);
  }

  #find(name: string): Incident {
    const incident = this.#store.get(name);
    if (incident === undefined) throw new Error(`Sentinel has no incident ${name}.`);
    return incident;
  }

  #person(by: string): ClientInfo {
    const user = findUser(this.#tenant, by);
    if (user === undefined) throw new Error(`The directory has no user ${by}.`);
    return { objectId: user.id, email: user.mail, name: user.displayName, userPrincipalName: user.userPrincipalName };
  }

  #print(incident: Incident): SentinelIncidentJson {
    return printIncident(incident, this.#scope);
  }
}

function time(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const ticks = toTicks(text);
  if (ticks === null) throw new RangeError(`Not an ISO 8601 date and time with offset: ${text}`);
  return ticks;
}

/** Turns a refusal worded for the API into a plain error for whoever plays the portal. */
function asPortal<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const { message } = (error.body as { error: { message: string } }).error;
    throw new Error(message, { cause: error });
  }
}
