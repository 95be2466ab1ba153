import { z } from 'zod';
import { foldName } from '../../azure/wire-text.ts';
import { entityFields } from '../../incident/entity.ts';
import { firstIssue } from '../../azure/send.ts';
import type { Entity } from '../../incident/entity.ts';
import {
  Items,
  Text,
  Timestamp,
  toEntities,
  toName,
  toSeverity,
  toStatus,
  toTechniques,
  faultsOf,
  toTitle,
} from '../wire-alert.ts';
import type { ReadAlert } from '../wire-alert.ts';
import { mapEntity } from '../evidence/entity-mapping.ts';
import { productName } from '../product-names.ts';
import { DEVICE, ENTITIES } from './entity-table.ts';

/** What the older API sends of an alert, embedded in its incident. It has no address for one. */
const WireAlert = z.object({
  alertId: z.string().min(1).max(256),
  title: Text,
  severity: Text,
  status: Text,
  category: Text,
  mitreTechniques: Items,
  serviceSource: Text,
  detectionSource: Text,
  creationTime: Timestamp,
  firstActivity: Timestamp,
  lastActivity: Timestamp,
  devices: Items,
  entities: Items,
});

/** An alert of the older API in Dragoman's words. */
export function toAlert(item: unknown): ReadAlert {
  const parsed = WireAlert.safeParse(item);
  if (!parsed.success) return { alert: null, faults: [firstIssue(parsed.error)] };
  const wire = parsed.data;
  const devices = toEntities(wire.devices ?? [], (device) => withFields(mapEntity(DEVICE, device)));
  const alert = {
    id: wire.alertId,
    title: toTitle(wire.title, wire.alertId),
    severity: toSeverity(wire.severity),
    status: toStatus(wire.status),
    category: toName(wire.category),
    techniques: toTechniques(wire.mitreTechniques),
    product: toName(productName(wire.serviceSource)),
    detectionSource: toName(wire.detectionSource),
    createdAt: wire.creationTime ?? null,
    firstActivityAt: wire.firstActivity ?? null,
    lastActivityAt: wire.lastActivity ?? null,
    url: null,
    entities: [...devices, ...toEntities(wire.entities ?? [], toEntity)],
  };
  const faults = ['devices', 'entities'].flatMap((name) => faultsOf(item, name, wire.alertId));
  return { alert, faults };
}

const WireEntity = z.looseObject({ entityType: z.string().max(64).catch('Unknown') });

/** An entity carries the keys of all types, null where they are another one's. */
function toEntity(item: unknown): Entity | null {
  const parsed = WireEntity.safeParse(item);
  if (!parsed.success) return null;
  const { entityType, ...members } = parsed.data;
  const mapping = ENTITIES.get(foldName(entityType));
  if (mapping !== undefined) return withFields(mapEntity(mapping, members));
  return withFields({ kind: entityType, fields: entityFields(Object.entries(members)) });
}

function withFields(entity: Entity): Entity | null {
  return Object.keys(entity.fields).length === 0 ? null : entity;
}
