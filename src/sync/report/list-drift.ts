import type { SyncContext } from '../context.ts';
import { driftOf } from './drift.ts';
import type { DriftLine } from '../incident-view.ts';
import { isoNow } from '../ports/clock.ts';
import { postureOf } from '../posture/posture.ts';

/** All drift of a connection, the longest first. */
export async function listDrift({ store, clock, connectionId }: SyncContext): Promise<DriftLine[]> {
  const now = isoNow(clock);
  const posture = postureOf((await store.connection(connectionId))!);
  const overdue = await store.proposals(connectionId, { dueBy: now });
  const numbers = new Set([...(await store.disagreeing(connectionId)), ...overdue.map(({ link }) => link)]);
  const lines: DriftLine[] = [];
  for (const number of numbers) {
    const link = await store.link(number);
    if (link === null) continue;
    const intents = [...(await store.wantedIntents(number)), ...(await store.deadIntents(number))];
    lines.push(...driftOf(link, intents, posture, now));
  }
  return lines.toSorted((a, b) => a.since.localeCompare(b.since));
}
