import { RemoteError } from '../../sync/ports/remote-error.ts';
import type { ObservedPage } from '../../sync/ports/side-port.ts';
import { sliceSince, splitSlice } from './slice.ts';
import type { Keys, Slice } from './slice.ts';

/** What the service answered for a slice. */
export interface SlicePage {
  page: ObservedPage;
  /** Of all items, the unreadable ones included, in any order. */
  keys: readonly Keys[];
  /** Whether this is all there is: a full page may have been cut off anywhere. */
  isWhole: boolean;
}

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
 * A list that fits on a page is one request. Throws RemoteError `unreadable` where a slice cannot be made smaller:
 * every cut lies strictly within its slice, so this comes to an end.
 */
export async function* readSlices(
  read: (slice: Slice) => Promise<SlicePage>,
  since: string,
): AsyncGenerator<ObservedPage> {
  const pending = [sliceSince(since)];
  for (let slice = pending.pop(); slice !== undefined; slice = pending.pop()) {
    const { page, keys, isWhole } = await read(slice);
    if (isWhole) {
      yield page;
      continue;
    }
    const parts = splitSlice(slice, keys);
    if (parts.length === 0) {
      throw new RemoteError(
        'unreadable',
        'the list of Defender incidents does not get on: more is to come, but there is no time to split it by',
      );
    }
    pending.push(...parts.toReversed());
  }
}
