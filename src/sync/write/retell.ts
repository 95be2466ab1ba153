import type { SyncContext } from '../context.ts';
import type { Intent } from '../intent.ts';
import type { DefenderStory, Link, Story } from '../link.ts';
import { defenderStory, sentinelStory, twinStory } from '../story.ts';
import { sameJson } from '../same-json.ts';

/** A promised retelling, as it is when it is written: the newest story, whatever it was when it was promised. */
export interface Retelling {
  intent: Intent;
  told: DefenderStory;
  /** Empty where Sentinel tells it so already. */
  changes: Partial<Story>;
}

/** The retelling of a batch, if one is promised there and still open. */
export async function retell({ store }: SyncContext, link: Link, batch: Intent[]): Promise<Retelling | null> {
  const promised = batch.find(({ work }) => work.kind === 'story');
  if (promised === undefined || link.defender === null || link.sentinel === null) return null;
  const intent = (await store.openIntents(link.number)).find(({ id }) => id === promised.id);
  if (intent === undefined) return null;
  const told = defenderStory(link);
  const wanted = twinStory(link);
  const isTold = sameJson(wanted, sentinelStory(link.sentinel.observation.incident));
  return { intent, told, changes: isTold ? {} : wanted };
}
