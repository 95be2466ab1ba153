import type { IncomingMessage } from 'node:http';

/**
 * Why a request is not the demo page's own, or null. The page can raise incidents and press buttons, so
 * no other site that a browser has open may reach it: neither by a name that resolves to this machine
 * (hence the Host check) nor by posting across origins.
 */
export function refusal(request: IncomingMessage, port: number): string | null {
  const hosts = [`localhost:${port}`, `127.0.0.1:${port}`];
  if (!hosts.includes(request.headers.host ?? '')) return 'This page answers to localhost only.';
  if (request.method === 'GET' || request.method === 'HEAD') return null;
  const { origin } = request.headers;
  if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`))
    return 'Cross-origin requests are refused.';
  if (request.headers['sec-fetch-site'] === 'cross-site') return 'Cross-origin requests are refused.';
  if (!(request.headers['content-type'] ?? '').startsWith('application/json')) return 'Send application/json.';
  return null;
}
