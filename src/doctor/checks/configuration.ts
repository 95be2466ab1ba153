import type { ConfigFault } from '../../config/config-error.ts';
import { failed, ok, warning } from '../check.ts';
import type { Check, Finding } from '../check.ts';

/** The environment: one finding for each fault, and for each variable that is set without effect. */
export function configurationChecks(faults: readonly ConfigFault[], warnings: readonly string[]): Check[] {
  const findings: [subject: string, finding: Finding][] = [
    ...faults.map(({ variable, found, accepted }): [string, Finding] => [
      variable,
      failed(`found ${found}`, `Set it. Accepted: ${accepted}.`),
    ]),
    ...warnings.map((text): [string, Finding] => ['environment', warning(text, 'Remove what has no effect.')]),
  ];
  if (findings.length === 0) findings.push(['environment', ok('every variable is there and accepted')]);
  return findings.map(([subject, finding]) => ({
    name: 'configuration',
    subject,
    connection: null,
    run: async () => finding,
  }));
}
