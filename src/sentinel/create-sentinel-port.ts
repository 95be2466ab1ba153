import { keysetPages } from '../azure/keyset-pages.ts';
import type { Keyset } from '../azure/keyset-pages.ts';
import type { RequestPipeline } from '../azure/pipeline.ts';
import { RemoteError } from '../sync/ports/remote-error.ts';
import type { ListQuery, Observation, SentinelPort, SentinelWrite } from '../sync/ports/side-port.ts';
import { readBasis } from './basis.ts';
import { SentinelClient } from './client.ts';
import { makeBookmark, rewriteBookmark } from './put-bookmark.ts';
import { toListedComments } from './to-comments.ts';
import { toComment } from './to-incident.ts';
import { toObservation, toPage } from './to-page.ts';
import { toNewRequest, toRequest } from './to-request.ts';
import type { Workspace } from './workspace-url.ts';

export interface SentinelPortSettings {
  /** Azure Resource Manager, e.g. `https://management.azure.com`; may have a path. */
  endpoint: string;
  workspace: Workspace;
  pipeline: RequestPipeline;
  /** Incidents a page; 1000 is what the service takes at most. */
  pageSize?: number;
}

// Skip tokens have no documented cap; a chain is ended now and then all the same, so that it must get on.
const CHAIN_LIMIT = 20_000;

/** Microsoft Sentinel over ARM, api-version 2025-09-01. */
export function createSentinelPort(settings: SentinelPortSettings): SentinelPort {
  const pageSize = settings.pageSize ?? 1000;
  const client = new SentinelClient(settings);
  return {
    listModified({ since, openOnly = false }: ListQuery) {
      const source = {
        name: 'Sentinel',
        firstUrl: (keyset: Keyset, top: number) => client.listUrl(keyset, top, openOnly),
        read: async (url: string) => toPage(await client.page(url)),
        skim: async (url: string) => {
          const { name, properties } = await client.skimPage(url);
          return { id: name, modifiedAt: properties.lastModifiedTimeUtc, createdAt: properties.createdTimeUtc };
        },
        chainLimit: CHAIN_LIMIT,
        pageSize,
        fullPageMayContinue: true,
      };
      return keysetPages(source, since);
    },
    async get(id): Promise<Observation | null> {
      try {
        return toObservation(await client.incident(id));
      } catch (error) {
        if (isMissingIncident(error)) return null;
        throw error;
      }
    },
    async update(id, changes, basis): Promise<SentinelWrite> {
      const body = toRequest(changes, readBasis(id, basis));
      try {
        return { outcome: 'written', observation: toObservation(await client.put(id, body)) };
      } catch (error) {
        // The etag is in the body, so ARM says 409; 412 is what a header would have got.
        const isStale = error instanceof RemoteError && (error.status === 409 || error.status === 412);
        if (isStale) return { outcome: 'conflict' };
        throw error;
      }
    },
    create: async (id, draft) => toObservation(await client.put(id, toNewRequest(draft))),
    listComments: async (id) => toListedComments(await client.comments(id)),
    putComment: async (id, commentId, text) => toComment(await client.putComment(id, commentId, text)),
    putBookmark: (id, bookmark, wasTied) =>
      wasTied ? rewriteBookmark(client, bookmark) : makeBookmark(client, id, bookmark),
  };
}

/** ARM says 404 as well when it is the workspace that is not there: that says nothing of the incident. */
function isMissingIncident(error: unknown): boolean {
  const isMissing = error instanceof RemoteError && error.code === 'notFound';
  return isMissing && !/\b(ResourceGroup|Subscription|ParentResource|Workspace)NotFound\b/.test(error.message);
}
