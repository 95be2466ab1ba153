import { createHmac } from 'node:crypto';
import type { PagingSettings } from './settings.ts';

/** What became of a request. `retry`: it may be taken later. `refused`: it never will as it is. */
export type PostOutcome =
  | { outcome: 'taken' }
  | { outcome: 'retry'; afterSeconds: number; reason: string }
  | { outcome: 'refused'; reason: string };

const LONGEST_WAIT_SECONDS = 600;
/** No more of an answer is read. */
const MOST_BYTES = 64 * 1024;

/**
 * Posts a body to the paging system, signed: `X-Dragoman-Signature` is `t=<seconds since 1970>,v1=<HMAC-SHA256 of
 * "t.body", in hex>`. Redirects are not followed: the signature is for nobody else. Nothing thrown, and nothing of the
 * address, the body or the answer in what is told.
 */
export async function post(
  body: string,
  { url, secret, requestTimeoutSeconds }: PagingSettings,
  { delivery, now, fetch: send }: { delivery: string; now: Date; fetch: typeof fetch },
): Promise<PostOutcome> {
  const seconds = Math.floor(now.getTime() / 1000);
  const mac = createHmac('sha256', secret.reveal()).update(`${seconds}.${body}`).digest('hex');
  try {
    const response = await send(url.reveal(), {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'Dragoman',
        'X-Dragoman-Delivery': delivery,
        'X-Dragoman-Signature': `t=${seconds},v1=${mac}`,
      },
      body,
      signal: AbortSignal.timeout(requestTimeoutSeconds * 1000),
    });
    await discard(response);
    return judge(response);
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    return { outcome: 'retry', afterSeconds: 0, reason: isLate ? 'no answer in time' : 'it cannot be reached' };
  }
}

function judge({ status, headers }: Response): PostOutcome {
  if (status >= 200 && status < 300) return { outcome: 'taken' };
  const reason = `HTTP ${status}`;
  if (status === 408 || status === 429 || status >= 500) {
    const asked = Number(headers.get('retry-after') ?? 0);
    const afterSeconds = Number.isFinite(asked) && asked > 0 ? Math.min(asked, LONGEST_WAIT_SECONDS) : 0;
    return { outcome: 'retry', afterSeconds, reason };
  }
  return { outcome: 'refused', reason };
}

/** Reads what keeps the connection usable, and no more. */
async function discard({ body }: Response): Promise<void> {
  if (body === null) return;
  const reader = body.getReader();
  let read = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    read += value.length;
    if (read > MOST_BYTES) return reader.cancel();
  }
}
