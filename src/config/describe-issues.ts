import type { z } from 'zod';
import type { ConfigFault } from './config-error.ts';
import { show } from './show.ts';

/**
 * What a schema found wrong with a file, each fault with its place. The schema's own messages say what is accepted.
 * @param value what the file says
 */
export function describeIssues(variable: string, value: unknown, error: z.ZodError): ConfigFault[] {
  return error.issues.flatMap((issue): ConfigFault[] => {
    const accepted = issue.message;
    if (issue.code !== 'unrecognized_keys')
      return [{ variable: placeOf(variable, issue.path), found: show(valueAt(value, issue.path)), accepted }];
    return issue.keys.map((key) => {
      return { variable: placeOf(variable, [...issue.path, key]), found: 'a key without a meaning', accepted };
    });
  });
}

function placeOf(variable: string, path: readonly PropertyKey[]): string {
  const place = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return place === '' ? variable : `${variable}: ${place.replace(/^\./, '')}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value);
}
