import { z } from 'zod';
import { CARRIED_FIELDS } from './carried-values.ts';
import type { SideName } from './carried-side.ts';

/** What can be slow or lost on its own. */
export const NATIVE_FIELDS = [...CARRIED_FIELDS, 'comments'] as const;
export type NativeField = (typeof NATIVE_FIELDS)[number];

/** By these names Sentinel says that an incident is Defender's: the first in workspaces joined to the Defender portal. */
export const PROVIDER_NAMES = ['Microsoft XDR', 'Microsoft 365 Defender', 'Microsoft Defender XDR'] as const;

const seconds = z.number().min(0).max(86_400);

const Direction = z.strictObject({
  /** From a change to its being carried. */
  delaySeconds: seconds.optional(),
  /** The same for single fields; replaces all that were set so. */
  delaySecondsOf: z.partialRecord(z.enum(NATIVE_FIELDS), seconds).optional(),
  /** Changes of these are lost. The twin is made with them all the same. */
  drops: z.array(z.enum(NATIVE_FIELDS)).optional(),
});

/** What the connector can be told, as JSON. What is left out stays as it is. Delays also count for what waits already. */
export const NativeSyncPlan = z.strictObject({
  /** `off` forgets what waits; `paused` keeps it, and carries it once `on` again. */
  state: z.enum(['off', 'on', 'paused']).optional(),
  providerName: z.enum(PROVIDER_NAMES).optional(),
  creationDelaySeconds: seconds.optional(),
  /** Of the states a field goes through within this time, only the last is carried, and not before the time is over. */
  batchingSeconds: seconds.optional(),
  /** Who a carried comment is by: its writer, or the connector. Nobody documents it. */
  commentAuthor: z.enum(['writer', 'connector']).optional(),
  /** Carry Defender's `resolvingComment` and Sentinel's `classificationComment`. Not among the documented fields. */
  carriesClosingNote: z.boolean().optional(),
  /** What `lastModifiedBy` says after a change from Sentinel. */
  lastModifiedBy: z.string().min(1).optional(),
  toSentinel: Direction.optional(),
  toDefender: Direction.optional(),
});
export type NativeSyncPlan = z.infer<typeof NativeSyncPlan>;

type Complete<T> = { [K in keyof T]-?: Exclude<T[K], undefined> };
export type NativeSyncSettings = Complete<Omit<NativeSyncPlan, 'toSentinel' | 'toDefender'>> &
  Record<'toSentinel' | 'toDefender', Complete<z.infer<typeof Direction>>>;

/** Fast enough to be watched; the real one says five minutes for a twin, and "immediately" for the rest. */
export function defaultSettings(): NativeSyncSettings {
  const direction = { delaySeconds: 2, delaySecondsOf: {}, drops: [] };
  return {
    state: 'off',
    providerName: 'Microsoft XDR',
    creationDelaySeconds: 5,
    batchingSeconds: 2,
    commentAuthor: 'writer',
    carriesClosingNote: false,
    lastModifiedBy: 'Microsoft 365 Defender-SentinelSync',
    toSentinel: { ...direction },
    toDefender: { ...direction },
  };
}

export function withPlan(settings: NativeSyncSettings, plan: NativeSyncPlan): NativeSyncSettings {
  const given = (values: object) =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  return {
    ...settings,
    ...given(plan),
    toSentinel: { ...settings.toSentinel, ...given(plan.toSentinel ?? {}) },
    toDefender: { ...settings.toDefender, ...given(plan.toDefender ?? {}) },
  };
}

/** How long a change waits before it is carried to that side. */
export function delayMsOf(settings: NativeSyncSettings, to: SideName, field: NativeField): number {
  const { delaySeconds, delaySecondsOf } = directionTo(settings, to);
  const delay = delaySecondsOf[field] ?? delaySeconds;
  return 1000 * (field === 'comments' ? delay : Math.max(delay, settings.batchingSeconds));
}

export function isDropped(settings: NativeSyncSettings, to: SideName, field: NativeField): boolean {
  if (field === 'closingNote' && !settings.carriesClosingNote) return true;
  return directionTo(settings, to).drops.includes(field);
}

function directionTo(settings: NativeSyncSettings, to: SideName) {
  return to === 'sentinel' ? settings.toSentinel : settings.toDefender;
}
