import { describeAlerts } from './contract/alerts.ts';
import { describeFailures } from './contract/failures.ts';
import { describeListing } from './contract/listing.ts';
import { describeOneIncident } from './contract/one-incident.ts';
import { trialOf } from './contract/trial.ts';
import type { DefenderUnderTest } from './contract/trial.ts';
import { describeWriting } from './contract/writing.ts';

/** What every adapter for Defender owes the sync, tried against a service that checks everything. */
export function describeDefenderPort(name: string, start: () => Promise<DefenderUnderTest>): void {
  describe(name, () => {
    const trial = trialOf(start);
    describeAlerts(trial);
    describeListing(trial);
    describeOneIncident(trial);
    describeWriting(trial);
    describeFailures(trial);
  });
}
