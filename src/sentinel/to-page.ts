import type { z } from 'zod';
import type { KeyedPage } from '../azure/keyset-pages.ts';
import { firstIssue } from '../azure/send.ts';
import type { RemoteAnswer } from '../azure/send.ts';
import type { Observation, UnreadableItem } from '../sync/ports/side-port.ts';
import { basisOf } from './basis.ts';
import { toIncident } from './to-incident.ts';
import { WireIncident, WireRemains } from './wire-schema.ts';
import type { WirePage } from './wire-schema.ts';

/** A page of ARM's list: each item is read by itself, and what is no incident is told apart, not lost. */
export function toPage({ status, data }: RemoteAnswer<z.infer<typeof WirePage>>): KeyedPage {
  const observations: Observation[] = [];
  const unreadable: UnreadableItem[] = [];
  for (const item of data.value) {
    const parsed = WireIncident.safeParse(item);
    if (parsed.success) observations.push(toObservation(parsed.data));
    else unreadable.push(toUnreadable(item, firstIssue(parsed.error)));
  }
  const remains = data.value.map((item) => WireRemains.parse(item).properties);
  return {
    page: { observations, unreadable, partial: status === 206 },
    keys: remains.map((item) => ({ modifiedAt: item.lastModifiedTimeUtc, createdAt: item.createdTimeUtc })),
    nextLink: data.nextLink,
  };
}

export function toObservation(wire: WireIncident): Observation {
  return { incident: toIncident(wire), basis: basisOf(wire) };
}

function toUnreadable(item: unknown, reason: string): UnreadableItem {
  const { name, properties } = WireRemains.parse(item);
  return { id: name, modifiedAt: properties.lastModifiedTimeUtc, reason };
}
