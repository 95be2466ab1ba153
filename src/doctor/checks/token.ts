import type { TokenCredential } from '@azure/core-auth';
import { NO_TOKEN, guardToken } from '../../azure/guard-token.ts';
import { RemoteError } from '../../sync/ports/remote-error.ts';
import { failed, ok } from '../check.ts';
import type { Check, Finding } from '../check.ts';
import { explainRefusal } from '../explain-refusal.ts';
import { within } from '../within.ts';

export interface TokenCheckSettings extends Pick<Check, 'subject' | 'connection'> {
  name: Extract<Check['name'], `token.${string}`>;
  credential: TokenCredential;
  scope: string;
  /** How the credential proves who it is, with the variables it is made of. */
  proof: string;
  seconds: number;
  /** Asks the authority for the tenant's public metadata; throws RemoteError with what came instead. */
  askForTenant(): Promise<unknown>;
}

/** Whether a token is given for one service in one tenant. */
export function tokenCheck(settings: TokenCheckSettings): Check {
  const { name, subject, connection, credential, scope, seconds } = settings;
  return {
    name,
    subject,
    connection,
    async run() {
      try {
        await within(seconds, (abortSignal) => guardToken(credential).getToken(scope, { abortSignal }));
        return ok(`a token for ${scope} was given`);
      } catch (error) {
        if (!(error instanceof RemoteError)) throw error;
        return error.code === 'unreachable'
          ? explainSilence(settings, error.message)
          : explain(settings, error.message);
      }
    },
  };
}

function explain({ proof }: TokenCheckSettings, message: string): Finding {
  return failed(message, explainRefusal(message) ?? `Check ${proof}.`);
}

/** The client library takes a tenant that is not known for an authority that does not answer; so it is asked plainly. */
async function explainSilence(settings: TokenCheckSettings, message: string): Promise<Finding> {
  try {
    await settings.askForTenant();
    return failed(message, `Check ${settings.proof}; the authority itself answers.`);
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    const refusal = /\bAADSTS\d+\b/.exec(error.message)?.[0];
    if (refusal !== undefined) return explain(settings, `${NO_TOKEN} ${settings.scope}: ${refusal}`);
    return failed(
      `${message} (${error.message})`,
      'Let this machine reach the authority (AZURE_AUTHORITY_HOST, or the one of CLOUD) over https; a proxy is taken ' +
        'from HTTPS_PROXY, and a private certificate authority from NODE_EXTRA_CA_CERTS.',
    );
  }
}
