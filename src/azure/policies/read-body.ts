import { RestError } from '@azure/core-rest-pipeline';
import type { PipelinePolicy, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { errorCode } from '../redact.ts';

/** An answer was larger than anything the contract could mean. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
}

/**
 * Takes the answer as a stream and reads no more of it than the limit: the client would buffer any amount.
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
      return { ...rest, bodyAsText: await readText(readableStreamBody, limitBytes, request) };
    },
  };
}

async function readText(
  stream: NonNullable<PipelineResponse['readableStreamBody']>,
  limitBytes: number,
  request: PipelineRequest,
): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      // Leaving the loop destroys the stream, and with it the connection.
      if (size > limitBytes) throw new AnswerTooLarge(`more than ${limitBytes} bytes`);
      chunks.push(bytes);
    }
  } catch (error) {
    if (error instanceof AnswerTooLarge) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new RestError(`the answer broke off: ${message}`, { code: errorCode(error) ?? 'ECONNRESET', request });
  }
  return Buffer.concat(chunks).toString('utf8');
}
