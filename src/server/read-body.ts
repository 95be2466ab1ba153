import type { IncomingMessage } from 'node:http';
import { HttpFault } from './http-fault.ts';

/** Activities from Teams are a few KB; forms with the longest texts stay far below. */
const MOST_BYTES = 256 * 1024;

/**
 * The JSON of a request.
 * @throws HttpFault 413 as soon as it is too long, 400 when it is not JSON
 */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const tooLarge = () => new HttpFault(413, 'too_large', `A request has at most ${MOST_BYTES} bytes.`);
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch (error) {
    throw new HttpFault(400, 'not_json', 'The request is not JSON.', error);
  }
}
