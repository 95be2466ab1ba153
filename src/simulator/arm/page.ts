import type { SimRequest, SimResponse } from '../server.ts';
import { wholeNumber } from '../odata/options.ts';
import { readPageToken, writePageToken } from '../odata/page-token.ts';
import { QueryFault } from '../odata/query-fault.ts';

const LARGEST_TOP = 1000;
const DEFAULT_TOP = 50;

export const PAGE_OPTIONS = ['$filter', '$orderby', '$top', '$skipToken'] as const;

/** One page of a list, with `nextLink` while there is more. Only as many items are read as it takes. */
export function printPage<T>(
  items: Iterable<T>,
  options: { $top?: string; $skipToken?: string },
  request: SimRequest,
  url: string,
  print: (item: T) => unknown,
): SimResponse {
  const top = options.$top === undefined ? DEFAULT_TOP : wholeNumber('$top', options.$top, 1);
  if (top > LARGEST_TOP) throw new QueryFault(`Invalid value '${top}' for '$top'. The maximum is ${LARGEST_TOP}.`);
  const skip = options.$skipToken === undefined ? 0 : readPageToken(options.$skipToken, fingerprint(request.query));
  const value: unknown[] = [];
  let seen = 0;
  for (const item of items) {
    seen += 1;
    if (seen > skip + top) break;
    if (seen > skip) value.push(print(item));
  }
  return {
    status: 200,
    body: { value, ...(seen > skip + top ? { nextLink: nextLink(url, request.query, skip + top) } : {}) },
  };
}

function nextLink(url: string, query: URLSearchParams, skip: number): string {
  const parameters = [...query].filter(([name]) => name !== '$skipToken');
  parameters.push(['$skipToken', writePageToken({ skip, of: fingerprint(query) })]);
  return `${url}?${parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
}

function fingerprint(query: URLSearchParams): string {
  const parts = [...query].filter(([name]) => name !== '$skipToken').map((pair) => pair.join('='));
  return parts.toSorted().join('&');
}
