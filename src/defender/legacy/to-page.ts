import type { z } from 'zod';
import { firstIssue } from '../../azure/send.ts';
import type { RemoteAnswer } from '../../azure/send.ts';
import { compareTimestamps } from '../../incident/timestamp.ts';
import { RemoteError } from '../../sync/ports/remote-error.ts';
import type { Observation, UnreadableItem } from '../../sync/ports/side-port.ts';
import { unreadComments } from '../to-page.ts';
import type { SlicePage } from './read-slices.ts';
import { toIncident } from './to-incident.ts';
import { WireIncident, WireRemains } from './wire-schema.ts';
import type { WirePage } from './wire-schema.ts';

/**
 * An answer to a list request for at most `top` incidents: each item is read by itself, and what is no incident is
 * told apart, not lost. The order of the answer means nothing, so the observations are put into theirs.
 */
export function toPage({ status, data }: RemoteAnswer<z.infer<typeof WirePage>>, top: number): SlicePage {
  const observations: Observation[] = [];
  const unreadable: UnreadableItem[] = [];
  const remains = data.value.map((item) => WireRemains.parse(item));
  for (const [index, item] of data.value.entries()) {
    const parsed = WireIncident.safeParse(item);
    if (parsed.success) observations.push(toObservation(parsed.data));
    else unreadable.push(toUnreadable(remains[index]!, firstIssue(parsed.error)));
  }
  observations.sort((a, b) => compareTimestamps(a.incident.modifiedAt, b.incident.modifiedAt));
  return {
    page: { observations, unreadable, partial: status === 206 },
    keys: remains.map((item) => ({ modifiedAt: item.lastUpdateTime, createdAt: item.createdTime })),
    isWhole: data.value.length < top && data['@odata.nextLink'] === null,
    isFull: data.value.length >= top,
  };
}

/** The one incident of a slice that is too large to be read. Throws RemoteError `unreadable` if nothing tells which. */
export function toOversize({ incidentId, lastUpdateTime, createdTime }: z.infer<typeof WireRemains>): SlicePage {
  if (lastUpdateTime === null || createdTime === null)
    throw new RemoteError('unreadable', 'a Defender incident is too large to be read, and it cannot be told which');
  const keys = { modifiedAt: lastUpdateTime, createdAt: createdTime };
  const unreadable = [{ id: incidentId, modifiedAt: lastUpdateTime, reason: 'too large to be read' }];
  return { page: { observations: [], unreadable, partial: false }, keys: [keys], isWhole: false, setAside: keys };
}

/** Defender needs no basis: its writes name only what they change. */
export function toObservation(wire: WireIncident): Observation {
  return { incident: toIncident(wire), basis: {}, ...unreadComments(wire.comments?.unreadable) };
}

function toUnreadable(remains: z.infer<typeof WireRemains>, reason: string): UnreadableItem {
  return { id: remains.incidentId, modifiedAt: remains.lastUpdateTime, reason };
}
