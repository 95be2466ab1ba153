import type { Alert } from '../../incident/alert.ts';
import { derivedId } from '../../incident/comment.ts';
import { cutText } from '../../incident/entity.ts';
import type { Entity } from '../../incident/entity.ts';
import { kqlText, oneLine } from '../kql-text.ts';
import type { Link } from '../link.ts';
import type { Bookmark } from '../ports/side-port.ts';

/** A bookmark is a row of the workspace too, where a column is cut at 32 kB. */
const MOST_BYTES = 30_000;
const LONGEST_NAME = 200;

/**
 * An alert with its entities as a bookmark. Its name is derived from the incident and the alert, so that no crash can
 * make a second one; an alert that moves to another incident gets one there, for a bookmark is tied to one incident.
 */
export function composeBookmark(link: Link, alert: Alert): Bookmark {
  return {
    name: derivedId(link.connectionId, 'bookmark', link.defenderId!, alert.id),
    displayName: cutText(oneLine(alert.title), LONGEST_NAME) || `Defender alert ${oneLine(alert.id)}`,
    // Sentinel insists on a query. This one is for Defender's advanced hunting, where the evidence is.
    query: `AlertEvidence | where AlertId == ${kqlText(alert.id)}`,
    queryResult: toJson(alert),
    notes: describe(alert),
    labels: ['Defender alert'],
    eventAt: alert.lastActivityAt ?? alert.createdAt,
  };
}

/** The alert as JSON, with as many of its entities as there is room for. */
function toJson(alert: Alert): string {
  const { entities, ...told } = {
    AlertId: alert.id,
    Title: alert.title,
    Severity: alert.severity,
    Status: alert.status,
    Category: alert.category,
    Techniques: alert.techniques,
    Product: alert.product,
    DetectionSource: alert.detectionSource,
    CreatedTime: alert.createdAt,
    FirstActivityTime: alert.firstActivityAt,
    LastActivityTime: alert.lastActivityAt,
    Link: alert.url,
    entities: alert.entities.map(toJsonEntity),
  };
  const kept: object[] = [];
  let room = MOST_BYTES - bytesOf({ ...told, Entities: [], EntitiesOmitted: entities.length });
  for (const entity of entities) {
    const size = bytesOf(entity) + 1;
    if (size > room) continue;
    room -= size;
    kept.push(entity);
  }
  const omitted = entities.length - kept.length;
  return JSON.stringify({ ...told, Entities: kept, ...(omitted === 0 ? {} : { EntitiesOmitted: omitted }) });
}

function toJsonEntity({ kind, fields }: Entity): object {
  return { Type: kind, ...fields };
}

function bytesOf(value: object): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function describe({ severity, category, product, url }: Alert): string {
  const facts = [`${severity} severity`, category, product].filter((fact) => fact !== null).map(oneLine);
  const where = url === null ? '' : `: ${oneLine(url)}`;
  return `${facts.join(' · ')}. Kept by Dragoman; the alert itself is in Microsoft Defender XDR${where}`;
}
