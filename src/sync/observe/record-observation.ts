import { sameJson } from '../same-json.ts';
import type { Field, Incident } from '../../incident/incident.ts';
import type { Side } from '../../incident/side.ts';
import { compareTimestamps } from '../../incident/timestamp.ts';
import type { SyncContext } from '../context.ts';
import { arrivalOf } from '../doubt.ts';
import { changeSeen } from '../history/event.ts';
import { RULES_BUT_FOR_NOTES } from '../fields.ts';
import type { Link, SideRecord } from '../link.ts';
import { fieldOf, recordOf } from '../link.ts';
import { agreeOnArrival } from '../promise/settle-base.ts';
import type { Records } from '../ports/records.ts';
import type { Observation } from '../ports/side-port.ts';
import { recordDefenderComments } from './record-comments.ts';
import { changedFields, movesAfter, openMoves, storyOrCommentsMoved } from './field-moves.ts';
import { noteReturns } from './note-returns.ts';
import { putPartsAside } from './put-parts-aside.ts';
import { keepLateValue, undoStale } from './undo-stale.ts';
import { hearOfMerged } from './hear-of-merged.ts';
import { linkIncident } from './link-incident.ts';
import { mustReadComments } from './must-read-comments.ts';
import { isFoughtOver, trailAfter } from './ping-pong.ts';
import { whenToReadAlerts } from './when-to-read-alerts.ts';

/**
 * Takes in what a side said about one incident: links it if it is new, notes which fields moved and when, and
 * marks the link as undecided. A reading that is known already, or older than what is known, changes nothing.
 * Returns the link, or null where the incident is none of ours. `isWanted`: it is linked however little severe it is.
 */
export async function recordObservation(
  records: Records,
  context: SyncContext,
  side: Side,
  observation: Observation,
  { isWanted = false } = {},
): Promise<{ link: Link; changed: boolean } | null> {
  const known = await records.linkById(context.connectionId, side, observation.incident.id);
  const link = known ?? (await linkIncident(records, context, side, observation.incident, isWanted));
  if (link === null) return null;
  // One that was believed to be gone is back when it is seen again.
  if (link.standing === 'gone' || (await turnsUpLate(records, link, side))) link.standing = 'linked';
  const isOver = link.standing === 'merged' && known !== null;
  const before = recordOf(link, side)?.observation.unreadableComments;
  const take = isOver ? hearOfMerged : noteReading;
  const changed = await take(records, link, side, observation, context.settings.commentMaxLength);
  if (changed) await records.markListed(link.number);
  const { incident, unreadableComments: unread } = observation;
  // Comments that cannot be read keep back nothing else of the incident.
  if (unread !== undefined || before !== undefined)
    await putPartsAside(records, context, side, incident.id, 'comments', unread ?? []);
  return { link, changed };
}

/**
 * Whether this is the twin of one that was merged before it was seen, from an earlier life of the database, one whose
 * making was given up, or one that was gone: nobody has closed it yet, so it is to be folded like any other.
 */
async function turnsUpLate(records: Records, link: Link, side: Side): Promise<boolean> {
  if (side !== 'sentinel' || link.sentinel?.goneSince === null || link.standing !== 'merged') return false;
  return (await records.wantedIntents(link.number)).length === 0;
}

/**
 * Lays a reading over what is known of that side. Also used for the answers to our own writes (`isAnswer`), which are
 * readings like any other, but say nothing of what correlation did. Returns whether it said anything new; the link is
 * saved then.
 */
export async function noteReading(
  records: Records,
  link: Link,
  side: Side,
  observation: Observation,
  commentMaxLength: number,
  isAnswer = false,
): Promise<boolean> {
  const record = recordOf(link, side);
  const { incident } = observation;
  if (record !== null) {
    const previous = record.observation;
    if (compareTimestamps(incident.modifiedAt, previous.incident.modifiedAt) < 0) return false;
    if (sameJson(previous, observation) && record.missing === null) return false;
  }
  const changed = record === null ? [] : changedFields(record.observation.incident, incident);
  const moved = movesAfter(record, incident, isAnswer);
  const arrivals = new Map(changed.map((field) => [field, arrivalOf(record!, field, incident, moved[field]!)]));
  const arrived = changed.filter((field) => ![undefined, 'theirs'].includes(arrivals.get(field)?.is));
  for (const field of changed) {
    const arrival = arrivals.get(field);
    // Our own write of which no answer had told: agreed on as if it had been answered, and nobody's edit.
    if (arrival?.is === 'ours') agreeOnArrival(link, side, field, arrival.doubt, fieldOf(incident, field));
  }
  const isUnchanged =
    record !== null && changed.length === 0 && !storyOrCommentsMoved(record.observation.incident, incident);
  const returns = isUnchanged && !isAnswer ? await noteReturns(records, link, side, record, incident) : {};
  const moves = openMoves({ ...moved, ...returns }, side, incident, link.base);
  const trail = trailAfter(record, changed, arrived, incident);
  link[side] = {
    observation,
    moves,
    touchedByUs: false,
    inDoubt: record?.inDoubt ?? {},
    trail,
    missing: null,
    goneSince: null,
    ...writtenAs(record, incident, isAnswer),
    ...(record?.commentsAs === undefined ? {} : { commentsAs: record.commentsAs }),
  };
  for (const field of changed)
    if (arrivals.get(field)?.is === 'stale') await undoStale(records, link, side, field);
    else if (arrivals.get(field)?.is === 'theirs') await keepLateValue(records, link, side, field);
  if (record !== null)
    for (const field of changed.filter((one) => !arrived.includes(one) && isNews(link, one)))
      await records.appendEvent(changeSeen(link, side, field, record.observation.incident, incident, moved[field]!));
  for (const field of changed) if (isFoughtOver(trail[field])) link.frozen[field] ??= incident.modifiedAt;

  const newComments = side === 'defender' ? await recordDefenderComments(records, link, commentMaxLength) : 0;
  if (side === 'sentinel' && (await mustReadComments(records, link, record, changed.length > 0, isAnswer)))
    await records.markCommentsDue(link.number, true);
  if (side === 'defender' && !isAnswer) {
    const when = whenToReadAlerts(record, incident, changed.length > 0 || newComments > 0);
    if (when === 'now') {
      await records.markAlertsDue(link.number, true);
      await records.markNamesDue(link.number, true);
    }
    if (when === 'later') await records.markAlertsStale(link.number, true);
  }

  const isBack = record !== null && record.goneSince !== null;
  if (
    record === null ||
    isBack ||
    changed.length > 0 ||
    newComments > 0 ||
    shownDiffers(record.observation, observation)
  )
    link.version += 1;
  if (changed.some((field) => field !== 'tags' && isNews(link, field))) link.reconfirmVersion = link.version;
  await records.markUndecided(link.number, true);
  await records.saveLink(link);
  return true;
}

/**
 * By which name the side knows us: the one it gives whoever changed the incident last when it answers a write of ours.
 * An answer that still names whoever was there before tells nothing.
 */
function writtenAs(
  record: SideRecord | null,
  { modifiedBy }: Incident,
  isAnswer: boolean,
): Pick<SideRecord, 'writtenAs'> {
  const isNamed = isAnswer && modifiedBy !== null && modifiedBy !== record?.observation.incident.modifiedBy;
  const name = isNamed ? modifiedBy : record?.writtenAs;
  return name === undefined ? {} : { writtenAs: name };
}

/** Whether a change tells people something: not a side catching up with what the other one tells already, but for a note. */
function isNews(link: Link, field: Field): boolean {
  if (link.defender === null || link.sentinel === null) return true;
  const rules = RULES_BUT_FOR_NOTES[field] as { agree(defender: unknown, sentinel: unknown): boolean };
  const [defender, sentinel] = [link.defender.observation.incident, link.sentinel.observation.incident];
  return !rules.agree(fieldOf(defender, field), fieldOf(sentinel, field));
}

function shownDiffers(before: Observation, after: Observation): boolean {
  const shown = ({ incident }: Observation) => [incident.title, incident.description, incident.products, incident.url];
  return !sameJson(shown(before), shown(after));
}
