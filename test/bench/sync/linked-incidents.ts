import { twinNameOf } from '../../../src/sync/observe/link-incident.ts';
import type { ServicesStage } from '../services-stage.ts';

/** An incident and its twin, in the simulated services. */
export interface Pair {
  defenderId: string;
  sentinelName: string;
}

/** Raises incidents in Defender and lets the product link them and make their twins. */
export async function linkIncidents(stage: ServicesStage, count: number): Promise<Pair[]> {
  const { defender, users } = stage.microsoft;
  const pairs = Array.from({ length: count }, (_, n) => {
    const { id } = defender.raiseIncident({
      title: `Multi-stage incident involving initial access and collection on one endpoint (${n})`,
      severity: 'medium',
      assignedTo: users[n % 5]!.userPrincipalName,
      customTags: ['vip', 'emea'],
      alerts: [],
    });
    return { defenderId: id, sentinelName: twinNameOf(stage.sync.context.connectionId, id) };
  });
  await stage.settle();
  return pairs;
}

const DEFENDER_SEVERITIES = ['low', 'medium', 'high'];

/** Somebody gives each incident another severity in Defender. */
export function rateInDefender({ microsoft }: ServicesStage, pairs: readonly Pair[]): void {
  for (const { defenderId } of pairs) {
    const { severity } = microsoft.defender.get(defenderId);
    const next = DEFENDER_SEVERITIES[(DEFENDER_SEVERITIES.indexOf(severity) + 1) % DEFENDER_SEVERITIES.length];
    microsoft.defender.edit(defenderId, { severity: next }, microsoft.users[0]!.userPrincipalName);
  }
}

/** Somebody tags each incident in Sentinel. */
export function tagInSentinel({ microsoft }: ServicesStage, pairs: readonly Pair[], tag: string): void {
  for (const { sentinelName } of pairs) {
    const { labels } = microsoft.sentinel.get(sentinelName).properties;
    const more = [...labels, { labelName: tag, labelType: 'User' }];
    microsoft.sentinel.edit(sentinelName, { labels: more }, microsoft.users[0]!.id);
  }
}
