import { RemoteError } from '../../sync/ports/remote-error.ts';
import type { ObservedPage } from '../../sync/ports/side-port.ts';
import { isOf, partsAround, sliceSince, splitSlice } from './slice.ts';
import type { Keys, Slice } from './slice.ts';

/** What the service answered for a slice. */
export interface SlicePage {
  page: ObservedPage;
  /** Of all items, the unreadable ones included, in any order. */
  keys: readonly Keys[];
  /** Whether this is all there is: a full page may have been cut off anywhere. */
  isWhole: boolean;
  /** Whether it holds as many items as were asked for; otherwise only its next link says that there are more. */
  isFull?: boolean;
  /** The times of the one item of the page, which is too large to be read; the rest of the slice is still to be had. */
  setAside?: { modifiedAt: string; createdAt: string };
}

/** After so many slices that cannot be made smaller, a next link on a page that is not full is believed no more. */
const MOST_DEAD_ENDS = 2;

/**
 * Pages of everything modified since `since`, oldest modification first, from a list that cannot be ordered.
 *
 * The API takes no `$orderby`, and says of its own order only "most recent first". Paging such a list by `$skip`
 * loses whatever moves over the seam of two pages while they are read. So no page is ever continued: a slice of
 * time that does not fit on one page is thrown away and asked for in smaller ones, until each is one answer, whole
 * in itself. They are read earliest first. An incident edited meanwhile gets a later time, so it can only move to
 * where we have not been yet: it may be seen twice, and cannot be missed. Slices are cut so that whatever the
 * service rounds a time to, an incident is on exactly one side of the cut.
 *
 * A list that fits on a page is one request. A slice of which more is to come, but which cannot be made smaller, is
 * told as the incomplete answer it is. Throws RemoteError `unreadable` where a slice holds nothing of its own. Every cut lies strictly within its slice, so this comes to an end.
 */
export async function* readSlices(
  read: (slice: Slice) => Promise<SlicePage>,
  since: string,
): AsyncGenerator<ObservedPage> {
  let deadEnds = 0;
  const pending: (Slice | ObservedPage)[] = [sliceSince(since)];
  for (let slice = pending.pop(); slice !== undefined; slice = pending.pop()) {
    if ('observations' in slice) {
      yield slice;
      continue;
    }
    const { page, keys, isWhole, isFull, setAside } = await read(slice);
    if (isWhole) {
      yield page;
      continue;
    }
    const parts = setAside === undefined ? splitSlice(slice, keys) : partsAround(slice, setAside, page);
    const isDoubted = isFull === false && deadEnds >= MOST_DEAD_ENDS;
    if (parts.length > 0 && !isDoubted) {
      pending.push(...parts.toReversed());
      continue;
    }
    if (keys.length > 0 && !keys.some((one) => isOf(slice, one)))
      throw new RemoteError('unreadable', 'the list of Defender incidents takes no notice of what it is asked for');
    deadEnds += 1;
    yield { ...page, partial: true };
  }
}
