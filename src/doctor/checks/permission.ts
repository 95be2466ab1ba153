import type { TokenCredential } from '@azure/core-auth';
import { guardToken } from '../../azure/guard-token.ts';
import { tokenRoles } from '../../azure/token-roles.ts';
import { RemoteError } from '../../sync/ports/remote-error.ts';
import { failed, ok, warning } from '../check.ts';
import type { Check } from '../check.ts';
import { unlessTokenless } from '../see-first.ts';
import { within } from '../within.ts';

export interface PermissionSettings extends Pick<Check, 'name' | 'subject' | 'connection'> {
  credential: TokenCredential;
  scope: string;
  /** Such as `SecurityIncident.ReadWrite.All`. */
  permission: string;
  /** The API it is a permission of, as Entra's pages call it. */
  api: string;
  seconds: number;
  /** Why the token's word is taken for it. */
  untried: string;
  /** What is lost without it, where the rest works all the same. */
  withoutIt?: string;
}

/** Whether Defender permits something that is not tried here: the token's own word is taken. */
export function permissionCheck(settings: PermissionSettings): Check {
  const { name, subject, connection, credential, scope, permission, api, seconds, untried, withoutIt } = settings;
  const grant = `Grant the application permission ${permission} of ${api}, and consent to it as an administrator.`;
  const amiss = (found: string, advice: string) =>
    withoutIt === undefined ? failed(found, advice) : warning(`${found}; ${withoutIt}`, advice);
  return {
    name,
    subject,
    connection,
    async run() {
      let roles: string[] | null = null;
      try {
        const given = await within(seconds, (abortSignal) => guardToken(credential).getToken(scope, { abortSignal }));
        roles = given === null ? null : tokenRoles(given.token);
      } catch (error) {
        if (!(error instanceof RemoteError)) throw error;
        return amiss(`not known: ${error.message}`, unlessTokenless(error.message, grant));
      }
      if (roles === null)
        return warning(`${untried}, and the token does not tell what it permits`, `Make sure of it yourself. ${grant}`);
      if (roles.includes(permission)) return ok(`the token carries ${permission}`);
      const carried = roles.length === 0 ? 'no application permission' : roles.join(', ');
      return amiss(`the token carries ${carried}, and not ${permission}`, grant);
    },
  };
}
