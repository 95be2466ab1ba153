import type { z } from 'zod';
import type { Keyset } from '../azure/keyset-pages.ts';
import { refuseForeignLink } from '../azure/refuse-foreign-link.ts';
import { readAfterWrite } from '../azure/read-after-write.ts';
import { refuseOtherId } from '../azure/refuse-other-id.ts';
import type { RequestPipeline } from '../azure/pipeline.ts';
import { send, skim } from '../azure/send.ts';
import type { RemoteAnswer } from '../azure/send.ts';
import { queryString } from '../azure/wire-text.ts';
import { RemoteError } from '../sync/ports/remote-error.ts';
import type { BookmarkPut } from './to-bookmark.ts';
import type { IncidentPut } from './to-request.ts';
import { WireBookmark, WireComment, WireIncident, WirePage, WireRelation, WireRemains } from './wire-schema.ts';
import { sentinelUrl } from './workspace-url.ts';
import type { Workspace } from './workspace-url.ts';

const API_VERSION = '2025-09-01';
// What Sentinel holds per incident (service limits), so that one page has them all.
const MOST_COMMENTS = 100;
// Should the service page smaller all the same; more than this means that the links go round.
const MOST_COMMENT_PAGES = 50;

/** The comments of an incident as they came; `cutOff` says why there may be more. */
export interface CommentItems {
  items: unknown[];
  cutOff: string | null;
}

export interface SentinelClientSettings {
  /** Azure Resource Manager, e.g. `https://management.azure.com`; may have a path. */
  endpoint: string;
  workspace: Workspace;
  pipeline: RequestPipeline;
}

/**
 * The wire calls of Microsoft.SecurityInsights incidents. Each throws RemoteError; none decides anything. A write that was
 * taken without an answer's body (a gateway may drop it) is followed by a reading.
 */
export class SentinelClient {
  readonly #settings: SentinelClientSettings;
  readonly #sentinel: string;
  readonly #base: string;

  constructor(settings: SentinelClientSettings) {
    this.#settings = settings;
    this.#sentinel = sentinelUrl(settings.endpoint, settings.workspace);
    this.#base = `${this.#sentinel}/incidents`;
  }

  /** @param top at most 1000 */
  listUrl(keyset: Keyset, top: number, openOnly: boolean): string {
    return `${this.#base}?${queryString({
      'api-version': API_VERSION,
      $filter: `${toFilter(keyset)}${openOnly ? " and properties/status ne 'Closed'" : ''}`,
      $orderby: keyset.by === 'modified' ? 'properties/lastModifiedTimeUtc asc' : 'properties/createdTimeUtc asc',
      $top: top,
    })}`;
  }

  /** A page by its address. A next link to anywhere but this service is not followed, and throws `unreadable`. */
  async page(url: string): Promise<RemoteAnswer<z.infer<typeof WirePage>>> {
    this.#checkLink(url);
    return send(this.#settings.pipeline, { method: 'GET', url }, WirePage);
  }

  /** What can be told of the first incident of a page that is too large to be taken in. */
  async skimPage(url: string): Promise<z.infer<typeof WireRemains>> {
    this.#checkLink(url);
    const members = await skim(this.#settings.pipeline, { method: 'GET', url });
    const [createdTimeUtc, lastModifiedTimeUtc] = [members.get('createdTimeUtc'), members.get('lastModifiedTimeUtc')];
    return WireRemains.parse({ name: members.get('name'), properties: { createdTimeUtc, lastModifiedTimeUtc } });
  }

  async incident(id: string): Promise<WireIncident> {
    const { data } = await send(this.#settings.pipeline, { method: 'GET', url: this.#url(id) }, WireIncident);
    return refuseOtherId(id, data.name, data);
  }

  async put(id: string, body: IncidentPut): Promise<WireIncident> {
    const call = { method: 'PUT', url: this.#url(id), body } as const;
    const { data } = await send(this.#settings.pipeline, call, WireIncident.optional());
    if (data === undefined) return readAfterWrite('the incident', () => this.incident(id));
    return refuseOtherId(id, data.name, data, true);
  }

  /** The items of all pages, unparsed and in no particular order: the list may move while it is read. */
  async comments(id: string): Promise<CommentItems> {
    const items: unknown[] = [];
    const visited = new Set<string>();
    for (let url = `${this.#url(id, '/comments')}&$top=${MOST_COMMENTS}`; ;) {
      visited.add(url);
      const { data } = await this.page(url);
      items.push(...data.value);
      const next = data.nextLink;
      if (next === null) return { items, cutOff: null };
      // What was read is no worse for a link that cannot be followed.
      if (visited.has(next)) return { items, cutOff: 'a next link leads back' };
      if (visited.size === MOST_COMMENT_PAGES) return { items, cutOff: 'next links have no end' };
      try {
        this.#checkLink(next);
      } catch (error) {
        return { items, cutOff: (error as Error).message };
      }
      url = next;
    }
  }

  async putComment(id: string, commentId: string, message: string): Promise<WireComment> {
    const url = this.#url(id, `/comments/${encodeURIComponent(commentId)}`);
    const call = { method: 'PUT', url, body: { properties: { message } } } as const;
    const { data } = await send(this.#settings.pipeline, call, WireComment.optional());
    if (data === undefined) return readAfterWrite('the comment', () => this.#comment(id, commentId));
    return refuseOtherId(commentId, data.name, data, true);
  }

  async #comment(id: string, commentId: string): Promise<WireComment> {
    const { items } = await this.comments(id);
    const shown = items.map((item) => WireComment.safeParse(item).data);
    const found = shown.find((comment) => comment?.name.toLowerCase() === commentId.toLowerCase());
    if (found !== undefined) return found;
    throw new RemoteError('unreadable', 'it is not among the comments that Sentinel shows');
  }

  async bookmark(name: string): Promise<WireBookmark> {
    return (await send(this.#settings.pipeline, { method: 'GET', url: this.#bookmarkUrl(name) }, WireBookmark)).data;
  }

  /** With an etag only if it is still that one. */
  async putBookmark(name: string, body: BookmarkPut): Promise<WireBookmark> {
    const call = { method: 'PUT', url: this.#bookmarkUrl(name), body } as const;
    const { data } = await send(this.#settings.pipeline, call, WireBookmark.optional());
    return data ?? readAfterWrite('the bookmark', () => this.bookmark(name));
  }

  /** Ties a resource to the incident, under a name of our choice. */
  async putRelation(id: string, name: string, relatedResourceId: string): Promise<void> {
    const url = this.#url(id, `/relations/${encodeURIComponent(name)}`);
    const call = { method: 'PUT', url, body: { properties: { relatedResourceId } } } as const;
    await send(this.#settings.pipeline, call, WireRelation.optional());
  }

  #url(id: string, below = ''): string {
    return `${this.#base}/${encodeURIComponent(id)}${below}?api-version=${API_VERSION}`;
  }

  #bookmarkUrl(name: string): string {
    return `${this.#sentinel}/bookmarks/${encodeURIComponent(name)}?api-version=${API_VERSION}`;
  }

  /** ARM's next links differ from the request in the case of path words, so the origin alone is compared. */
  #checkLink(link: string): void {
    refuseForeignLink(link, new URL(this.#settings.endpoint).origin);
  }
}

function toFilter(keyset: Keyset): string {
  const modified = 'properties/lastModifiedTimeUtc';
  if (keyset.by === 'modified') return `${modified} ${keyset.isInclusive ? 'ge' : 'gt'} ${keyset.from}`;
  const after = keyset.isInclusive ? 'ge' : 'gt';
  const created = keyset.from === null ? '' : ` and properties/createdTimeUtc ${after} ${keyset.from}`;
  return `${modified} eq ${keyset.modifiedAt}${created}`;
}
