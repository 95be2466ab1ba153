import { wholeNumber } from '../odata/options.ts';
import { readPageToken, writePageToken } from '../odata/page-token.ts';
import { QueryFault } from '../odata/query-fault.ts';

const LARGEST_SKIP = 500;

export interface Page {
  skip: number;
  top: number;
}

/**
 * Reads `$top`, `$skip` and `$skiptoken`. Skipping ends at 500, through next links too: whoever wants
 * more has to ask anew from the last time seen.
 */
export function readPage(
  options: { $top?: string; $skip?: string; $skiptoken?: string },
  query: URLSearchParams,
  largestTop: number,
): Page {
  const top = options.$top === undefined ? largestTop : wholeNumber('$top', options.$top, 1);
  if (top > largestTop) throw exceeded('Top', largestTop, top);
  const skip =
    options.$skiptoken !== undefined
      ? readPageToken(options.$skiptoken, fingerprint(query))
      : options.$skip === undefined
        ? 0
        : wholeNumber('$skip', options.$skip, 0);
  if (skip > LARGEST_SKIP) throw exceeded('Skip', LARGEST_SKIP, skip);
  return { skip, top };
}

/** The absolute `@odata.nextLink`: the same query with an opaque place in it. */
export function nextLink(url: string, query: URLSearchParams, skip: number): string {
  const parameters = [...query].filter(([name]) => name !== '$skip' && name !== '$skiptoken');
  parameters.push(['$skiptoken', writePageToken({ skip, of: fingerprint(query) })]);
  const text = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `${url}?${text}`;
}

function fingerprint(query: URLSearchParams): string {
  const parts = [...query].filter(([name]) => name !== '$skip' && name !== '$skiptoken').map((pair) => pair.join('='));
  return parts.toSorted().join('&');
}

function exceeded(option: string, limit: number, value: number): QueryFault {
  return new QueryFault(
    `The query specified in the URI is not valid. The limit of '${limit}' for ${option} query has been exceeded. ` +
      `The value from the incoming request is '${value}'.`,
  );
}
