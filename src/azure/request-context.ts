import type { PipelineRequest } from '@azure/core-rest-pipeline';
import type { Traffic } from '../sync/ports/traffic.ts';
import type { Priority } from './priority.ts';

/** What the pipeline's policies know of a request beside what goes over the wire. */
export interface RequestContext {
  kind: keyof Traffic;
  priority: Priority;
  /** Whether it has left for the service at least once: from then on a write may have been carried out. */
  sent: boolean;
  /** Takes the answer's bytes as they come, in place of its text: it may be too large to be held. */
  skim?: (chunk: Buffer) => void;
}

const contexts = new WeakMap<PipelineRequest, RequestContext>();

export function setRequestContext(request: PipelineRequest, context: RequestContext): void {
  contexts.set(request, context);
}

/** The context of a request that `send` made; anything else is taken for a background write, the safe guess. */
export function requestContext(request: PipelineRequest): RequestContext {
  const known = contexts.get(request) ?? { kind: 'writes', priority: 'background', sent: false };
  contexts.set(request, known);
  return known;
}
