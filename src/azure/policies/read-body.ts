import { RestError } from '@azure/core-rest-pipeline';
import type { PipelinePolicy, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { errorCode } from '../redact.ts';
import { requestContext } from '../request-context.ts';

/** An answer was larger than anything the contract could mean. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
}

type Body = NonNullable<PipelineResponse['readableStreamBody']>;

/**
 * Takes the answer as a stream and reads no more of it than the limit: the client would buffer any amount. An answer
 * that is only skimmed is read to its end, a chunk at a time, and never held.
 * Compression is not asked for, because the client's unpacking never notices a body that breaks off.
 */
export function readBody(limitBytes: number): PipelinePolicy {
  return {
    name: 'readBody',
    async sendRequest(request, next) {
      request.streamResponseStatusCodes = new Set([Number.POSITIVE_INFINITY]);
      const response = await next(request);
      const { readableStreamBody, ...rest } = response;
      if (readableStreamBody === undefined) return response;
      const { skim } = requestContext(request);
      if (skim !== undefined && response.status < 300) {
        for await (const chunk of chunksOf(readableStreamBody, request)) skim(chunk);
        return rest;
      }
      return { ...rest, bodyAsText: await readText(readableStreamBody, limitBytes, request) };
    },
  };
}

async function readText(stream: Body, limitBytes: number, request: PipelineRequest): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const bytes of chunksOf(stream, request)) {
    size += bytes.length;
    // Leaving the loop destroys the stream, and with it the connection.
    if (size > limitBytes) throw new AnswerTooLarge(`more than ${limitBytes} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function* chunksOf(stream: Body, request: PipelineRequest): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) yield Buffer.from(chunk);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new RestError(`the answer broke off: ${message}`, { code: errorCode(error) ?? 'ECONNRESET', request });
  }
}
