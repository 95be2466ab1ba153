import type { PipelineResponse } from '@azure/core-rest-pipeline';

const LONGEST_SECONDS = 3600;
const IN_TEXT = /\b(\d{1,5})\s*(milliseconds|ms|minutes?|seconds?|secs?|s)\b/i;

/**
 * How long the service asks us to wait, in seconds, an hour at most; null where it does not say. `Retry-After` holds
 * seconds or a date; the older Defender API promises no header and names the time in the body's text. No time at all,
 * or one that is past, says nothing: taken at its word, it would have the same asked again without a pause for ever.
 */
export function retryAfterSeconds(
  response: Pick<PipelineResponse, 'headers' | 'bodyAsText'>,
  now: () => number = Date.now,
): number | null {
  const seconds = fromHeader(response.headers.get('Retry-After'), now()) ?? fromText(response.bodyAsText ?? '');
  return seconds === null || seconds <= 0 ? null : Math.min(Math.ceil(seconds), LONGEST_SECONDS);
}

function fromHeader(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  if (/^\s*\d+(\.\d+)?\s*$/.test(header)) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : (at - now) / 1000;
}

function fromText(text: string): number | null {
  const match = IN_TEXT.exec(text.slice(0, 2000));
  if (match === null) return null;
  const unit = match[2]?.toLowerCase() ?? '';
  const scale = unit.startsWith('m') ? (unit.startsWith('min') ? 60 : 0.001) : 1;
  return Number(match[1]) * scale;
}
