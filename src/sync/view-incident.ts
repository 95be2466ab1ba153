import type { Field, FieldValues } from '../incident/incident.ts';
import type { Side } from '../incident/side.ts';
import type { IncidentView, SideView } from './incident-view.ts';
import type { Intent } from './intent.ts';
import type { Link } from './link.ts';
import { fieldOf, leadingIncident } from './link.ts';
import type { Records } from './ports/records.ts';

/**
 * What people are shown of a link: what the leading side holds, with what is promised to it laid over (a click is
 * shown as it was meant, and the line of the side says that it still waits).
 */
export async function viewIncident(records: Records, link: Link): Promise<IncidentView> {
  const [open, dead, comments] = [
    await records.openIntents(link.number),
    await records.deadIntents(link.number),
    await records.comments(link.number),
  ];
  const incident = leadingIncident(link);
  const leading: Side = link.defender === null ? 'sentinel' : 'defender';
  const shown = <F extends Field>(field: F): FieldValues[F] =>
    promised(open, leading, field) ?? fieldOf(incident, field);
  const latest = comments.filter(({ part }) => part === 1).at(-1);
  return {
    number: link.number,
    version: link.version,
    title: incident.title,
    description: incident.description,
    severity: shown('severity'),
    state: shown('state'),
    owner: shownOwner(open, leading, incident.owner),
    tags: shown('tags'),
    products: incident.products,
    createdAt: incident.createdAt,
    latestComment: latest === undefined ? null : { author: latest.author, text: latest.text, at: latest.createdAt },
    standing: link.standing,
    mergedInto: link.mergedInto,
    sides: [viewSide(link, 'defender', open, dead), viewSide(link, 'sentinel', open, dead)],
    overruled: link.overruled.map(({ sentence }) => sentence),
    reconfirmVersion: link.reconfirmVersion,
    announced: link.announced,
  };
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

function viewSide(link: Link, side: Side, open: Intent[], dead: Intent[]): SideView {
  const record = link[side];
  const id = side === 'defender' ? link.defenderId : link.sentinelName;
  const waiting = open.filter((intent) => intent.side === side);
  const failed = dead.filter((intent) => intent.side === side);
  const url = record?.observation.incident.url ?? null;
  if (failed.length > 0) return { side, standing: 'failed', id, url, reason: failed.at(-1)!.error };
  if (waiting.length > 0)
    return { side, standing: 'waiting', id, url, reason: waiting.find(({ error }) => error !== null)?.error ?? null };
  if (record === null) return { side, standing: 'absent', id: null, url: null, reason: null };
  return { side, standing: 'ok', id, url, reason: null };
}
