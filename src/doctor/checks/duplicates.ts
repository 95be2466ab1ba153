import type { TopologyFacts } from '../../sync/ports/topology-port.ts';
import { nameDuplicates } from '../../sync/topology/name-duplicates.ts';
import { nameMissing } from '../../sync/topology/name-missing.ts';
import { failed, ok, warning } from '../check.ts';
import type { Check } from '../check.ts';
import { unlessUnfound } from '../see-first.ts';

export interface DuplicatesCheckSettings extends Pick<Check, 'subject' | 'connection'> {
  look(): Promise<TopologyFacts>;
}

/** What else in the workspace makes incidents or alerts of the same story, and what Microsoft's sync lacks beside it. */
export function duplicatesCheck({ subject, connection, look }: DuplicatesCheckSettings): Check {
  return {
    name: 'duplicates',
    subject,
    connection,
    async run() {
      const facts = await look();
      const [duplicates, missing] = [nameDuplicates(facts), nameMissing(facts)];
      if (duplicates.length > 0)
        return failed([...duplicates, ...missing].join(' '), 'Disable or disconnect what is named.');
      const hidden = [facts.connectors, facts.incidentRules].flatMap((part) => (part.known ? [] : [part.reason]));
      if (hidden.length > 0)
        return warning(
          ['whether there are any cannot be told', ...new Set(hidden), ...missing].join('; '),
          unlessUnfound(
            hidden.join(),
            'Let Dragoman read data connectors and analytics rules: Microsoft Sentinel Reader on the workspace is enough.',
          ),
        );
      if (missing.length > 0)
        return warning(missing.join(' '), 'Connect it, or leave it if you do not use the product.');
      return ok('no connector or rule makes doubles');
    },
  };
}
