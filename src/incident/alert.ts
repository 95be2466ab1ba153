import type { Entity } from './entity.ts';
import { compareSeverity } from './severity.ts';
import type { Severity } from './severity.ts';
import type { Status } from './state.ts';
import { compareTimestamps } from './timestamp.ts';

/** One detection of an incident, in Dragoman's words. Times are Defender's own, verbatim. */
export interface Alert {
  id: string;
  title: string;
  severity: Severity;
  /** Null where Defender says nothing we know. */
  status: Status | null;
  /** What kind of attack it is (`Execution`), as Defender words it. */
  category: string | null;
  /** MITRE ATT&CK techniques, `T1059.001`. */
  techniques: string[];
  /** The product that raised it, as people call it. */
  product: string | null;
  /** The part of the product that noticed. */
  detectionSource: string | null;
  createdAt: string | null;
  firstActivityAt: string | null;
  lastActivityAt: string | null;
  /** Portal address, as Defender gave it. */
  url: string | null;
  entities: Entity[];
}

/** What a side told of an incident's alerts. */
export interface AlertList {
  /** At most MOST_ALERTS, in no order to rely on. */
  alerts: Alert[];
  /** There are more than those. */
  more: boolean;
  /** What of them could not be read and is left out, in words for people: one without an id, evidence that is none. */
  unreadable: string[];
}

/** Beyond this an incident's alerts are not counted: Microsoft's own sync says "150+" as well. */
export const MOST_ALERTS = 150;

/** What an incident's alerts say about it together. */
export interface AlertSummary {
  count: number;
  more: boolean;
  products: string[];
  firstActivityAt: string | null;
  lastActivityAt: string | null;
  /** The most severe one that came when there was no room any more, though a less severe one was kept; how many more. */
  leftOut?: { title: string; severity: Severity; others: number };
}

const MOST_PRODUCTS = 10;

/** What the alerts say together. */
export function summarizeAlerts({ alerts, more }: AlertList): AlertSummary {
  const products = new Set(alerts.flatMap(({ product }) => product ?? []));
  const firsts = alerts.flatMap(({ firstActivityAt, createdAt }) => firstActivityAt ?? createdAt ?? []);
  const lasts = alerts.flatMap(({ lastActivityAt, createdAt }) => lastActivityAt ?? createdAt ?? []);
  return {
    count: alerts.length,
    more,
    products: [...products].toSorted().slice(0, MOST_PRODUCTS),
    firstActivityAt: firsts.toSorted(compareTimestamps)[0] ?? null,
    lastActivityAt: lasts.toSorted(compareTimestamps).at(-1) ?? null,
  };
}

/** How many alerts there are, as people read it: `12`, or `150+`. */
export function describeCount({ count, more }: Pick<AlertSummary, 'count' | 'more'>): string {
  return more ? `${count}+` : String(count);
}

/** What is told of those that a less severe one took the room of; nothing where there are none. */
export function leftOutOf(alerts: readonly Alert[], isKept: (alert: Alert) => boolean): Pick<AlertSummary, 'leftOut'> {
  const sorted = alerts.toSorted(compareAlerts);
  const least = sorted.findLast(isKept);
  const isOutranked = (alert: Alert) => least !== undefined && compareSeverity(alert.severity, least.severity) > 0;
  const [first, ...others] = sorted.filter((alert) => !isKept(alert) && isOutranked(alert));
  if (first === undefined) return {};
  return { leftOut: { title: first.title, severity: first.severity, others: others.length } };
}

/** Sorts the most severe first, then the newest; equal ones always the same way. */
export function compareAlerts(a: Alert, b: Alert): number {
  return (
    compareSeverity(b.severity, a.severity) ||
    compareNewest(a.createdAt, b.createdAt) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

function compareNewest(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compareTimestamps(b, a);
}
