import type { Insertable, Selectable } from 'kysely';
import type { Side } from '../../incident/side.ts';
import { sameOwner } from '../../incident/person.ts';
import { foldText } from '../../incident/fold.ts';
import { foldTag } from '../../incident/tags.ts';
import type { Link, NewLink } from '../../sync/link.ts';
import type { LinkTable } from '../schema.ts';

/** A row as the link it holds. */
export function toLink(row: Selectable<LinkTable>): Link {
  return {
    number: row.number,
    connectionId: row.connection_id,
    defenderId: row.defender_id,
    sentinelName: row.sentinel_name,
    standing: row.standing as Link['standing'],
    mergedInto: row.merged_into,
    base: JSON.parse(row.base),
    defender: row.defender === null ? null : JSON.parse(row.defender),
    sentinel: row.sentinel === null ? null : JSON.parse(row.sentinel),
    story: row.story === null ? null : JSON.parse(row.story),
    alerts: row.alerts === null ? null : JSON.parse(row.alerts),
    version: row.version,
    reconfirmVersion: row.reconfirm_version,
    announced: row.announced === 1,
    overruled: JSON.parse(row.overruled),
    questions: JSON.parse(row.questions),
    frozen: JSON.parse(row.frozen),
    disagreements: JSON.parse(row.disagreements),
    apartFrom: row.apart_from,
    createdAt: row.created_at,
  };
}

export type LinkRow = Insertable<LinkTable>;

/** A link as its row, with the columns that lists are made by. */
export function toRow(link: NewLink): LinkRow {
  const leading = (link.defender ?? link.sentinel)?.observation.incident;
  const owner = leading?.owner ?? null;
  // Defender knows no object ids, but the same person's in Sentinel.
  const inSentinel = link.sentinel?.observation.incident.owner ?? null;
  const objectId = owner?.objectId ?? (sameOwner(owner, inSentinel) ? inSentinel?.objectId : null);
  return {
    connection_id: link.connectionId,
    defender_id: link.defenderId,
    sentinel_name: link.sentinelName,
    standing: link.standing,
    merged_into: link.mergedInto,
    base: JSON.stringify(link.base),
    defender: link.defender === null ? null : JSON.stringify(link.defender),
    sentinel: link.sentinel === null ? null : JSON.stringify(link.sentinel),
    story: link.story === null ? null : JSON.stringify(link.story),
    alerts: link.alerts === null ? null : JSON.stringify(link.alerts),
    version: link.version,
    reconfirm_version: link.reconfirmVersion,
    announced: link.announced ? 1 : 0,
    overruled: JSON.stringify(link.overruled),
    questions: JSON.stringify(link.questions),
    frozen: JSON.stringify(link.frozen),
    disagreements: JSON.stringify(link.disagreements),
    apart_from: link.apartFrom,
    created_at: link.createdAt,
    status: leading?.state.status ?? 'new',
    severity: leading?.severity ?? 'unknown',
    owner_object_id: objectId?.toLowerCase() ?? null,
    owner_upn: owner?.upn?.toLowerCase() ?? null,
    owner: owner === null ? null : JSON.stringify(owner),
    products: JSON.stringify(leading?.products ?? []),
    title: leading?.title ?? '',
    folded_title: foldText(leading?.title ?? ''),
    is_known: leading === undefined ? 0 : 1,
    tags: `\n${(leading?.tags ?? []).map(foldTag).join('\n')}\n`,
    provider_incident_id: link.sentinel?.observation.incident.provider?.incidentId ?? null,
    missing: [link.defender, link.sentinel].some((one) => one?.goneSince === null && one.missing !== null) ? 1 : 0,
    open_on_defender: isOpenOn(link, 'defender') ? 1 : 0,
    open_on_sentinel: isOpenOn(link, 'sentinel') ? 1 : 0,
    disagreeing: Object.keys(link.disagreements).length > 0 ? 1 : 0,
  };
}

/**
 * What of a row must be written where the table holds the other one, and null where nothing must; all of it where nobody
 * knows what the table holds. A column that is set is written with every index it stands in, changed or not, and a link
 * stands in a dozen.
 */
export function changedColumns(row: LinkRow, held: LinkRow | undefined): Partial<LinkRow> | null {
  if (held === undefined) return row;
  const changed = Object.entries(row).filter(([column, value]) => value !== held[column as keyof LinkRow]);
  return changed.length === 0 ? null : Object.fromEntries(changed);
}

function isOpenOn(link: NewLink, side: Side): boolean {
  const record = link[side];
  if (record === null || record.goneSince !== null || link.standing !== 'linked') return false;
  return record.observation.incident.state.status !== 'closed';
}
