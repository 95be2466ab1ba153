import type { KeyedPage } from '../azure/keyset-pages.ts';
import type { RemoteAnswer } from '../azure/send.ts';
import { firstIssue } from '../azure/send.ts';
import type { z } from 'zod';
import type { Observation, UnreadableItem } from '../sync/ports/side-port.ts';
import { toIncident } from './to-incident.ts';
import { WireIncident, WireRemains } from './wire-schema.ts';
import type { WirePage } from './wire-schema.ts';

/** A page of Graph's list: each item is read by itself, and what is no incident is told apart, not lost. */
export function toPage({ status, data }: RemoteAnswer<z.infer<typeof WirePage>>): KeyedPage {
  const observations: Observation[] = [];
  const unreadable: UnreadableItem[] = [];
  for (const item of data.value) {
    const parsed = WireIncident.safeParse(item);
    if (parsed.success) observations.push(toObservation(parsed.data));
    else unreadable.push(toUnreadable(item, firstIssue(parsed.error)));
  }
  const remains = data.value.map((item) => WireRemains.parse(item));
  return {
    page: { observations, unreadable, partial: status === 206 },
    keys: remains.map((item) => ({ modifiedAt: item.lastUpdateDateTime, createdAt: item.createdDateTime })),
    nextLink: data['@odata.nextLink'],
  };
}

/** Defender needs no basis: its writes name only what they change. */
export function toObservation(wire: WireIncident): Observation {
  return { incident: toIncident(wire), basis: {}, ...unreadComments(wire.comments?.unreadable) };
}

/** What an observation tells of comments that could not be read; nothing where all could. */
export function unreadComments(reasons: string[] = []): Pick<Observation, 'unreadableComments'> {
  return reasons.length === 0 ? {} : { unreadableComments: reasons };
}

function toUnreadable(item: unknown, reason: string): UnreadableItem {
  const { id, lastUpdateDateTime } = WireRemains.parse(item);
  return { id, modifiedAt: lastUpdateDateTime, reason };
}
