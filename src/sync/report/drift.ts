import type { Field } from '../../incident/incident.ts';
import { SIDE_NAMES } from '../../incident/side.ts';
import { describeValue } from '../overruled/describe-overruled.ts';
import type { DriftLine } from '../incident-view.ts';
import type { Intent } from '../intent.ts';
import type { Link } from '../link.ts';
import { fieldOf, leadingIncident } from '../link.ts';
import type { Posture } from '../posture/posture.ts';

/** The drift of one link at a time (ISO 8601). `intents`: those of the link that are proposed, open or dead. */
export function driftOf(link: Link, intents: Intent[], posture: Posture, now: string): DriftLine[] {
  if (link.standing !== 'linked') return [];
  return [...fieldDrift(link, intents, posture, now), ...otherDrift(link, intents, posture, now)];
}

function fieldDrift(link: Link, intents: Intent[], posture: Posture, now: string): DriftLine[] {
  return (Object.entries(link.disagreements) as [Field, string][]).flatMap(([field, since]) => {
    const about = intents.filter(({ work }) => work.kind === 'field' && work.field === field);
    if (about.some(({ state }) => state === 'open')) return [];
    const reason = whyField(link, field, about, posture, now);
    if (reason === null) return [];
    const [defender, sentinel] = (['defender', 'sentinel'] as const).map((side) =>
      describeValue(field, fieldOf(link[side]!.observation.incident, field)),
    );
    return [{ ...headOf(link), what: field, defender: defender!, sentinel: sentinel!, since, ...reason }];
  });
}

function whyField(
  link: Link,
  field: Field,
  about: Intent[],
  posture: Posture,
  now: string,
): Pick<DriftLine, 'why' | 'repair'> | null {
  if (link.questions[field] !== undefined)
    return { why: 'Both sides changed it; somebody has to say which stands.', repair: null };
  if (link.frozen[field] !== undefined) {
    const why = 'It went to and fro, so Dragoman leaves it alone until somebody sets or repairs it.';
    return { why, repair: 'sentinel' };
  }
  const dead = about.findLast(({ state }) => state === 'dead');
  if (dead !== undefined) return { why: `${SIDE_NAMES[dead.side]} does not take it: ${dead.error}`, repair: null };
  const proposal = about.find(({ state }) => state === 'proposed');
  if (proposal !== undefined)
    return proposal.notBefore > now ? null : { ...whyProposed(posture), repair: proposal.side };
  const isAgreed = field === 'owner' && link.base.owner !== undefined;
  return isAgreed ? { why: 'Its directory knows nobody by that name.', repair: null } : null;
}

function whyProposed(posture: Posture): Pick<DriftLine, 'why'> {
  if (posture.mode === 'native') return { why: "Microsoft's own sync has not carried it." };
  return { why: posture.reason ?? 'It is about to be written.' };
}

/** What has no value to compare: a twin that is not there, comments and a title that were not carried. */
function otherDrift(link: Link, intents: Intent[], posture: Posture, now: string): DriftLine[] {
  const due = intents.filter(
    ({ state, notBefore, work }) => state === 'proposed' && notBefore <= now && work.kind !== 'field',
  );
  const line = (what: DriftLine['what'], of: Intent[], defender: string | null, repairable: boolean): DriftLine[] => {
    const [first] = of;
    if (first === undefined) return [];
    const repair = repairable ? first.side : null;
    const values = { defender, sentinel: null, since: first.createdAt };
    return [{ ...headOf(link), what, ...values, ...whyProposed(posture), repair }];
  };
  const kind = (name: Intent['work']['kind']) => due.filter(({ work }) => work.kind === name);
  const comments = kind('comment');
  return [
    ...line('twin', kind('create'), null, posture.mode === 'bridge'),
    ...line('comments', comments, `${comments.length} not on both sides`, true),
    ...line('title', kind('story'), null, true),
  ];
}

function headOf(link: Link): Pick<DriftLine, 'incident' | 'title'> {
  return { incident: link.number, title: leadingIncident(link).title };
}
