import type { z } from 'zod';
import type { RequestPipeline } from '../../azure/pipeline.ts';
import { readAfterWrite } from '../../azure/read-after-write.ts';
import { refuseOtherId } from '../../azure/refuse-other-id.ts';
import { send, skim } from '../../azure/send.ts';
import type { RemoteAnswer, RemoteCall } from '../../azure/send.ts';
import { queryString } from '../../azure/wire-text.ts';
import { RemoteError } from '../../sync/ports/remote-error.ts';
import { toFilter } from './slice.ts';
import type { Slice } from './slice.ts';
import type { IncidentPatch } from './to-request.ts';
import { WireAlerts, WireIncident, WirePage, WireRemains } from './wire-schema.ts';

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
    return send(this.#settings.listPipeline, this.#listCall(slice, openOnly, top), WirePage);
  }

  /** What can be told of one incident of a slice, where even that one is too large to be taken in. */
  async skimList(slice: Slice, openOnly: boolean): Promise<z.infer<typeof WireRemains>> {
    const members = await skim(this.#settings.listPipeline, this.#listCall(slice, openOnly, 1));
    const told = (name: string) => members.get(name);
    return WireRemains.parse({
      incidentId: told('incidentId'),
      createdTime: told('createdTime'),
      lastUpdateTime: told('lastUpdateTime'),
    });
  }

  async incident(id: string): Promise<WireIncident> {
    const { data } = await send(this.#settings.pipeline, { method: 'GET', url: this.#url(id) }, WireIncident);
    return refuseOtherId(id, data.incidentId, data);
  }

  /** The alerts embedded in an incident, unread. */
  async alerts(id: string): Promise<unknown[]> {
    const { data } = await send(this.#settings.pipeline, { method: 'GET', url: this.#url(id) }, WireAlerts);
    return refuseOtherId(id, data.incidentId, data).alerts ?? [];
  }

  /** The incident as the answer shows it, or as it is read where the answer has no body. */
  async patch(id: string, body: IncidentPatch): Promise<WireIncident> {
    const call = { method: 'PATCH', url: this.#url(id), body } as const;
    const { data } = await send(this.#settings.pipeline, call, WireIncident.optional());
    if (data === undefined) return this.patched(id);
    return refuseOtherId(id, data.incidentId, data, true);
  }

  /** The incident after a PATCH whose answer does not show what came of it. */
  patched(id: string): Promise<WireIncident> {
    return readAfterWrite('the change', () => this.incident(id));
  }

  #listCall(slice: Slice, openOnly: boolean, top: number): RemoteCall {
    const open = openOnly ? " and status ne 'Resolved' and status ne 'Redirected'" : '';
    const query = queryString({ $filter: `${toFilter(slice)}${open}`, $top: top });
    return { method: 'GET', url: `${this.#base}?${query}` };
  }

  /** Ids are whole numbers here. Anything else is nobody's id, and not worth a request. */
  #url(id: string): string {
    if (/^\d{1,19}$/.test(id)) return `${this.#base}/${id}`;
    throw new RemoteError('notFound', 'Defender has no incident of that id: it is not a number');
  }
}
