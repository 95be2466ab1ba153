import type { Field } from '../../incident/incident.ts';
import { FIELDS } from '../../incident/incident.ts';
import { SIDES } from '../../incident/side.ts';
import { laterOf, toTicks } from '../../incident/timestamp.ts';
import type { SyncContext } from '../context.ts';
import { FIELD_RULES, RULES_BUT_FOR_NOTES, fieldRulesIn } from '../fields.ts';
import { PRIORITY } from '../intent.ts';
import { reviewApart } from '../kept-apart.ts';
import type { Intent } from '../intent.ts';
import type { Link } from '../link.ts';
import { fieldOf, isHalfGone, isToBeFolded } from '../link.ts';
import { twinNameOf } from '../observe/link-incident.ts';
import type { WriteDecision } from '../plan/decision.ts';
import { planDecisions } from '../plan/plan-decisions.ts';
import { isoNow } from '../ports/clock.ts';
import type { Records } from '../ports/records.ts';
import { postureOf } from '../posture/posture.ts';
import type { SyncMode } from '../posture/posture.ts';
import { replaceIntent } from '../replace-intent.ts';
import { decideStory } from '../story.ts';
import { askPeople } from './ask-people.ts';
import { buryMoot } from './bury-moot.ts';
import { foldIntoSurvivor, joinSurvivor } from './fold-into-survivor.ts';
import { promiseComments } from './promise-comments.ts';
import { promiseMeanwhile } from './promise-meanwhile.ts';
import { promiseWrites } from './promise-writes.ts';
import { agreeAsIs } from './settle-base.ts';
import { syncIntent } from './sync-intent.ts';
import { takingOf } from './taking.ts';
import type { Taking } from './taking.ts';

/** Whether a link is decided on with all others of a cycle, or by itself because something about it changed. */
type Occasion =
  | { kind: 'cycle' }
  /** `again`: decisions that were dropped for it, to be decided afresh. */
  | { kind: 'change'; again: readonly Intent[] };
export const IN_CYCLE: Occasion = { kind: 'cycle' };
const ON_CHANGE: Occasion = { kind: 'change', again: [] };

/**
 * Decides on a link from what is known of both sides and turns the decisions into proposals, to be counted and promised
 * with all others of the cycle, or at once where something about the link changed between two of them. Runs inside the
 * caller's transaction and makes no request, so it can follow any change of what is known: an observation, a write that
 * settled, a click. Deciding twice on the same facts changes nothing.
 */
export async function decideLink(
  records: Records,
  context: SyncContext,
  number: number,
  occasion: Occasion = ON_CHANGE,
): Promise<void> {
  const link = await records.link(number);
  if (link === null) return;
  // What was listed is the cycle's to decide, because it counts what it decides: a change only decides on it as well.
  const isLeft = occasion.kind === 'change' && (await records.isListed(number));
  await records.markUndecided(number, isLeft);
  await reviewApart(records, link);
  // Again where it was done before: a comment may have become known since.
  if (link.standing === 'merged') {
    await joinSurvivor(records, context, link);
    return records.saveLink(link);
  }
  if (link.standing !== 'linked') return;
  const connection = (await records.connection(link.connectionId))!;
  const posture = postureOf(connection);
  const taking = takingOf(context, posture.mode);
  const isPromisedAtOnce = posture.carries && occasion.kind === 'change' && !isLeft;
  const known = isPromisedAtOnce ? await proposedFor(records, number) : new Set<number>();
  if (isToBeFolded(link)) {
    await foldIntoSurvivor(records, context, link, posture.mode, taking);
  } else if (isHalfGone(link)) {
    // Deletes never cross, and what one side has lost is not told to it again.
  } else if (link.defender !== null && link.sentinel === null) {
    await promiseTwin(records, context, link, posture.mode, taking);
  } else if (link.defender !== null && link.sentinel !== null && !(await isBeingMade(records, context, link))) {
    await decideFields(records, context, link, link.defender, link.sentinel, posture.mode, taking, occasion);
    // Microsoft's own sync tells Defender's title by itself, and knows no trailer.
    if (posture.mode !== 'native') await decideStory(records, context, link, taking);
  }
  await buryMoot(records, context, link);
  await promiseComments(records, context, link, posture.mode, taking);
  if (isPromisedAtOnce) await promiseMeanwhile(records, context, connection, link, known);
  noteDisagreements(context, link, posture.mode);
  await records.saveLink(link);
}

async function proposedFor(records: Records, number: number): Promise<Set<number>> {
  const wanted = await records.wantedIntents(number);
  return new Set(wanted.filter(({ state }) => state === 'proposed').map(({ id }) => id));
}

async function decideFields(
  records: Records,
  context: SyncContext,
  link: Link,
  defender: NonNullable<Link['defender']>,
  sentinel: NonNullable<Link['sentinel']>,
  mode: SyncMode,
  taking: Taking,
  occasion: Occasion,
): Promise<void> {
  const wanted = await records.wantedIntents(link.number);
  const asked = wanted.flatMap((intent) => (intent.cause === 'sync' ? [] : fieldsOf(intent)));
  const frozen = Object.keys(link.frozen) as Field[];
  const decisions = planDecisions({
    base: link.base,
    defender: { incident: defender.observation.incident, moves: defender.moves },
    sentinel: { incident: sentinel.observation.incident, moves: sentinel.moves },
    busy: new Set([...asked, ...frozen]),
    clockSkewSeconds: context.settings.clockSkewSeconds,
    policy: context.settings.conflictPolicy,
    rules: fieldRulesIn(mode),
  });
  for (const { field } of decisions.filter(({ kind }) => kind === 'adopt')) {
    if (mode === 'native') await noteFieldLag(records, link, field);
    agreeAsIs(link, field);
  }
  await askPeople(records, link, decisions, isoNow(context.clock));
  await promiseWrites(
    records,
    context,
    link,
    decisions.filter((decision): decision is WriteDecision => decision.kind === 'write'),
    {
      wanted: wanted.filter((intent) => intent.cause === 'sync' && intent.work.kind === 'field'),
      again: occasion.kind === 'change' ? occasion.again : [],
    },
    taking,
  );
}

/**
 * A twin whose creation was not settled shows our own draft, not somebody's decisions: it is decided on when the
 * creation has said what was drafted. A creation that was only proposed is moot once there is a twin.
 */
async function isBeingMade(records: Records, context: SyncContext, link: Link): Promise<boolean> {
  for (const intent of await records.wantedIntents(link.number)) {
    if (intent.work.kind !== 'create') continue;
    if (intent.state === 'open' || intent.work.attempted !== null) return true;
    await replaceIntent(records, intent, isoNow(context.clock), 'it is there already');
  }
  return false;
}

/** Both sides moved to the same story: Microsoft's own sync carried it from the one that moved first. */
async function noteFieldLag(records: Records, link: Link, field: Field): Promise<void> {
  const [defender, sentinel] = [link.defender!.moves[field], link.sentinel!.moves[field]];
  if (defender === undefined || sentinel === undefined) return;
  const seconds = Math.abs(Number(toTicks(defender.by) - toTicks(sentinel.by))) / 10_000_000;
  const at = laterOf(defender.by, sentinel.by);
  await records.noteLag({ connectionId: link.connectionId, what: field, seconds, at });
}

function fieldsOf(intent: Intent): Field[] {
  return intent.work.kind === 'field' ? [intent.work.field] : [];
}

async function promiseTwin(
  records: Records,
  context: SyncContext,
  link: Link,
  mode: SyncMode,
  taking: Taking,
): Promise<void> {
  const intents = [...(await records.wantedIntents(link.number)), ...(await records.deadIntents(link.number))];
  if (mode === 'bridge') link.sentinelName ??= twinNameOf(link.connectionId, link.defenderId!);
  const known = intents.find((intent) => intent.work.kind === 'create');
  const now = isoNow(context.clock);
  // What was there before the connection is behind what happens now.
  const priority = link.announced ? PRIORITY.carry : PRIORITY.backfill;
  const creation = syncIntent(link, 'sentinel', { kind: 'create', attempted: null }, 'C1', taking);
  if (known === undefined) await records.addIntent({ ...creation, priority }, now);
}

/** Since when the sides differ in which field: as far as is known, since the last move of either. */
function noteDisagreements(context: SyncContext, link: Link, mode: SyncMode): void {
  const before = link.disagreements;
  link.disagreements = {};
  const { defender, sentinel } = link;
  const isOnBoth = defender?.goneSince === null && sentinel?.goneSince === null;
  if (defender === null || sentinel === null || !isOnBoth || link.standing !== 'linked') return;
  for (const field of FIELDS) {
    const rules = isSettled(link, field) ? RULES_BUT_FOR_NOTES[field] : fieldRulesIn(mode)[field];
    const { agree } = rules as { agree(a: unknown, b: unknown): boolean };
    if (agree(fieldOf(defender.observation.incident, field), fieldOf(sentinel.observation.incident, field))) continue;
    const moved = [defender.moves[field]?.by, sentinel.moves[field]?.by].filter((at) => at !== undefined);
    link.disagreements[field] = before[field] ?? moved.reduce(laterOf, moved[0] ?? isoNow(context.clock));
  }
}

/** Neither side moved since both agreed: what differed then (a note that Microsoft's own sync left) is no news now. */
function isSettled(link: Link, field: Field): boolean {
  const rules = FIELD_RULES[field] as { same(a: unknown, b: unknown): boolean };
  return SIDES.every((side) => {
    const half = link.base[field]?.[side];
    return half !== undefined && rules.same(half, fieldOf(link[side]!.observation.incident, field));
  });
}
