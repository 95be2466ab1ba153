import type { Side } from '../../incident/side.ts';
import { SIDE_NAMES } from '../../incident/side.ts';
import { laterOf, shiftSeconds } from '../../incident/timestamp.ts';
import { wantComparison } from '../compare/want-comparison.ts';
import type { SyncContext } from '../context.ts';
import type { Cursor } from '../ports/records.ts';
import { RemoteError } from '../ports/remote-error.ts';
import type { ObservedPage } from '../ports/side-port.ts';
import { OVERLAP_ITEMS, coverPage, isAhead, takeIn } from './take-in.ts';
import type { OnChanged } from './take-in.ts';

/** So many listings the side itself calls incomplete (HTTP 206) hold the cursor. */
const MOST_INCOMPLETE = 3;
/** No incident is older. */
const BEGINNING = '2010-01-01T00:00:00Z';

/** So many incidents from the future are no oddity of one of them, but of a clock. */
const MANY_AHEAD = 3;

/**
 * Asks a side what changed since the cursor, and takes it in page by page. The cursor moves only in the
 * transaction that stored what it covers, only to the side's own time stamp, and not past an answer the side
 * itself called incomplete, unless it does so time and again.
 *
 * Returns null when the list was read to its end, and otherwise what holds the cursor although the side answers: an
 * incomplete answer, one that is not what the contract promises, or one that is refused. Throws when the side does not
 * answer.
 */
export async function observeSide(context: SyncContext, side: Side, onChanged: OnChanged): Promise<RemoteError | null> {
  try {
    return await readOn(context, side, onChanged);
  } catch (error) {
    if (error instanceof RemoteError && (error.code === 'unreadable' || error.code === 'invalid')) return error;
    throw error;
  }
}

async function readOn(context: SyncContext, side: Side, onChanged: OnChanged): Promise<RemoteError | null> {
  const { store, connectionId } = context;
  const [cursor, listing] = [await store.cursor(connectionId, side), await store.listing(connectionId, side)];
  // A side that never answers whole must not hold the cursor for ever: what it left out is left to a comparison.
  const isLastTry = listing.incompleteInARow >= MOST_INCOMPLETE - 1;
  let isWhole = cursor !== null || (await takeInBacklog(context, side, onChanged)) !== 'partial';
  const since = cursor === null ? horizonOf(context) : overlapBefore(context, cursor);
  const ahead = new Set<string>();
  // A list without order may hold older ones to its end, so its pages are covered when that is reached.
  const unordered: ObservedPage[] = [];
  let broken: RemoteError | null = null;
  try {
    for await (const page of context[side].listModified({ since })) {
      isWhole &&= !page.partial;
      if (page.isUnordered === true || unordered.length > 0) unordered.push(page);
      const movesCursor = (isWhole || isLastTry) && unordered.length === 0;
      await takeIn(context, side, page, { since, movesCursor }, onChanged);
      for (const { incident } of page.observations) if (isAhead(context, incident.modifiedAt)) ahead.add(incident.id);
    }
  } catch (error) {
    if (!(error instanceof RemoteError) || unordered.length === 0) throw error;
    // It would break off there time and again: it is as an incomplete answer.
    broken = error;
    isWhole = false;
  }
  if (isWhole || isLastTry)
    for (const page of unordered) await coverPage(context, side, page, { since, movesCursor: true });
  // A side with nothing to list has been read up to the horizon all the same.
  if ((isWhole || isLastTry) && (await store.cursor(connectionId, side)) === null)
    await store.moveCursor(connectionId, side, { position: since, recent: [] });
  const incompleteInARow = isWhole || isLastTry ? 0 : listing.incompleteInARow + 1;
  if (incompleteInARow !== listing.incompleteInARow)
    await store.saveListing(connectionId, side, { ...listing, incompleteInARow });
  if (isWhole) return heldByClock(side, ahead, cursor, await store.cursor(connectionId, side));
  if (isLastTry) await wantComparison(context, side, `${MOST_INCOMPLETE} incomplete answers in a row`);
  if (broken !== null) throw broken;
  const whatNext = isLastTry
    ? 'the list goes on behind it, and a full comparison finds what was left out'
    : 'nothing is skipped, it is asked again';
  return new RemoteError('server', `${SIDE_NAMES[side]} answered incompletely; ${whatNext}`);
}

/** Times that no clock can show yet are not followed: where all of them are such, the cursor stands, and the list grows. */
function heldByClock(
  side: Side,
  ahead: ReadonlySet<string>,
  before: Cursor | null,
  after: Cursor | null,
): RemoteError | null {
  if (ahead.size < MANY_AHEAD || before?.position !== after?.position) return null;
  const sentence = `${ahead.size} incidents changed more than an hour from now by the clock of this machine`;
  return new RemoteError('unreadable', `${sentence}: ${SIDE_NAMES[side]}'s or ours is wrong`);
}

/**
 * Takes in everything still open, however old, and names what was listed. Returns whether that was all of it; a side
 * that cannot list it so (`unsupported`) is synced from the horizon on.
 */
export async function takeInBacklog(
  context: SyncContext,
  side: Side,
  onChanged: OnChanged,
  onListed: (id: string) => void = () => undefined,
): Promise<'whole' | 'partial' | 'unsupported'> {
  let isWhole = true;
  try {
    for await (const page of context[side].listModified({ since: BEGINNING, openOnly: true })) {
      isWhole &&= !page.partial;
      await takeIn(context, side, page, { since: BEGINNING, movesCursor: false }, onChanged);
      for (const { incident } of page.observations) onListed(incident.id);
      for (const { id } of page.unreadable) if (id !== null) onListed(id);
    }
    return isWhole ? 'whole' : 'partial';
  } catch (error) {
    if (!(error instanceof RemoteError) || error.code !== 'invalid') throw error;
    context.log.warn(
      { side, err: error },
      'the backlog of open incidents cannot be listed; only recent ones are linked',
    );
    return 'unsupported';
  }
}

function horizonOf(context: SyncContext): string {
  return shiftSeconds(context.clock.now().toISOString(), -context.settings.sinceSeconds);
}

/** The cursor moved back by the overlap, but no further than what one page can hold. */
function overlapBefore(context: SyncContext, { position, recent }: Cursor): string {
  const wanted = shiftSeconds(position, -context.settings.overlapSeconds);
  const onePage = recent[OVERLAP_ITEMS - 1];
  return onePage === undefined ? wanted : laterOf(wanted, onePage);
}
