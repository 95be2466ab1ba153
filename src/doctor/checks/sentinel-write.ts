import { z } from 'zod';
import { RemoteError } from '../../sync/ports/remote-error.ts';
import { failed, ok, warning } from '../check.ts';
import type { Check } from '../check.ts';
import { unlessUnfound } from '../see-first.ts';

/** ARM's answer to "what may I do here" (swagger `PermissionGetResult`, Microsoft.Authorization 2022-04-01). */
export const WirePermissions = z.object({
  value: z.array(z.object({ actions: z.array(z.string()).nullish(), notActions: z.array(z.string()).nullish() })),
});
type Permissions = z.infer<typeof WirePermissions>['value'];

/** What the sync does there, besides reading. */
const NEEDED = ['Microsoft.SecurityInsights/incidents/write', 'Microsoft.SecurityInsights/incidents/comments/write'];
/** For alerts, in bridge mode; everything else works without it. */
const BOOKMARKS = 'Microsoft.SecurityInsights/bookmarks/write';
const GRANT_BOOKMARKS =
  'Assign the role Microsoft Sentinel Contributor in its place, where Dragoman is to make the Sentinel incidents.';
const GRANT = 'Assign the role Microsoft Sentinel Responder on the workspace (or its resource group).';

export interface SentinelWriteSettings extends Pick<Check, 'subject' | 'connection'> {
  /** Throws RemoteError. */
  readPermissions(): Promise<Permissions>;
}

/** Whether Sentinel may be written to. Trying would be writing, so ARM is asked what this identity may do. */
export function sentinelWriteCheck({ subject, connection, readPermissions }: SentinelWriteSettings): Check {
  return {
    name: 'write.sentinel',
    subject,
    connection,
    async run() {
      try {
        const permissions = await readPermissions();
        const missing = NEEDED.filter((action) => !isAllowed(permissions, action));
        if (missing.length > 0) return failed(`not allowed: ${missing.join(', ')}`, GRANT);
        if (isAllowed(permissions, BOOKMARKS)) return ok('incidents, their comments and bookmarks may be written');
        return warning(`not allowed: ${BOOKMARKS}: the incidents Dragoman makes get no alerts`, GRANT_BOOKMARKS);
      } catch (error) {
        if (!(error instanceof RemoteError)) throw error;
        const found = `writing cannot be tried without writing, and what is permitted cannot be read: ${error.message}`;
        return warning(found, unlessUnfound(found, `Make sure of it yourself. ${GRANT}`));
      }
    },
  };
}

/** Each entry is one role assignment: what one takes away, another may still give. */
export function isAllowed(permissions: Permissions, action: string): boolean {
  const covers = (patterns: readonly string[] | null | undefined) =>
    (patterns ?? []).some((one) => matches(one, action));
  return permissions.some(({ actions, notActions }) => covers(actions) && !covers(notActions));
}

function matches(pattern: string, action: string): boolean {
  const literal = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`, 'i').test(action);
}
