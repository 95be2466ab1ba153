import { fromTicks, toTicks } from '../../incident/timestamp.ts';

/** A stretch of time: between two bounds, of which either may be missing, or one single time. */
export type Span = { from: string | null; isInclusive: boolean; before: string | null } | { at: string };

/** Part of a list: the incidents whose times of modification and creation lie in these spans. */
export interface Slice {
  modified: Span;
  created: Span;
}

/** The times of a listed item; null where they cannot be read. */
export interface Keys {
  modifiedAt: string | null;
  createdAt: string | null;
}

const ALWAYS: Span = { from: null, isInclusive: true, before: null };

/** Everything modified at that time or after it. */
export function sliceSince(since: string): Slice {
  return { modified: { from: since, isInclusive: true, before: null }, created: ALWAYS };
}

/** The slice as an OData filter. Times are unquoted there. */
export function toFilter({ modified, created }: Slice): string {
  return [...conditions('lastUpdateTime', modified), ...conditions('createdTime', created)].join(' and ');
}

function conditions(property: string, span: Span): string[] {
  if ('at' in span) return [`${property} eq ${span.at}`];
  return [
    ...(span.from === null ? [] : [`${property} ${span.isInclusive ? 'ge' : 'gt'} ${span.from}`]),
    ...(span.before === null ? [] : [`${property} lt ${span.before}`]),
  ];
}

/**
 * The slice in smaller ones that together are the whole of it, earliest modification first; `keys` are of some of
 * its items, whichever. A time that is most of them becomes a slice of its own, which is then split by creation.
 * None, where there is nothing to split by: no time can be read, all times are the same, or none is of this slice.
 */
export function splitSlice(slice: Slice, keys: readonly Keys[]): Slice[] {
  if ('at' in slice.modified) {
    const created = keys.map(({ createdAt }) => createdAt);
    return splitSpan(slice.created, created).map((part) => ({ ...slice, created: part }));
  }
  const modified = keys.map(({ modifiedAt }) => modifiedAt);
  return splitSpan(slice.modified, modified).map((part) => ({ ...slice, modified: part }));
}

/** Whether an item of these times belongs to the slice; one whose times cannot be read may. */
export function isOf(slice: Slice, { modifiedAt, createdAt }: Keys): boolean {
  const isIn = (span: Span, time: string | null) =>
    time === null || ('at' in span ? toTicks(span.at) === toTicks(time) : holds(span, toTicks(time)));
  return isIn(slice.modified, modifiedAt) && isIn(slice.created, createdAt);
}

/**
 * The slice without the one item of these times, in parts, and in the item's place what is to be told of it: after all
 * that was modified before it. None, where it is not of this slice.
 */
export function partsAround<T>(slice: Slice, item: { modifiedAt: string; createdAt: string }, told: T): (Slice | T)[] {
  const modified = spansAround(slice.modified, toTicks(item.modifiedAt));
  const created = spansAround(slice.created, toTicks(item.createdAt));
  if (modified === null || created === null) return [];
  const sameTime = [...created.before, ...created.after].map((span) => ({ modified: modified.at, created: span }));
  const during = (span: Span): Slice => ({ ...slice, modified: span });
  return [...modified.before.map(during), told, ...sameTime, ...modified.after.map(during)];
}

/** What lies before, at and after a time of the span; null where it is not of the span. */
function spansAround(span: Span, time: bigint): { before: Span[]; at: Span; after: Span[] } | null {
  if ('at' in span) return toTicks(span.at) === time ? { before: [], at: span, after: [] } : null;
  if (!holds(span, time)) return null;
  const parts = around(span, time);
  return { before: parts.slice(0, -2), at: parts.at(-2)!, after: parts.slice(-1) };
}

/**
 * Halves the time that is known to hold items, rather than the items: those are a sample of unknown order, and of
 * a list served newest first they would be the newest over and over.
 */
function splitSpan(span: Span, times: readonly (string | null)[]): Span[] {
  if ('at' in span) return [];
  const known = times.filter((time) => time !== null).map(toTicks);
  const within = known.filter((time) => holds(span, time)).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const [first, middle, last] = [within[0], within[within.length >> 1], within.at(-1)];
  if (first === undefined || middle === undefined || last === undefined) return [];
  // More than half of a sorted list is one value only if the middle one is it.
  if (within.filter((time) => time === middle).length * 2 > within.length) return around(span, middle);
  const from = span.from === null ? first : toTicks(span.from);
  const cut = fromTicks(from + (last - from + 1n) / 2n);
  return [
    { ...span, before: cut },
    { from: cut, isInclusive: true, before: span.before },
  ];
}

function around(span: Exclude<Span, { at: string }>, time: bigint): Span[] {
  const at = fromTicks(time);
  const isFirst = span.from !== null && toTicks(span.from) === time;
  return [...(isFirst ? [] : [{ ...span, before: at }]), { at }, { from: at, isInclusive: false, before: span.before }];
}

function holds(span: Exclude<Span, { at: string }>, time: bigint): boolean {
  const isAfterStart =
    span.from === null || (span.isInclusive ? time >= toTicks(span.from) : time > toTicks(span.from));
  return isAfterStart && (span.before === null || time < toTicks(span.before));
}
