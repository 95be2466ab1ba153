import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createDefaultHttpClient } from '@azure/core-rest-pipeline';
import type { HttpClient, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';

/** What comes in place of an answer; what is left out stays as it was. */
export interface Forgery {
  status?: number;
  json?: unknown;
  text?: string;
}

/** Somebody between us and a service, who may change what it answers. */
export type Tamper = (asked: { method: string; url: URL }, json: unknown) => Forgery | undefined;

/** The real client, with somebody in the way: the first who changes an answer has the last word. */
export class TamperedHttp implements HttpClient {
  tampers: Tamper[] = [];
  /** Every request, as `METHOD path?query`, decoded. */
  readonly log: string[] = [];
  readonly #real = createDefaultHttpClient();

  async sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
    const url = new URL(request.url);
    this.log.push(`${request.method} ${decodeURIComponent(`${url.pathname}${url.search}`)}`);
    const response = await this.#real.sendRequest(request);
    const body = response.readableStreamBody === undefined ? '' : await text(response.readableStreamBody);
    const forgery = this.#forge({ method: request.method, url }, body);
    const shown = forgery?.text ?? (forgery?.json === undefined ? body : JSON.stringify(forgery.json));
    return { ...response, status: forgery?.status ?? response.status, readableStreamBody: inChunks(shown) };
  }

  #forge(asked: { method: string; url: URL }, body: string): Forgery | undefined {
    const json: unknown = body === '' ? undefined : JSON.parse(body);
    for (const tamper of this.tampers) {
      const forgery = tamper(asked, structuredClone(json));
      if (forgery !== undefined) return forgery;
    }
    return undefined;
  }
}

const CHUNK = 16_384;

/** As an answer comes over the wire: piece by piece, and no more of it than is asked for. */
function inChunks(body: string): Readable {
  const bytes = Buffer.from(body);
  return Readable.from(
    (function* chunks() {
      for (let at = 0; at === 0 || at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
    })(),
  );
}
