import type { z } from 'zod';
import type { RequestPipeline } from '../../azure/pipeline.ts';
import { send } from '../../azure/send.ts';
import type { RemoteAnswer } from '../../azure/send.ts';
import { queryString } from '../../azure/wire-text.ts';
import { RemoteError } from '../../sync/ports/remote-error.ts';
import { toFilter } from './slice.ts';
import type { Slice } from './slice.ts';
import type { IncidentPatch } from './to-request.ts';
import { WireAlerts, WireIncident, WirePage } from './wire-schema.ts';

export interface LegacyDefenderClientSettings {
  /** The service without `/api`; may have a path. */
  endpoint: string;
  /** For lists, which have an allowance and a size of their own. */
  listPipeline: RequestPipeline;
  /** For single incidents. */
  pipeline: RequestPipeline;
}

/** The wire calls of the older Defender XDR API. Each throws RemoteError; none knows what a change means. */
export class LegacyDefenderClient {
  readonly #settings: LegacyDefenderClientSettings;
  readonly #base: string;

  constructor(settings: LegacyDefenderClientSettings) {
    this.#settings = settings;
    this.#base = `${settings.endpoint.replace(/\/+$/, '')}/api/incidents`;
  }

  /** At most `top` (100) incidents of a slice, in no order to rely on. */
  async list(slice: Slice, openOnly: boolean, top: number): Promise<RemoteAnswer<z.infer<typeof WirePage>>> {
    const open = openOnly ? " and status ne 'Resolved' and status ne 'Redirected'" : '';
    const query = queryString({ $filter: `${toFilter(slice)}${open}`, $top: top });
    return send(this.#settings.listPipeline, { method: 'GET', url: `${this.#base}?${query}` }, WirePage);
  }

  async incident(id: string): Promise<WireIncident> {
    return (await send(this.#settings.pipeline, { method: 'GET', url: this.#url(id) }, WireIncident)).data;
  }

  /** The alerts embedded in an incident, unread. */
  async alerts(id: string): Promise<unknown[]> {
    return (await send(this.#settings.pipeline, { method: 'GET', url: this.#url(id) }, WireAlerts)).data.alerts ?? [];
  }

  /** The incident as the answer shows it; undefined for an answer without a body. */
  async patch(id: string, body: IncidentPatch): Promise<WireIncident | undefined> {
    const call = { method: 'PATCH', url: this.#url(id), body } as const;
    return (await send(this.#settings.pipeline, call, WireIncident.optional())).data;
  }

  /** Ids are whole numbers here. Anything else is nobody's id, and not worth a request. */
  #url(id: string): string {
    if (/^\d{1,19}$/.test(id)) return `${this.#base}/${id}`;
    throw new RemoteError('notFound', 'Defender has no incident of that id: it is not a number');
  }
}
