import type { z } from 'zod';
import { refuseForeignLink } from '../azure/refuse-foreign-link.ts';
import { readAfterWrite } from '../azure/read-after-write.ts';
import { refuseOtherId } from '../azure/refuse-other-id.ts';
import type { RequestPipeline } from '../azure/pipeline.ts';
import { send, skim } from '../azure/send.ts';
import type { RemoteAnswer } from '../azure/send.ts';
import { queryString } from '../azure/wire-text.ts';
import type { Keyset } from '../azure/keyset-pages.ts';
import type { Comment } from '../incident/comment.ts';
import type { IncidentPatch } from './to-request.ts';
import { WireIncident, WirePage, WirePosted, WireRemains } from './wire-schema.ts';

/** Without it Graph hides newer enum members (`awaitingAction`) behind `unknownFutureValue`. */
const PREFER = { Prefer: 'include-unknown-enum-members' };

export interface DefenderClientSettings {
  /** Graph without a version; may have a path. */
  endpoint: string;
  pipeline: RequestPipeline;
}

/** The wire calls of Graph Security v1.0 incidents. Each throws RemoteError; none knows what a change means. */
export class DefenderClient {
  readonly #settings: DefenderClientSettings;
  readonly #security: string;
  readonly #base: string;

  constructor(settings: DefenderClientSettings) {
    this.#settings = settings;
    this.#security = `${settings.endpoint.replace(/\/+$/, '')}/v1.0/security`;
    this.#base = `${this.#security}/incidents`;
  }

  /**
   * @param top at most 50: Graph refuses more for incidents
   * @param isOrdered false for a service that refuses `$orderby`: its lists are read by their next links
   */
  listUrl(keyset: Keyset, top: number, openOnly: boolean, isOrdered = true): string {
    const open = openOnly ? " and status ne 'resolved' and status ne 'redirected'" : '';
    return `${this.#base}?${queryString({
      $filter: `${toFilter(keyset)}${open}`,
      ...(isOrdered ? { $orderby: keyset.by === 'modified' ? 'lastUpdateDateTime asc' : 'createdDateTime asc' } : {}),
      $top: top,
    })}`;
  }

  /** A page by its address. A next link to anywhere but this service is not followed, and throws `unreadable`. */
  async page(url: string): Promise<RemoteAnswer<z.infer<typeof WirePage>>> {
    refuseForeignLink(url, this.#settings.endpoint);
    return send(this.#settings.pipeline, { method: 'GET', url, headers: PREFER }, WirePage);
  }

  /** What can be told of the first incident of a page that is too large to be taken in. */
  async skimPage(url: string): Promise<z.infer<typeof WireRemains>> {
    refuseForeignLink(url, this.#settings.endpoint);
    const members = await skim(this.#settings.pipeline, { method: 'GET', url, headers: PREFER });
    const told = (name: string) => members.get(name);
    return WireRemains.parse({
      id: told('id'),
      createdDateTime: told('createdDateTime'),
      lastUpdateDateTime: told('lastUpdateDateTime'),
    });
  }

  /** Why a next link may not be followed; null when it may. */
  linkFault(link: string): string | null {
    try {
      refuseForeignLink(link, this.#settings.endpoint);
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  }

  async incident(id: string): Promise<WireIncident> {
    const call = { method: 'GET', url: this.#url(id), headers: PREFER } as const;
    const { data } = await send(this.#settings.pipeline, call, WireIncident);
    return refuseOtherId(id, data.id, data);
  }

  /** The incident as the answer shows it, or as it is read where Graph answers without a body. */
  async patch(id: string, body: IncidentPatch): Promise<WireIncident> {
    const call = { method: 'PATCH', url: this.#url(id), headers: PREFER, body } as const;
    const { data } = await send(this.#settings.pipeline, call, WireIncident.optional());
    if (data === undefined) return readAfterWrite('the change', () => this.incident(id));
    return refuseOtherId(id, data.id, data, true);
  }

  /** All comments of the incident that can be read, the new one among them. */
  async postComment(id: string, comment: string): Promise<Comment[]> {
    const body = { '@odata.type': 'microsoft.graph.security.alertComment', comment };
    const call = { method: 'POST', url: `${this.#url(id)}/comments`, body } as const;
    const { data } = await send(this.#settings.pipeline, call, WirePosted.optional());
    if (data !== undefined) return data.value.comments;
    return (await readAfterWrite('the comment', () => this.incident(id))).comments?.comments ?? [];
  }

  /** The alerts of an incident, by a list of their own: expanding them in the incidents' list fails for good on some. */
  alertsUrl(incidentId: string, top: number): string {
    const $filter = `incidentId eq '${incidentId.replaceAll("'", "''")}'`;
    return `${this.#security}/alerts_v2?${queryString({ $filter, $top: top })}`;
  }

  #url(id: string): string {
    return `${this.#base}/${encodeURIComponent(id)}`;
  }
}

/** Times are unquoted in OData filters, enum members quoted. */
function toFilter(keyset: Keyset): string {
  if (keyset.by === 'modified') return `lastUpdateDateTime ${keyset.isInclusive ? 'ge' : 'gt'} ${keyset.from}`;
  const created = keyset.from === null ? '' : ` and createdDateTime ${keyset.isInclusive ? 'ge' : 'gt'} ${keyset.from}`;
  return `lastUpdateDateTime eq ${keyset.modifiedAt}${created}`;
}
