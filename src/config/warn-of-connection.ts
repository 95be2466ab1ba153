import type { ConnectionValues } from './connection-variables.ts';

/**
 * Sentences about what was set for a connection and has no effect. `own`: what it says itself; `values`: what holds
 * for it; `place`: what goes before a variable's name.
 */
export function warnOfConnection(own: ConnectionValues, values: ConnectionValues, place = ''): string[] {
  if (own.DEFENDER_ENDPOINT === undefined || values.DEFENDER_API === 'legacy') return [];
  return [`${place}DEFENDER_ENDPOINT is set but has no effect while DEFENDER_API is graph.`];
}
