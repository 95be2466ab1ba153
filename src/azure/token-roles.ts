import { z } from 'zod';
import { parseJson } from './service-error.ts';

const Claims = z.object({ roles: z.array(z.string()).optional() });

/**
 * The application permissions that an app-only token carries (`roles`), or null for one that does not let itself be
 * read. For telling people, not for deciding: a token is for the service it is meant for, which alone judges it.
 */
export function tokenRoles(token: string): string[] | null {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return null;
  const claims = Claims.safeParse(parseJson(Buffer.from(payload, 'base64url').toString('utf8')));
  return claims.success ? (claims.data.roles ?? []) : null;
}
