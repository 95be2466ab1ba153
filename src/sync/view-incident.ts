import { SHOWN_ENTITY_NAMES } from '../incident/entity-names.ts';
import type { Field, FieldValues, Incident } from '../incident/incident.ts';
import type { Side } from '../incident/side.ts';
import { SIDES } from '../incident/side.ts';
import type { SyncContext } from './context.ts';
import { describeMove, describeValue } from './overruled/describe-overruled.ts';
import { driftOf } from './report/drift.ts';
import { describeApart } from './kept-apart.ts';
import type { IncidentView, QuestionView, SideView } from './incident-view.ts';
import type { Intent } from './intent.ts';
import type { Link } from './link.ts';
import { fieldOf, leadingIncident } from './link.ts';
import type { History } from './history/timeline.ts';
import type { Records } from './ports/records.ts';
import { postureOf, readOnlyReason } from './posture/posture.ts';
import type { Posture } from './posture/posture.ts';
import { productsOf } from './story.ts';

/**
 * What people are shown of a link: what the leading side holds, with what is promised to it laid over (a click is
 * shown as it was meant, and the line of the side says that it still waits).
 */
export async function viewIncident(
  records: Records,
  link: Link,
  now: string,
  { mark, deadlines }: Pick<SyncContext, 'mark' | 'deadlines'>,
): Promise<IncidentView> {
  const [wanted, dead, comments, connection, names] = [
    await records.wantedIntents(link.number),
    await records.deadIntents(link.number),
    await records.comments(link.number),
    await records.connection(link.connectionId),
    await records.entityNames(link.number, SHOWN_ENTITY_NAMES + 1),
  ];
  const open = wanted.filter(({ state }) => state === 'open');
  const posture = postureOf(connection!);
  const incident = leadingIncident(link);
  const leading: Side =
    link.defender?.goneSince === null ? 'defender' : link.sentinel === null ? 'defender' : 'sentinel';
  const shown = <F extends Field>(field: F): FieldValues[F] =>
    promised(open, leading, field) ?? fieldOf(incident, field);
  const latest = comments.filter(({ part }) => part === 1).at(-1);
  return {
    number: link.number,
    ...(mark === null ? {} : { connection: mark }),
    version: link.version,
    title: incident.title,
    description: incident.description,
    severity: shown('severity'),
    state: shown('state'),
    owner: shownOwner(open, leading, incident.owner),
    tags: shown('tags'),
    products: productsOf(link),
    entities: names.filter(({ isMain }) => isMain),
    createdAt: incident.createdAt,
    deadlines:
      deadlines === null || link.standing !== 'linked' ? [] : deadlines(await historyOf(records, link, incident), now),
    latestComment: latest === undefined ? null : { author: latest.author, text: latest.text, at: latest.createdAt },
    standing: link.standing,
    mergedInto: link.mergedInto,
    sides: SIDES.map((side) => viewSide(link, side, wanted, dead, posture)) as IncidentView['sides'],
    overruled: link.overruled.map(({ sentence }) => sentence),
    questions: viewQuestions(link),
    apart: posture.mode === 'native' ? await describeApart(records, link) : null,
    drift: driftOf(link, [...wanted, ...dead], posture, now),
    readOnly: readOnlyReason(posture),
    reconfirmVersion: link.reconfirmVersion,
    announced: link.announced,
  };
}

/** What it holds is what the clocks run on, not what is promised to it. */
async function historyOf(records: Records, { number }: Link, { severity, owner }: Incident): Promise<History> {
  return { incident: number, severity, owner, events: await records.eventsOf(number) };
}

function promised<F extends Field>(open: Intent[], side: Side, field: F): FieldValues[F] | undefined {
  const work = open.findLast(
    (intent) => intent.side === side && intent.work.kind === 'field' && intent.work.field === field,
  )?.work;
  return work?.kind === 'field' ? (work.value as FieldValues[F]) : undefined;
}

/** An owner may be promised to be nobody, which is not the same as nothing being promised. */
function shownOwner(open: Intent[], side: Side, present: FieldValues['owner']): FieldValues['owner'] {
  const owner = promised(open, side, 'owner');
  return owner === undefined ? present : owner;
}

function viewSide(link: Link, side: Side, wanted: Intent[], dead: Intent[], posture: Posture): SideView {
  const record = link[side];
  const id = side === 'defender' ? link.defenderId : link.sentinelName;
  const waiting = wanted.filter((intent) => intent.side === side && intent.state === 'open' && isShown(intent));
  const isHeld = wanted.some((intent) => intent.side === side && intent.state === 'proposed');
  const failed = dead.filter((intent) => intent.side === side);
  const url = record?.observation.incident.url ?? null;
  if (failed.length > 0) return { side, standing: 'failed', id, url, reason: failed.at(-1)!.error };
  if (waiting.length > 0)
    return { side, standing: 'waiting', id, url, reason: waiting.find(({ error }) => error !== null)?.error ?? null };
  if (record !== null && record.goneSince !== null) {
    const reason = `Not found there since ${record.missing?.since ?? record.goneSince}.`;
    return { side, standing: 'gone', id, url, reason };
  }
  if (isHeld) return { side, standing: 'held', id, url, reason: posture.reason };
  if (record === null) return { side, standing: 'absent', id: null, url: null, reason: null };
  return { side, standing: 'ok', id, url, reason: null };
}

/** Alerts on their way are nobody's wait; that they cannot be written is worth knowing. */
function isShown({ work, error }: Intent): boolean {
  return work.kind !== 'alerts' || error !== null;
}

function viewQuestions(link: Link): QuestionView[] {
  const { defender, sentinel } = link;
  if (defender === null || sentinel === null) return [];
  return (Object.entries(link.questions) as [Field, string][]).map(([field, since]) => {
    const words = (side: Side) => describeValue(field, fieldOf(link[side]!.observation.incident, field));
    const sentence = SIDES.map((side) => describeMove(link, side, field)).join(' ');
    return { field, defender: words('defender'), sentinel: words('sentinel'), sentence, since };
  });
}
