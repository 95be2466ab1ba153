import type { CarriedDefender, CarriedSentinel } from './carried-side.ts';
import {
  CLOSING_DETAIL,
  newsIn,
  type CarriedComment,
  type CarriedField,
  type CarriedValues,
} from './carried-values.ts';
import { isDropped, type NativeSyncSettings } from './settings.ts';
import type { Batch } from './waiting-changes.ts';

/** Who the connector says it is, where it names itself as the author of a comment. */
const CONNECTOR = 'Microsoft Defender XDR';

export interface Carrying {
  defender: CarriedDefender;
  sentinel: CarriedSentinel;
  settings: NativeSyncSettings;
  /** A change of that field waits still, in either direction. */
  isWaiting: (incident: string, field: CarriedField) => boolean;
}

/** Carries changes that fell due together to where they go. Answers how many writes that took. */
export function carryBatch(carrying: Carrying, batch: Batch, twin: string): number {
  const { defender, sentinel, settings } = carrying;
  const [{ incident, to, field }] = batch;
  const inDefender = defender.read(incident);
  const inSentinel = sentinel.read(twin);
  if (inDefender === null || inSentinel === null) return 0;
  if (field === 'merge') {
    sentinel.closeMerged(twin);
    return 1;
  }
  const changes = batch.filter((change) => change.field === 'merge' || !isDropped(settings, to, change.field));
  const comments = changes.flatMap((change) => (change.field === 'comments' ? [change.comment] : []));
  const changed: Partial<CarriedValues> = Object.assign(
    {},
    ...changes.map((one) => ('values' in one ? one.values : {})),
  );
  let writes = 0;
  for (const comment of comments) writes += carryComment(carrying, batch, twin, comment);
  const [source, target] = to === 'sentinel' ? [inDefender, inSentinel] : [inSentinel, inDefender];
  const news = newsIn(changed, target.values);
  if (news.status === 'Closed') addClosingDetail(carrying, batch, news, source.values, target.values);
  if (to === 'sentinel') asSentinelTakesIt(carrying, news, inDefender.values, inSentinel.values);
  if (Object.keys(news).length === 0) return writes;
  if (to === 'sentinel') return writes + Number(sentinel.write(twin, news));
  defender.write(incident, news, settings.lastModifiedBy);
  return writes + 1;
}

function carryComment(
  { defender, sentinel, settings }: Carrying,
  [{ incident, to }]: Batch,
  twin: string,
  { author, text }: CarriedComment,
): number {
  const comment = { text, author: settings.commentAuthor === 'writer' ? author : CONNECTOR };
  if (to === 'sentinel') return Number(sentinel.comment(twin, comment));
  defender.comment(incident, comment, settings.lastModifiedBy);
  return 1;
}

/** Whoever is closed gets what the other side holds of the closing, unless that is late or lost. */
function addClosingDetail(
  { settings, isWaiting }: Carrying,
  [{ incident, to }]: Batch,
  news: Partial<CarriedValues>,
  source: CarriedValues,
  target: CarriedValues,
): void {
  for (const field of CLOSING_DETAIL) {
    if (field in news || isDropped(settings, to, field) || isWaiting(incident, field)) continue;
    if (field in source) Object.assign(news, newsIn({ [field]: source[field] }, target));
  }
}

/**
 * An open twin takes nothing of a closing. In a closed one the classification is written again with whatever else is:
 * its reason becomes the one of Microsoft's table.
 */
function asSentinelTakesIt(
  { settings }: Carrying,
  news: Partial<CarriedValues>,
  { classification }: CarriedValues,
  sentinel: CarriedValues,
): void {
  if ((news.status ?? sentinel.status) !== 'Closed') for (const field of CLOSING_DETAIL) delete news[field];
  else if (Object.keys(news).length > 0 && classification !== undefined && classification === sentinel.classification) {
    if (!isDropped(settings, 'sentinel', 'classification')) news.classification ??= classification;
  }
}
