import type { Incident } from '../../src/incident/incident.ts';
import type { IncidentEvent } from '../../src/sync/history/event.ts';
import type { NewLink } from '../../src/sync/link.ts';
import { openState } from '../../src/incident/state.ts';
import type { State } from '../../src/incident/state.ts';
import type { Store } from '../../src/sync/ports/records.ts';
import { isoOf } from './soc-month.ts';
import type { Story } from './soc-month.ts';

/** Writes stories down as the sync would have: links as they are in the end, events in the order of their times. */
export async function recordStories(store: Store, stories: readonly Story[]): Promise<void> {
  await store.transaction(async (records) => {
    for (const story of stories) {
      const { number } = await records.addLink(linkOf(story));
      if (number !== story.number) throw new Error(`story ${story.number} became #${number}`);
    }
    const events = stories
      .flatMap((story) => story.events)
      .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    for (const event of events) await records.appendEvent(event);
  });
}

/** The link of a story that has come to its end. */
export function linkOf(story: Story): NewLink {
  const openedAt = isoOf(story.openedAt);
  const incident: Incident = {
    id: String(900_000 + story.number),
    title: `Incident ${story.number}`,
    description: '',
    severity: story.severities.at(-1)!.severity,
    state: story.events.reduce(stateAfter, openState('new')),
    owner: story.owners.at(-1)!.owner,
    tags: [],
    comments: [],
    commentCount: null,
    createdAt: openedAt,
    modifiedAt: story.events.at(-1)!.at,
    modifiedBy: null,
    firstActivityAt: null,
    lastActivityAt: null,
    url: null,
    products: [story.product],
    mergedInto: story.mergedAt === null ? null : '1',
    provider: null,
  };
  return {
    connectionId: 'contoso',
    defenderId: incident.id,
    sentinelName: `twin-${story.number}`,
    alerts: null,
    standing: story.mergedAt === null ? 'linked' : 'merged',
    mergedInto: story.mergedAt === null ? null : 1,
    base: {},
    defender: {
      observation: { incident, version: 'v' } as never,
      moves: {},
      touchedByUs: false,
      inDoubt: {},
      trail: {},
      missing: null,
      goneSince: null,
    },
    sentinel: null,
    story: null,
    version: 1,
    reconfirmVersion: 1,
    announced: true,
    overruled: [],
    questions: {},
    frozen: {},
    disagreements: {},
    apartFrom: null,
    createdAt: openedAt,
  };
}

function stateAfter(state: State, { kind, field, before, now }: IncidentEvent): State {
  if (kind === 'opened' || (kind === 'changed' && field === 'state')) return now as State;
  return kind === 'overruled' ? (before as State) : state;
}
