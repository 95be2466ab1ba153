import { describeCount } from '../incident/alert.ts';
import type { Incident } from '../incident/incident.ts';
import { auditOfSync } from './audit-row.ts';
import type { SyncContext } from './context.ts';
import { leadingIncident } from './link.ts';
import type { DefenderStory, Link, Story } from './link.ts';
import { isoNow } from './ports/clock.ts';
import type { Records } from './ports/records.ts';
import { syncIntent } from './promise/sync-intent.ts';
import type { Taking } from './promise/taking.ts';
import { sameJson } from './same-json.ts';

/** The parts of Defender's story that are worth a write of their own; who modified it last is not. */
export function defenderStory(link: Link): DefenderStory {
  const { title, description, url } = link.defender!.observation.incident;
  return { title, description, url, products: productsOf(link), alerts: alertCount(link) };
}

/** The products that reported an incident: no list of Defender's tells them, its alerts do. */
export function productsOf(link: Link): string[] {
  const { products } = leadingIncident(link);
  return products.length > 0 ? products : (link.alerts?.products ?? []);
}

function alertCount({ alerts }: Link): string | null {
  return alerts === null || (alerts.count === 0 && !alerts.more) ? null : describeCount(alerts);
}

/** The story as Sentinel shows it. */
export function sentinelStory({ title, description }: Incident): Story {
  return { title, description };
}

/**
 * Rows P1 and P2 of the decision table: Defender tells the story anew, or somebody retold it in Sentinel, where it
 * is not theirs to tell. Both end with Defender's story in Sentinel; what was written there is kept in the audit.
 */
export async function decideStory(records: Records, context: SyncContext, link: Link, taking: Taking): Promise<void> {
  const told = defenderStory(link);
  const shown = sentinelStory(link.sentinel!.observation.incident);
  const isNew = link.story === null || !sameJson(link.story.defender, told);
  const isRetold = link.story !== null && !sameJson(link.story.sentinel, shown);
  if (!isNew && !isRetold) return;
  const intents = [...(await records.wantedIntents(link.number)), ...(await records.deadIntents(link.number))];
  if (intents.some(({ work }) => work.kind === 'story')) return;
  const [rule, at] = [isRetold && !isNew ? 'P2' : 'P1', isoNow(context.clock)];
  if (isRetold)
    await records.appendAudit(auditOfSync(at, link.number, 'overrule', 'overruled:sentinel', { rule, lost: shown }));
  await records.addIntent(syncIntent(link, 'sentinel', { kind: 'story' }, rule, taking), at);
}
