import { daysLeft, judgeExpiry } from '../../sync/report/credential-expiry.ts';
import type { CredentialExpiryPort } from '../../sync/ports/credential-expiry.ts';
import { failed, ok, warning } from '../check.ts';
import type { Check } from '../check.ts';
import { unlessTokenless } from '../see-first.ts';

export interface ExpiryCheckSettings extends Pick<Check, 'subject' | 'connection'> {
  name: Extract<Check['name'], `expiry.${string}`>;
  port: CredentialExpiryPort;
  /** What would make it known. */
  ifUnknown: string;
  now: () => Date;
}

/** Whether a credential is about to expire. */
export function expiryCheck({ name, subject, connection, port, ifUnknown, now }: ExpiryCheckSettings): Check {
  return {
    name,
    subject,
    connection,
    async run() {
      const read = await port.read();
      if (!read.known)
        return warning(`when it expires is not known: ${read.reason}`, unlessTokenless(read.reason, ifUnknown));
      if (read.value === null) return ok('nothing that a person has to renew');
      const { kind, expiresAt } = read.value;
      const renew = `Make a new ${kind} in the app registration, set it and restart.`;
      switch (judgeExpiry(read.value, now())) {
        case 'expired':
          return failed(`the ${kind} expired on ${expiresAt}`, renew);
        case 'soon':
          return warning(`the ${kind} expires on ${expiresAt}, in ${daysLeft(read.value, now())} days`, renew);
        case 'valid':
          return ok(`the ${kind} is valid until ${expiresAt}`);
      }
    },
  };
}
