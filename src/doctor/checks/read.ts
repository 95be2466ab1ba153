import { RemoteError } from '../../sync/ports/remote-error.ts';
import { ok } from '../check.ts';
import type { Check } from '../check.ts';
import { unlessTokenless } from '../see-first.ts';

export interface ReadCheckSettings extends Pick<Check, 'subject' | 'connection'> {
  name: Extract<Check['name'], `read.${string}`>;
  /** What is read, in words. */
  what: string;
  read(): Promise<unknown>;
  /** The permission it takes, and what to do with it. */
  grant: string;
  /** What to do when the address is not found. */
  ifMissing?: string;
  /** What is lost without it, where the rest works all the same. */
  withoutIt?: string;
}

/** Whether something can be read, by reading one of it. */
export function readCheck(settings: ReadCheckSettings): Check {
  const { name, subject, connection, what, read, withoutIt } = settings;
  return {
    name,
    subject,
    connection,
    async run() {
      try {
        await read();
        return ok(`${what} can be read`);
      } catch (error) {
        if (!(error instanceof RemoteError)) throw error;
        const found = withoutIt === undefined ? error.message : `${error.message}; ${withoutIt}`;
        return {
          status: withoutIt === undefined ? 'failed' : 'warning',
          found,
          advice: unlessTokenless(error.message, advise(settings, error)),
        };
      }
    },
  };
}

function advise({ grant, ifMissing }: ReadCheckSettings, error: RemoteError): string {
  switch (error.code) {
    case 'forbidden':
      return `${grant} What was granted just now may take some minutes to arrive.`;
    case 'unauthorized':
      return 'The service does not take the token: check that CLOUD and the tenant ids belong together.';
    case 'notFound':
      return ifMissing ?? 'Check the endpoint and CLOUD.';
    case 'unreachable':
      return 'Let this machine reach the service over https; see the endpoint overrides in .env.sample.';
    case 'throttled':
      return 'The service asks for patience. Try again in some minutes.';
    case 'invalid':
    case 'server':
    case 'unreadable':
      return 'Try again later; if it stays so, check the endpoint overrides and what stands between here and there.';
  }
}
