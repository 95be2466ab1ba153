import { describeCount } from '../incident/alert.ts';
import { cutText } from '../incident/entity.ts';
import type { Incident } from '../incident/incident.ts';
import { auditOfSync } from './audit-row.ts';
import type { SyncContext } from './context.ts';
import type { Intent, StoryWork } from './intent.ts';
import { leadingIncident } from './link.ts';
import type { DefenderStory, Link, Story } from './link.ts';
import { isoNow } from './ports/clock.ts';
import type { Records } from './ports/records.ts';
import { replaceIntent } from './replace-intent.ts';
import { syncIntent } from './promise/sync-intent.ts';
import type { Taking } from './promise/taking.ts';
import { sameJson } from './same-json.ts';
import { describeTwin } from './write/describe-twin.ts';

type StoryIntent = Intent & { work: StoryWork };

/** Of an alert named in the twin's description. */
const LONGEST_TITLE = 200;

/** The parts of Defender's story that are worth a write of their own; who modified it last is not. */
export function defenderStory(link: Link): DefenderStory {
  const { title, description, url } = link.defender!.observation.incident;
  return { title, description, url, products: productsOf(link), alerts: describeAlerts(link) };
}

/** The products that reported an incident: no list of Defender's tells them, its alerts do. */
export function productsOf(link: Link): string[] {
  const { products } = leadingIncident(link);
  return products.length > 0 ? products : (link.alerts?.products ?? []);
}

/** How many there are, and which of them is not among the bookmarks though it is more severe than one that is. */
function describeAlerts({ alerts }: Link): string | null {
  if (alerts === null || (alerts.count === 0 && !alerts.more)) return null;
  const count = describeCount(alerts);
  if (alerts.leftOut === undefined) return count;
  const { title, severity, others } = alerts.leftOut;
  const named = `${cutText(title.replaceAll(/\s+/g, ' '), LONGEST_TITLE)} (${severity} severity)`;
  return `${count}. No room for a bookmark, though more severe than one that has one: ${named}${others > 0 ? `, and ${others} more` : ''}`;
}

/** The story as Sentinel shows it. */
export function sentinelStory({ title, description }: Incident): Story {
  return { title, description };
}

/** The story as Sentinel is to show it. */
export function twinStory(link: Link): Story {
  const told = defenderStory(link);
  return { title: told.title, description: describeTwin(link.defender!.observation.incident, told) };
}

/**
 * Rows P1 and P2 of the decision table: Defender tells the story anew, or somebody retold it in Sentinel, where it
 * is not theirs to tell. Both end with Defender's story in Sentinel; whatever was written there, also while a retelling
 * waits, is kept in the audit.
 */
export async function decideStory(records: Records, context: SyncContext, link: Link, taking: Taking): Promise<void> {
  const told = defenderStory(link);
  const shown = sentinelStory(link.sentinel!.observation.incident);
  const isNew = link.story === null || !sameJson(link.story.defender, told);
  const isRetold = !sameJson(link.story?.sentinel ?? null, shown);
  if (!isNew && !isRetold) return;
  const intents = [...(await records.wantedIntents(link.number)), ...(await records.deadIntents(link.number))];
  const known = intents.find((intent): intent is StoryIntent => intent.work.kind === 'story');
  // What Sentinel refused is not asked of it again; another story is.
  const isOutdated = known?.state === 'dead' && !sameJson(known.work.refused ?? null, told);
  if (isOutdated) await replaceIntent(records, known, isoNow(context.clock), 'there is something newer');
  const promised = isOutdated ? undefined : known;
  const [rule, at] = [isRetold && !isNew ? 'P2' : 'P1', isoNow(context.clock)];
  // What is there may be our own newest telling, whose answer was lost.
  const isLost = isRetold && !sameJson(shown, twinStory(link)) && !sameJson(shown, known?.work.lost ?? null);
  if (isLost)
    await records.appendAudit(auditOfSync(at, link.number, 'overrule', 'overruled:sentinel', { rule, lost: shown }));
  const work = { kind: 'story', ...(isLost ? { lost: shown } : {}) } as const;
  if (promised === undefined) await records.addIntent(syncIntent(link, 'sentinel', work, rule, taking), at);
  else if (isLost)
    await records.saveIntent({ ...promised, work, ...(promised.state === 'proposed' ? { passage: 'uncounted' } : {}) });
}
