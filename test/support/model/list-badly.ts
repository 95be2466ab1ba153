import type { ListQuery, Observation, ObservedPage } from '../../../src/sync/ports/side-port.ts';
import type { SyncWorld } from '../sync-world.ts';

/** What is wrong with the lists of both sides. */
export interface BadLists {
  /** What was modified in the last seconds is not shown. */
  lateSeconds: number;
  /** They say themselves that they are incomplete. */
  isPartial: boolean;
  /** Nothing in them can be read. */
  isUnreadable: boolean;
  /** They show every page twice, or after what is there also what was there before. */
  again: 'nothing' | 'all' | 'old readings';
}

/** A side's list, with whatever `lists` says by then. */
export function listBadly(
  world: SyncWorld,
  port: { listModified(query: ListQuery): AsyncIterable<ObservedPage> },
  lists: BadLists,
): void {
  const { listModified } = port;
  const seen = new Map<string, Observation[]>();
  port.listModified = async function* badly(query) {
    for await (const page of listModified(query)) {
      const until = world.clock.now().getTime() - lists.lateSeconds * 1000;
      const observations = page.observations.filter(({ incident }) => Date.parse(incident.modifiedAt) <= until);
      const earlier = observations.flatMap(({ incident }) => seen.get(incident.id) ?? []);
      for (const observation of observations) remember(seen, observation);
      const shown = { ...page, observations, partial: lists.isPartial };
      if (lists.isUnreadable) {
        yield { ...shown, observations: [], unreadable: observations.map(unreadable) };
        continue;
      }
      yield shown;
      if (lists.again === 'all') yield structuredClone(shown);
      if (lists.again === 'old readings') yield { ...shown, observations: structuredClone(earlier) };
    }
  };
}

function unreadable({ incident: { id, modifiedAt } }: Observation): ObservedPage['unreadable'][number] {
  return { id, modifiedAt, reason: 'no such severity' };
}

/** The last two readings of each. */
function remember(seen: Map<string, Observation[]>, observation: Observation): void {
  const { id, modifiedAt } = observation.incident;
  const before = seen.get(id) ?? [];
  if (before.at(-1)?.incident.modifiedAt === modifiedAt) return;
  seen.set(id, [...before, structuredClone(observation)].slice(-2));
}
