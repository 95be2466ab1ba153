/**
 * Method and path, as errors and logs name a request: no host, no query, and an ARM path without the thirty
 * words that only say which workspace.
 */
export function requestTarget(method: string, url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : '[unreadable address]';
  const [, withinProvider] = path.split(/\/providers\/Microsoft\.SecurityInsights(?=\/)/i);
  const short = withinProvider === undefined ? path : `…${withinProvider}`;
  return `${method} ${short.length > 120 ? `${short.slice(0, 119)}…` : short}`;
}
